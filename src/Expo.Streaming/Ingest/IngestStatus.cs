namespace Expo.Streaming.Ingest;

public enum IngestPhase
{
    /// <summary>Nothing is listening; <see cref="IngestStatus.Detail"/> says why.</summary>
    Off,

    WaitingForEncoder,

    Receiving,

    /// <summary>A fault ended the last run; the next one begins shortly.</summary>
    Restarting,
}

/// <summary>How a stage's ingest does, since when, and a sentence where there is something to say.</summary>
public sealed record IngestStatus(IngestPhase Phase, DateTimeOffset Since, string? Detail = null)
{
    public const string FfmpegMissing = "Streaming is off: ffmpeg was not found. Install it, or set Streaming:FfmpegPath.";
    public const string NoSrt = "Streaming is off: this ffmpeg cannot take SRT. Install one that is built with libsrt, or set Streaming:FfmpegPath to it.";
    public const string SwitchedOff = "Streaming is off: Streaming:Enabled is false.";
}
