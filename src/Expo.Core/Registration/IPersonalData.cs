using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>
/// What another slice keeps about people, by their address. Registration must not know the slices after it: they register
/// themselves, and the export and the erasure of a person ask each of them inside their own transaction.
/// </summary>
public interface IPersonalData
{
    /// <summary>Names under which the addresses are known here, so that they are struck out everywhere.</summary>
    Task<IReadOnlyList<string>> NamesAsync(ExpoDb db, IReadOnlyCollection<string> addresses, CancellationToken ct);

    /// <summary>The rows about an address; what the person must not know yet is left out.</summary>
    Task<IReadOnlyList<ExportTable>> ReadAsync(ExpoDb db, string address, PersonTables tables, CancellationToken ct);

    /// <summary>Takes the person out of this slice's tables.</summary>
    Task EraseAsync(ExpoDb db, PersonTraces who, DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes everybody out of rows of an event that ended long enough ago, if the slice keeps nothing for longer.</summary>
    /// <param name="db">Inside the caller's transaction.</param>
    /// <param name="conferenceId">The event.</param>
    /// <param name="untouchedSince">Rows that were changed later stay, so that a mistyped year does no harm.</param>
    /// <param name="most">At most this many rows.</param>
    /// <param name="now">The moment.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many; as many as asked for when there may be more.</returns>
    Task<int> PurgeAsync(ExpoDb db, int conferenceId, DateTimeOffset untouchedSince, int most, DateTimeOffset now, CancellationToken ct) => Task.FromResult(0);
}

/// <summary>By what a person is found in rows and in free text.</summary>
/// <param name="Addresses">Normalised.</param>
/// <param name="Needles">Names and addresses.</param>
public sealed record PersonTraces(IReadOnlyList<string> Addresses, IReadOnlyList<string> Needles)
{
    /// <summary>The text without them.</summary>
    public string Strike(string text) => Struck.Out(text, Needles);
}
