using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Files;

/// <summary>Reads files that are there, and keeps those that the program makes itself, such as pictures of slides.</summary>
public sealed class FileService(ExpoStore store, IFileStore files, TimeProvider clock)
{
    public Task<StoredFile?> FindAsync(Guid id, CancellationToken ct) => store.ReadAsync(db => db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct));

    public Task<StoredFile?> FindAsync(string key, CancellationToken ct) => store.ReadAsync(db => db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Key == key, ct));

    /// <summary>The bytes; null when they are gone. Whether the asker may have them was decided before.</summary>
    public Task<Stream?> OpenAsync(StoredFile file, CancellationToken ct) => files.ReadAsync(file.Key, ct);

    /// <summary>Writes the bytes of a file that the program made. The row is the caller's to add, in the transaction that points to it.</summary>
    public async Task<StoredFile> WriteAsync(string name, string contentType, Stream content, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var key = FileNames.NewKey();
        await using var writer = await files.WriteAsync(key, ct) ?? throw new InvalidOperationException("A new key is being written to.");
        var buffer = new byte[128 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            await writer.AppendAsync(buffer.AsMemory(0, read), ct);
        }

        await writer.MakeSafeAsync(ct);
        return new StoredFile
        {
            Id = Guid.CreateVersion7(now), Key = key, Name = FileNames.Clean(name), ContentType = contentType, Length = writer.Length, Sha256 = await writer.HashAsync(ct), StoredAt = now,
            State = FileState.Accepted, Scan = VirusScan.Off,
        };
    }

    /// <summary>Takes the bytes of a file away whose row is gone or refused.</summary>
    public Task DeleteAsync(string key, CancellationToken ct) => files.DeleteAsync(key, ct);
}
