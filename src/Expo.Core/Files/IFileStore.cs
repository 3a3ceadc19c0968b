namespace Expo.Core.Files;

/// <summary>Keeps bytes under a key. Knows nothing of what they are; the rows of <see cref="StoredFile"/> and <see cref="Upload"/> do.</summary>
public interface IFileStore
{
    /// <summary>Opens a key to be written to, and makes it when it is not there. Null while somebody else writes to it, on this node or another.</summary>
    Task<IFileWriter?> WriteAsync(string key, CancellationToken ct);

    /// <summary>A stream that can seek, or null when there is nothing under the key.</summary>
    Task<Stream?> ReadAsync(string key, CancellationToken ct);

    /// <summary>Nothing happens when there is nothing under the key.</summary>
    Task DeleteAsync(string key, CancellationToken ct);

    /// <summary>Keys that nobody has written to since then.</summary>
    IAsyncEnumerable<string> UntouchedSinceAsync(DateTimeOffset then, CancellationToken ct);
}

/// <summary>The only one that writes to a key, until it is disposed.</summary>
public interface IFileWriter : IAsyncDisposable
{
    /// <summary>Bytes that are there.</summary>
    long Length { get; }

    /// <summary>Throws away what stands behind this many bytes; writing goes on from there.</summary>
    Task CutAsync(long length, CancellationToken ct);

    Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Returns when what was appended would outlive a power cut.</summary>
    Task MakeSafeAsync(CancellationToken ct);

    /// <summary>SHA-256 of all bytes as lower-case hex.</summary>
    Task<string> HashAsync(CancellationToken ct);
}
