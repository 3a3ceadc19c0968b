using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Logging;

namespace Expo.Streaming.Ingest;

/// <summary>
/// The ingest of one stage: ffmpeg listens for the encoder, and what it makes goes to the stage's broadcast and archive. An encoder
/// that leaves is waited for at once; a fault is followed by a pause that grows. A run whose dates have become wrong is ended, so that
/// the encoder calls again and is dated anew.
/// </summary>
internal sealed partial class StageIngest(
    StreamingOptions options, int port, StageBroadcast broadcast, StageArchive archive, TimeProvider clock, ILogger log)
{
    private const string Unreadable = "What the encoder sends cannot be read. It must send MPEG-TS with a picture and sound.";

    private static readonly TimeSpan LookForFfmpegAgainAfter = TimeSpan.FromSeconds(30);

    // Clocks differ a little.
    private static readonly TimeSpan HasListened = FfmpegCommand.ListenFor - TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Backoff _backoff = new();
    private FfmpegRun? _run;
    private Epoch? _epoch;
    private volatile IngestStatus _status = new(IngestPhase.WaitingForEncoder, clock.GetUtcNow());

    public string Stage => broadcast.Stage;

    public int Port => port;

    public IngestStatus Status => _status;

    public FfmpegProgress Progress => _run?.Progress ?? FfmpegProgress.None;

    /// <summary>The running ffmpeg; null between two runs.</summary>
    public int? ProcessId => _run?.ProcessId;

    /// <summary>One run of ffmpeg, from listening to its end. Returns how long to wait before the next one.</summary>
    public async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        // Off is said until a run shows that ffmpeg is there, and not taken back for a moment at each try.
        if (_status.Phase is not (IngestPhase.WaitingForEncoder or IngestPhase.Off))
        {
            Say(IngestPhase.WaitingForEncoder);
        }

        var began = clock.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _run = new FfmpegRun(options.FfmpegPath, options.Renditions.Count, options.Passphrase);
        FfmpegEnd end;
        Epoch? ended;
        try
        {
            end = await _run.RunAsync(
                outputs => FfmpegCommand.Listen(options, port, outputs), (rendition, reader, c) => ReceiveAsync(rendition, reader, stop, c), stop.Token);
        }
        finally
        {
            // However it ended: the next run must not go on under this one's name.
            ended = EndEpoch();
            _run = null;
        }

        return ct.IsCancellationRequested ? TimeSpan.Zero
            : ended?.Clock.Jump is { } gap ? DateAnew(gap)
            : Judge(end, clock.GetUtcNow() - ended?.Began, clock.GetElapsedTime(began));
    }

    private async Task ReceiveAsync(int rendition, FragmentReader reader, CancellationTokenSource run, CancellationToken ct)
    {
        if (await reader.ReadInitAsync(ct) is not { } init)
        {
            return;
        }

        var epoch = BeginEpoch();
        var name = options.Renditions[rendition].Name;
        broadcast.Open(rendition, epoch.Name, init, epoch.Clock);
        archive.Open(epoch.Name, name, init);
        while (await reader.ReadFragmentAsync(ct) is { } fragment)
        {
            epoch.Clock.Observe(clock.GetUtcNow(), fragment);
            broadcast.Append(rendition, fragment);
            archive.Append(name, fragment, epoch.Clock.WallOf(fragment.Start));
            if (epoch.Clock.Jump is not null)
            {
                await run.CancelAsync();
            }
        }
    }

    private sealed record Epoch(string Name, DateTimeOffset Began, EpochClock Clock);

    /// <summary>The first rendition that speaks begins the run for all.</summary>
    private Epoch BeginEpoch()
    {
        lock (_lock)
        {
            if (_epoch is null)
            {
                var now = clock.GetUtcNow();
                _epoch = new Epoch(EpochName.At(now), now, new EpochClock());
                Say(IngestPhase.Receiving);
                LogReceiving(Stage, _epoch.Name);
            }

            return _epoch;
        }
    }

    private Epoch? EndEpoch()
    {
        if (_epoch is not { } epoch)
        {
            return null;
        }

        _epoch = null;
        broadcast.End();
        archive.End();
        return epoch;
    }

    /// <summary>The run was ended by us and is no fault.</summary>
    private TimeSpan DateAnew(TimeSpan gap)
    {
        LogJumped(Stage, Math.Round(gap.TotalSeconds));
        _backoff.Reset();
        Say(IngestPhase.WaitingForEncoder);
        return TimeSpan.Zero;
    }

    private TimeSpan Judge(FfmpegEnd end, TimeSpan? received, TimeSpan ran)
    {
        if (end.Missing)
        {
            return TurnOff(IngestStatus.FfmpegMissing);
        }

        if (received is null && end.LastLines.Any(l => l.Contains("Protocol not found", StringComparison.Ordinal)))
        {
            return TurnOff(IngestStatus.NoSrt);
        }

        if (end.LastLines.FirstOrDefault(l => l.Contains("Incorrect passphrase", StringComparison.Ordinal)) is not null)
        {
            LogRefused(Stage);
        }

        if (end is { ExitCode: 0, BadOutput: null } && received is not null)
        {
            LogLeft(Stage, received.Value);
            _backoff.Reset();
            Say(IngestPhase.WaitingForEncoder);
            return TimeSpan.Zero;
        }

        var words = end.BadOutput?.Message ?? end.LastLines.LastOrDefault(l => !l.Contains("repeated", StringComparison.Ordinal)) ?? "no last words";
        var reason = Explain(words) ?? (received is null && end.LastLines.Any(IsAboutACaller) ? Unreadable : null);

        // The listener looks up now and then when nobody has called; see FfmpegCommand. Each system has its own words for that, so what
        // counts is how long it took, unless it has said something that only a caller's bytes make it say.
        if (received is null && reason is null && end.BadOutput is null && ran >= HasListened)
        {
            _backoff.Reset();
            if (_status.Phase == IngestPhase.Off)
            {
                Say(IngestPhase.WaitingForEncoder);
            }

            return TimeSpan.Zero;
        }

        var wait = _backoff.After(received ?? TimeSpan.Zero);
        LogFault(Stage, end.ExitCode, words, wait);
        Say(IngestPhase.Restarting, reason ?? "ffmpeg stopped unexpectedly and is being started again.");
        return wait;
    }

    private TimeSpan TurnOff(string reason)
    {
        if (_status.Detail != reason)
        {
            Say(IngestPhase.Off, reason);
            LogOff(Stage, reason, options.FfmpegPath);
        }

        return LookForFfmpegAgainAfter;
    }

    /// <summary>Null when the words are none that we know.</summary>
    private static string? Explain(string words) =>
        words.Contains("Address already in use", StringComparison.Ordinal) ? "The port for the encoder is taken by another program."
        : words.Contains("0:a:0", StringComparison.Ordinal) || words.Contains("0:v:0", StringComparison.Ordinal)
            || words.Contains("matches no streams", StringComparison.Ordinal) ? "The encoder must send a picture and sound; one of them is missing."
        : null;

    private static bool IsAboutACaller(string line) =>
        line.Contains("Invalid data", StringComparison.Ordinal) || line.Contains("Could not find codec", StringComparison.Ordinal)
        || line.StartsWith("[mpegts", StringComparison.Ordinal);

    private void Say(IngestPhase phase, string? detail = null) => _status = new IngestStatus(phase, clock.GetUtcNow(), detail);

    [LoggerMessage(LogLevel.Information, "Stage {Stage} receives its encoder, run {Epoch}")]
    private partial void LogReceiving(string stage, string epoch);

    [LoggerMessage(LogLevel.Information, "The encoder of stage {Stage} left after {Time}")]
    private partial void LogLeft(string stage, TimeSpan time);

    [LoggerMessage(LogLevel.Warning, "The run of stage {Stage} was ended to be dated anew: its source or the host's clock has jumped by {Seconds} s")]
    private partial void LogJumped(string stage, double seconds);

    [LoggerMessage(LogLevel.Warning, "A caller on stage {Stage} was refused: wrong passphrase")]
    private partial void LogRefused(string stage);

    [LoggerMessage(LogLevel.Error, "ffmpeg of stage {Stage} ended with {Code}: {Words}. Next try in {Wait}")]
    private partial void LogFault(string stage, int code, string words, TimeSpan wait);

    [LoggerMessage(LogLevel.Error, "Stage {Stage} takes no encoder in. {Reason} Looked for at {Path}, and again from time to time")]
    private partial void LogOff(string stage, string reason, string path);
}
