using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Core.Files;

/// <summary>Throws away uploads that nobody has gone on with, and bytes that no row knows. <see cref="SweepAsync"/> is the whole step.</summary>
public sealed partial class UploadKeeper(ExpoStore store, IFileStore files, IOptions<FilesOptions> options, TimeProvider clock, ILogger<UploadKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Each = TimeSpan.FromMinutes(10);

    /// <summary>How many uploads were thrown away.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var over = await store.ReadAsync(db => db.Uploads.AsNoTracking().Where(u => u.ExpiresAt <= now).Select(u => new { u.Id, IsFile = u.FileId != null }).ToListAsync(ct));
        var gone = 0;
        foreach (var upload in over)
        {
            // The row first: a chunk that arrives now is not counted any more, so no counted byte is ever thrown away.
            if (await store.ReadAsync(db => db.Uploads.Where(u => u.Id == upload.Id && u.ExpiresAt <= now && (u.FileId != null) == upload.IsFile).ExecuteDeleteAsync(ct)) == 1 && !upload.IsFile)
            {
                await files.DeleteAsync(upload.Id, ct);
                gone++;
            }
        }

        // Long enough for anything that writes first and makes its row afterwards.
        await foreach (var key in files.UntouchedSinceAsync(now - options.Value.KeepUnfinishedFor - TimeSpan.FromDays(1), ct))
        {
            if (!await store.ReadAsync(async db => await db.Files.AnyAsync(f => f.Key == key && f.State != FileState.Refused, ct) || await db.Uploads.AnyAsync(u => u.Id == key, ct)))
            {
                await files.DeleteAsync(key, ct);
            }
        }

        return gone;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Each, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "Old uploads could not be cleared")]
    private partial void LogFault(Exception fault);
}
