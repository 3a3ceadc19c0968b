using System.Globalization;
using Expo.Streaming.Ingest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Recordings;

internal enum Room
{
    Enough,

    /// <summary>Recording goes on, but not for ever.</summary>
    Low,

    /// <summary>What is left is kept for others, as the database if it lies there; nothing is recorded.</summary>
    Kept,
}

/// <summary>How much room there is, since when, and a sentence for the organiser when it is not enough.</summary>
internal sealed record SpaceStatus(Room Room, DateTimeOffset Since, string? Sentence);

/// <summary>
/// Looks every few seconds at the room on the archive's drive. The database often lies on the same one and cannot work without any,
/// so recording stops before the last of it is taken, and begins again by itself.
/// </summary>
internal sealed partial class ArchiveSpace(
    IOptions<StreamingOptions> options, ArchivePaths paths, IDrive drive, TimeProvider clock, ILogger<ArchiveSpace> log) : BackgroundService
{
    private const long Megabyte = 1_000_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(10);

    private DateTimeOffset _sayAt;
    private volatile SpaceStatus _status = new(Room.Enough, clock.GetUtcNow(), null);

    public SpaceStatus Status => _status;

    public bool IsKept => _status.Room == Room.Kept;

    /// <summary>One look. A drive that does not tell changes nothing.</summary>
    public void Look()
    {
        if (drive.FreeBytes(paths.Archive) is not { } free)
        {
            return;
        }

        var (now, before, room) = (clock.GetUtcNow(), _status, Judge(free));
        _status = new SpaceStatus(room, room == before.Room ? before.Since : now, Sentence(room, free));
        if (room != before.Room || (room != Room.Enough && now >= _sayAt))
        {
            Say(room, free / Megabyte);
            _sayAt = now + SayAgainAfter;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        try
        {
            do
            {
                Look();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private long WarnBelow => options.Value.WarnBelowFreeMegabytes * Megabyte;

    private long StopBelow => options.Value.StopBelowFreeMegabytes * Megabyte;

    // Above the mark at which it stopped, so that it does not stop and begin every few seconds.
    private long BeginAgainAt => StopBelow + ((WarnBelow - StopBelow) / 4);

    private Room Judge(long free) =>
        free < StopBelow || (IsKept && free < BeginAgainAt) ? Room.Kept
        : free < WarnBelow ? Room.Low
        : Room.Enough;

    private string? Sentence(Room room, long free) => room switch
    {
        Room.Low => $"Only {Gigabytes(free)} are free on the disk of the recordings. Free some space: recording stops below {Gigabytes(StopBelow)}.",
        Room.Kept => $"Only {Gigabytes(free)} are free on the disk of the recordings, and these are kept for what else is written there. "
            + $"Free some space: recording begins again by itself at {Gigabytes(BeginAgainAt)}.",
        _ => null,
    };

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0 'GB'", CultureInfo.InvariantCulture);

    private void Say(Room room, long megabytes)
    {
        switch (room)
        {
            case Room.Kept:
                LogKept(megabytes, paths.Archive);
                break;
            case Room.Low:
                LogLow(megabytes, paths.Archive);
                break;
            default:
                LogEnough(megabytes, paths.Archive);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "Nothing is being recorded: only {Megabytes} MB are free at {Folder}, and these are kept for what else is written there")]
    private partial void LogKept(long megabytes, string folder);

    [LoggerMessage(LogLevel.Warning, "Only {Megabytes} MB are free at {Folder}; recording will stop when it is less")]
    private partial void LogLow(long megabytes, string folder);

    [LoggerMessage(LogLevel.Information, "There is room for recordings again: {Megabytes} MB at {Folder}")]
    private partial void LogEnough(long megabytes, string folder);
}
