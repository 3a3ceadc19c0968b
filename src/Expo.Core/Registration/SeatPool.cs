namespace Expo.Core.Registration;

/// <summary>
/// The only place where a cap lives. <see cref="Taken"/> changes by a guarded update in the database and never by loading,
/// adding one and saving; CHECK constraints stand behind it. It counts everything that keeps a seat from others: people,
/// open offers, unpaid holds and seats held back by an access code.
/// </summary>
public sealed class SeatPool
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public required string Name { get; set; }

    /// <summary>The cap. For <see cref="EachOrganisation"/>: the cap of each organisation.</summary>
    public int Capacity { get; set; }

    public int Taken { get; private set; }

    /// <summary>
    /// What <see cref="Taken"/> may reach: the cap, or more where an organiser lowered the cap below what was taken already, or
    /// added somebody over it. Never below the cap, and back at it as soon as enough seats came free.
    /// </summary>
    public int Ceiling { get; private set; }

    /// <summary>
    /// The cap is for each organisation by itself. This row then counts nothing; each organisation gets a pool of its own
    /// under it when its first member registers.
    /// </summary>
    public bool EachOrganisation { get; init; }

    /// <summary>The pool with <see cref="EachOrganisation"/> that this one belongs to.</summary>
    public int? ParentId { get; init; }

    /// <summary>Whose pool it is, as <see cref="Organisations.Key"/> makes it of the name.</summary>
    public string? OrganisationKey { get; init; }

    /// <summary>Seats over the cap; 0 when there are none.</summary>
    public int Over => Math.Max(0, Taken - Capacity);

    public int Free => Math.Max(0, Capacity - Taken);

    public static SeatPool Of(int conferenceId, string name, int capacity, bool eachOrganisation = false) =>
        new() { ConferenceId = conferenceId, Name = name, Capacity = capacity, Ceiling = capacity, EachOrganisation = eachOrganisation };

    /// <summary>The pool of one organisation under the one that counts for each.</summary>
    internal static SeatPool OfOrganisation(SeatPool parent, string key, string name) => new()
    {
        ConferenceId = parent.ConferenceId, Name = name, Capacity = parent.Capacity, Ceiling = parent.Capacity, ParentId = parent.Id, OrganisationKey = key,
    };
}
