using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Files;

/// <summary>Left when a file has arrived: look at it.</summary>
public sealed record CheckFile(Guid FileId, string Purpose);

/// <summary>
/// Takes a file out of quarantine, or refuses it: by its content, then by the virus scanner. While a scanner is configured and
/// does not answer, the file stays where it is and is looked at again.
/// </summary>
public sealed class FileChecks(ExpoStore store, IFileStore files, UploadPurposes purposes, IVirusScanner scanner, IOptions<FilesOptions> options, TimeProvider clock) : IJobHandler
{
    public string Kind => nameof(CheckFile);

    public Task HandleAsync(Job job, CancellationToken ct) => CheckAsync(job.Read<CheckFile>(), ct);

    public async Task CheckAsync(CheckFile asked, CancellationToken ct)
    {
        var file = await store.ReadAsync(db => db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == asked.FileId, ct));
        if (file is not { State: FileState.Quarantined } || purposes.Find(asked.Purpose) is not var (purpose, id))
        {
            return;
        }

        await using var content = await files.ReadAsync(file.Key, ct) ?? throw new InvalidOperationException($"The bytes of file {file.Id} are gone.");
        var kind = await ContentCheck.LookAsync(content, file.Name, purpose.Kinds, ct);
        if (kind.IsRefused)
        {
            await SettleAsync(asked, purpose, id, f => (f.State, f.Refusal) = (FileState.Refused, kind.Refusal.Message), ct);
            return;
        }

        var type = FileKinds.ContentTypeOf(kind.Value);
        content.Position = 0;
        switch (await scanner.ScanAsync(content, ct))
        {
            case VirusScan.Waiting:
                await WaitAsync(asked, ct);
                break;
            case VirusScan.Infected:
                await SettleAsync(asked, purpose, id, f => (f.State, f.Scan, f.Refusal) = (FileState.Refused, VirusScan.Infected, ContentRefusals.Infected.Message), ct);
                break;
            case var scan:
                await SettleAsync(asked, purpose, id, f => (f.State, f.Scan, f.ContentType) = (FileState.Accepted, scan, type), ct);
                break;
        }
    }

    private async Task SettleAsync(CheckFile asked, IUploadPurpose purpose, int id, Action<StoredFile> settle, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var settled = await store.ChangeAsync<StoredFile?>(async db =>
        {
            var file = await db.Files.FirstOrDefaultAsync(f => f.Id == asked.FileId && f.State == FileState.Quarantined, ct);
            if (file is not null)
            {
                settle(file);
                await purpose.CheckedAsync(db, file, id, now, ct);
            }

            return file;
        }, ct);
        purpose.Committed(id);
        if (settled.Value is { State: FileState.Refused } refused)
        {
            await files.DeleteAsync(refused.Key, ct);
        }
    }

    private Task WaitAsync(CheckFile asked, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.ChangeAsync<Done>(async db =>
        {
            // A new job and not a failed one: a scanner may be away for longer than a job is tried.
            await db.Files.Where(f => f.Id == asked.FileId && f.State == FileState.Quarantined).ExecuteUpdateAsync(set => set.SetProperty(f => f.Scan, VirusScan.Waiting), ct);
            var next = Job.For(asked, now);
            next.DueAt = now + options.Value.ScanAgainAfter;
            db.Jobs.Add(next);
            return Done.It;
        }, ct);
    }
}
