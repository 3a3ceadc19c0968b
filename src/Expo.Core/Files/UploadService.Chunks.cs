using System.Security.Cryptography;
using Expo.Core.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Files;

/// <summary>What a sender says a chunk sums to.</summary>
/// <param name="Algorithm"><c>sha1</c> or <c>sha256</c>.</param>
public sealed record ChunkSum(string Algorithm, byte[] Hash)
{
    public static readonly IReadOnlyList<string> Algorithms = ["sha1", "sha256"];

    internal IncrementalHash Begin() => IncrementalHash.CreateHash(Algorithm == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
}

public sealed partial class UploadService
{
    // What is lost when the program ends in mid-chunk.
    private const int MakeSafeEach = 8 * 1024 * 1024;

    /// <summary>
    /// Appends a chunk at this offset and says how far the upload is. When the sender breaks off, what came counts. With a sum, all
    /// of the chunk counts or nothing.
    /// </summary>
    public async Task<Result<Upload>> AppendAsync(Actor by, string id, long offset, Stream chunk, ChunkSum? sum, CancellationToken ct)
    {
        var found = await FindAsync(by, id, ct);
        if (found.IsRefused || found.Value.Offset != offset)
        {
            return found.IsRefused ? found.Refusal : UploadRefusals.OtherOffset(found.Value.Offset);
        }

        if (found.Value.FileId is not null)
        {
            return found;
        }

        await using var writer = await files.WriteAsync(id, ct);
        if (writer is null)
        {
            return UploadRefusals.Busy;
        }

        // Looked at again behind the lock: until now another chunk may have been counted, or the upload thrown away.
        var again = await FindAsync(by, id, ct);
        if (again.IsRefused || again.Value.Offset != offset || again.Value.FileId is not null)
        {
            if (again.IsRefused && writer.Length == 0)
            {
                await files.DeleteAsync(id, ct);
            }

            return again.IsRefused ? again.Refusal : UploadRefusals.OtherOffset(again.Value.Offset);
        }

        if (writer.Length < offset)
        {
            // The bytes are gone, for instance with a disk. Going on would make another file of it.
            return UploadRefusals.Unknown;
        }

        await writer.CutAsync(offset, ct);
        return await ReceiveAsync(again.Value, writer, chunk, sum, ct);
    }

    private async Task<Result<Upload>> ReceiveAsync(Upload upload, IFileWriter writer, Stream chunk, ChunkSum? sum, CancellationToken ct)
    {
        using var hash = sum?.Begin();
        var buffer = new byte[128 * 1024];
        var (at, broken) = (upload.Offset, false);
        while (true)
        {
            int read;
            try
            {
                read = await chunk.ReadAsync(buffer, ct);
            }
            catch (Exception end) when (end is IOException or OperationCanceledException)
            {
                // The sender is gone. What it sent is here.
                broken = true;
                break;
            }

            if (read == 0)
            {
                break;
            }

            if (at + read > upload.Length)
            {
                return UploadRefusals.TooMuch;
            }

            await writer.AppendAsync(buffer.AsMemory(0, read), CancellationToken.None);
            hash?.AppendData(buffer, 0, read);
            at += read;
            if (sum is null && at - upload.Offset >= MakeSafeEach && at < upload.Length)
            {
                await writer.MakeSafeAsync(CancellationToken.None);
                if (!await CountAsync(upload, at))
                {
                    return UploadRefusals.Unknown;
                }
            }
        }

        if (hash is not null && (broken || !hash.GetHashAndReset().AsSpan().SequenceEqual(sum!.Hash)))
        {
            return UploadRefusals.ChecksumDiffers;
        }

        await writer.MakeSafeAsync(CancellationToken.None);
        if (at < upload.Length)
        {
            return await CountAsync(upload, at) ? upload : UploadRefusals.Unknown;
        }

        return await CompleteAsync(upload, writer, CancellationToken.None);
    }

    /// <summary>The last bytes are counted in the transaction that makes the file, so there is no upload that is complete and no file.</summary>
    private async Task<Result<Upload>> CompleteAsync(Upload upload, IFileWriter writer, CancellationToken ct)
    {
        var sha = await writer.HashAsync(ct);
        var arrived = await ArriveAsync(upload, upload.Length, sha, async at => await at.Db.Uploads
            .Where(u => u.Id == upload.Id && u.OwnerId == upload.OwnerId && u.Offset == upload.Offset && u.FileId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.Offset, upload.Length).SetProperty(u => u.FileId, at.File), ct) == 1, ct);
        if (arrived.IsRefused)
        {
            return arrived.Refusal;
        }

        (upload.Offset, upload.FileId) = (upload.Length, arrived.Value.Id);
        return upload;
    }

    private async Task<bool> CountAsync(Upload upload, long at)
    {
        var (from, until) = (upload.Offset, clock.GetUtcNow() + options.Value.KeepUnfinishedFor);
        var counted = await store.ReadAsync(db => db.Uploads
            .Where(u => u.Id == upload.Id && u.OwnerId == upload.OwnerId && u.Offset == from && u.FileId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.Offset, at).SetProperty(u => u.ExpiresAt, until)));
        if (counted == 1)
        {
            (upload.Offset, upload.ExpiresAt) = (at, until);
        }

        return counted == 1;
    }
}
