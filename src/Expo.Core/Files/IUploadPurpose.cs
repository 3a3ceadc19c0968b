using Expo.Core.Accounts;
using Expo.Core.Data;

namespace Expo.Core.Files;

/// <summary>
/// What uploads of one kind are for. A slice registers one as <see cref="IUploadPurpose"/>; an upload names it and a row of
/// the slice, as in <c>deck:12</c>.
/// </summary>
public interface IUploadPurpose
{
    /// <summary>The word before the colon.</summary>
    string Kind { get; }

    /// <summary>Bytes that such a file may have at most.</summary>
    long MostBytes { get; }

    /// <summary>What such a file may be.</summary>
    IReadOnlyList<FileKind> Kinds { get; }

    /// <summary>Null when this person may bring a file for this row now. Asked again for every chunk.</summary>
    Task<Refusal?> MayAsync(ExpoDb db, Actor by, int id, CancellationToken ct);

    /// <summary>All bytes are there and in quarantine. In the transaction that makes the file's row; may run again when that is tried again.</summary>
    Task ArrivedAsync(ExpoDb db, StoredFile file, int id, DateTimeOffset now, CancellationToken ct);

    /// <summary>The checks are done: the file is accepted or refused. In the transaction that says so.</summary>
    Task CheckedAsync(ExpoDb db, StoredFile file, int id, DateTimeOffset now, CancellationToken ct);

    /// <summary>One of the two was committed: the place to tell others.</summary>
    void Committed(int id)
    {
    }
}

/// <summary>The purposes that exist.</summary>
public sealed class UploadPurposes(IEnumerable<IUploadPurpose> purposes)
{
    private readonly Dictionary<string, IUploadPurpose> _purposes = purposes.ToDictionary(p => p.Kind);

    /// <summary>The largest file that any of them takes.</summary>
    public long MostBytes => _purposes.Values.Select(p => p.MostBytes).DefaultIfEmpty().Max();

    /// <summary>Reads <c>kind:id</c>; null when nobody answers to it.</summary>
    public (IUploadPurpose Purpose, int Id)? Find(string? text) =>
        text?.Split(':') is [var kind, var id] && _purposes.TryGetValue(kind, out var purpose) && int.TryParse(id, System.Globalization.NumberStyles.None, null, out var number) ? (purpose, number) : null;
}
