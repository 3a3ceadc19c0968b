using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Testing;

/// <summary>
/// Small rows to begin a test with. Keys are given by the database, so the first conference, stage or pool of an empty one is 1.
/// </summary>
public static class Samples
{
    public static readonly DateTimeOffset Opening = new(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);

    public static Conference Conference() => new()
    {
        Slug = "expo",
        Name = "Forced Labor Technical Expo",
        Tagline = "Tools that find forced labor in supply chains.",
        TimeZone = "America/New_York",
        Venue = "Potomac Hall",
        City = "Washington, DC",
        FirstDay = new DateOnly(2023, 3, 14),
        LastDay = new DateOnly(2023, 3, 15),
    };

    /// <summary>The same conference as the database knows it.</summary>
    public static Conference WithId(this Conference conference, int id) => new()
    {
        Id = id, Slug = conference.Slug, Name = conference.Name, Tagline = conference.Tagline, TimeZone = conference.TimeZone, Venue = conference.Venue, City = conference.City,
        FirstDay = conference.FirstDay, LastDay = conference.LastDay, RegistrationClosesAt = conference.RegistrationClosesAt,
    };

    public static Stage Stage() => new() { ConferenceId = 1, Slug = "main", Name = "Main stage" };

    public static Session Session(string slug = "isotopes", DateTimeOffset? startsAt = null) => new()
    {
        ConferenceId = 1,
        StageId = 1,
        Slug = slug,
        Title = $"Talk {slug}",
        StartsAt = startsAt ?? Opening,
        EndsAt = (startsAt ?? Opening).AddMinutes(25),
    };

    public static SeatPool Room(int capacity = 400) => SeatPool.Of(1, "Room", capacity);

    public static TicketType RoomTicket() => new() { ConferenceId = 1, Code = "room", Name = "A seat in the room", Kind = TicketKind.InPerson, Position = 1, Pools = [new() { SeatPoolId = 1 }] };

    public static TicketType StreamTicket() => new() { ConferenceId = 1, Code = "stream", Name = "The live stream", Kind = TicketKind.Online, Position = 2 };
}
