using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Files;

/// <summary>An upload that is asked for.</summary>
/// <param name="Purpose">For instance <c>deck:12</c>.</param>
/// <param name="Length">Bytes it will have.</param>
public sealed record NewUpload(string? Purpose, string? Name, long Length);

/// <summary>
/// Takes files in: in chunks that may break off (tus 1.0), or in one go. Bytes are safe in the store before a row counts them, and
/// a chunk counts only when the row still stands where the chunk began.
/// </summary>
public sealed partial class UploadService(ExpoStore store, IFileStore files, UploadPurposes purposes, IOptions<FilesOptions> options, JobBell bell, TimeProvider clock)
{
    // Two versions of one thing can arrive at once and get the same number; the later one asks again.
    private const int TriesForANumber = 20;

    public async Task<Result<Upload>> CreateAsync(Actor by, NewUpload asked, CancellationToken ct)
    {
        if (by.AccountId is not { } owner)
        {
            return UploadRefusals.SignIn;
        }

        if (purposes.Find(asked.Purpose) is not var (purpose, id))
        {
            return UploadRefusals.UnknownPurpose;
        }

        if (asked.Length <= 0 || asked.Length > purpose.MostBytes)
        {
            return asked.Length <= 0 ? UploadRefusals.Empty : UploadRefusals.TooLarge(purpose.MostBytes);
        }

        var now = clock.GetUtcNow();
        return await store.ChangeAsync<Upload>(async db =>
        {
            if (await purpose.MayAsync(db, by, id, ct) is { } refusal)
            {
                return refusal;
            }

            if (await db.Uploads.CountAsync(u => u.OwnerId == owner && u.FileId == null && u.ExpiresAt > now, ct) >= options.Value.UnfinishedEach)
            {
                return UploadRefusals.TooManyAtOnce;
            }

            var upload = new Upload
            {
                Id = FileNames.NewKey(), OwnerId = owner, Purpose = asked.Purpose!, Name = FileNames.Clean(asked.Name), Length = asked.Length,
                CreatedAt = now, ExpiresAt = now + options.Value.KeepUnfinishedFor,
            };
            db.Uploads.Add(upload);
            return upload;
        }, ct);
    }

    /// <summary>How far an upload is. Only its owner may know, and only while the purpose still lets them.</summary>
    public Task<Result<Upload>> FindAsync(Actor by, string id, CancellationToken ct) => store.ReadAsync(db => FindAsync(db, by, id, ct));

    /// <summary>Throws an unfinished upload away.</summary>
    public async Task<Result<Done>> TerminateAsync(Actor by, string id, CancellationToken ct)
    {
        var gone = await store.ReadAsync(db => db.Uploads.Where(u => u.Id == id && u.OwnerId == by.AccountId && u.FileId == null).ExecuteDeleteAsync(ct));
        if (gone == 0)
        {
            return UploadRefusals.Unknown;
        }

        await files.DeleteAsync(id, ct);
        return Done.It;
    }

    /// <summary>A whole file in one go, from a form without scripts. What breaks off leaves nothing.</summary>
    public async Task<Result<StoredFile>> TakeAsync(Actor by, string purpose, string? name, Stream content, CancellationToken ct)
    {
        if (by.AccountId is not { } owner)
        {
            return UploadRefusals.SignIn;
        }

        if (purposes.Find(purpose) is not var (target, id))
        {
            return UploadRefusals.UnknownPurpose;
        }

        if (await store.ReadAsync(db => target.MayAsync(db, by, id, ct)) is { } refusal)
        {
            return refusal;
        }

        var upload = new Upload { Id = FileNames.NewKey(), OwnerId = owner, Purpose = purpose, Name = FileNames.Clean(name) };
        var taken = await WriteWholeAsync(upload.Id, target.MostBytes, content, ct);
        if (!taken.IsRefused)
        {
            return await ArriveAsync(upload, taken.Value.Length, taken.Value.Hash, _ => Task.FromResult(true), ct);
        }

        await files.DeleteAsync(upload.Id, CancellationToken.None);
        return taken.Refusal;
    }

    private async Task<Result<(long Length, string Hash)>> WriteWholeAsync(string key, long most, Stream content, CancellationToken ct)
    {
        await using var writer = await files.WriteAsync(key, ct) ?? throw new InvalidOperationException("A new key is being written to.");
        try
        {
            var buffer = new byte[128 * 1024];
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                if (writer.Length + read > most)
                {
                    return UploadRefusals.TooLarge(most);
                }

                await writer.AppendAsync(buffer.AsMemory(0, read), ct);
            }

            if (writer.Length == 0)
            {
                return UploadRefusals.Empty;
            }

            await writer.MakeSafeAsync(ct);
            return (writer.Length, await writer.HashAsync(ct));
        }
        catch
        {
            await files.DeleteAsync(key, CancellationToken.None);
            throw;
        }
    }

    private async Task<Result<Upload>> FindAsync(ExpoDb db, Actor by, string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var upload = await db.Uploads.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id && u.OwnerId == by.AccountId && (u.FileId != null || u.ExpiresAt > now), ct);
        if (upload is null || purposes.Find(upload.Purpose) is not var (purpose, target))
        {
            return UploadRefusals.Unknown;
        }

        return await purpose.MayAsync(db, by, target, ct) is { } refusal ? refusal : upload;
    }

    /// <summary>Makes the file's row, tells its slice and leaves the job of its checks, all in one transaction.</summary>
    /// <param name="count">Counts the last bytes; false when somebody else was first.</param>
    private async Task<Result<StoredFile>> ArriveAsync(Upload upload, long length, string hash, Func<(ExpoDb Db, Guid File), Task<bool>> count, CancellationToken ct)
    {
        var (purpose, id) = purposes.Find(upload.Purpose)!.Value;
        var now = clock.GetUtcNow();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var arrived = await store.ChangeAsync<StoredFile>(async db =>
                {
                    var file = new StoredFile
                    {
                        Id = Guid.CreateVersion7(now), Key = upload.Id, Name = upload.Name, ContentType = "application/octet-stream", Length = length, Sha256 = hash, OwnerId = upload.OwnerId, StoredAt = now,
                        Scan = string.IsNullOrWhiteSpace(options.Value.Clamd) ? VirusScan.Off : VirusScan.Waiting,
                    };
                    db.Files.Add(file);
                    await db.SaveChangesAsync(ct);
                    if (!await count((db, file.Id)))
                    {
                        return UploadRefusals.Busy;
                    }

                    await purpose.ArrivedAsync(db, file, id, now, ct);
                    db.Jobs.Add(Job.For(new CheckFile(file.Id, upload.Purpose), now));
                    return file;
                }, ct);
                if (!arrived.IsRefused)
                {
                    bell.Ring();
                    purpose.Committed(id);
                }

                return arrived;
            }
            catch (DbUpdateException fault) when (attempt < TriesForANumber && ExpoStore.IsDuplicate(fault))
            {
            }
        }
    }
}
