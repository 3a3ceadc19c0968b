using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Expo.Streaming.Ingest;

/// <summary>How streams come in, what is made of them and where they are kept. Works without being set.</summary>
public sealed class StreamingOptions
{
    public const string Section = "Streaming";

    /// <summary>False switches the ingest off; what is already recorded still plays.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The ffmpeg to run: a path, or a name looked up on the PATH.</summary>
    [Required]
    public string FfmpegPath { get; set; } = "ffmpeg";

    /// <summary>
    /// The address that encoders call. Unset, it is every address of the machine when a passphrase is set, and the machine alone
    /// (127.0.0.1) when none is, so that no stranger can put a picture on the stage.
    /// </summary>
    public string? IngestAddress { get; set; }

    /// <summary>The UDP port of the first stage; each further stage takes the next one.</summary>
    [Range(1, 65000)]
    public int FirstPort { get; set; } = 9710;

    /// <summary>SRT's shared secret, 10 to 79 characters; the stream is then encrypted with AES.</summary>
    [StringLength(79, MinimumLength = 10)]
    public string? Passphrase { get; set; }

    /// <summary>How long SRT waits for lost packets to be sent again.</summary>
    [Range(20, 8000)]
    public int LatencyMilliseconds { get; set; } = 300;

    /// <summary>Where recordings are kept. Unset, it is <c>media</c> below the host's data directory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>With less room than this on the drive of the recordings the organiser is warned, in 1,000,000 bytes.</summary>
    [Range(0, 100_000_000)]
    public long WarnBelowFreeMegabytes { get; set; } = 5000;

    /// <summary>With less room than this nothing is recorded, so that the database keeps the rest. The live stream goes on. 0 is never.</summary>
    [Range(0, 100_000_000)]
    public long StopBelowFreeMegabytes { get; set; } = 1000;

    /// <summary>Frames a second of every video rendition.</summary>
    [Range(5, 60)]
    public int FrameRate { get; set; } = 25;

    [Range(1, 10)]
    public int SegmentSeconds { get; set; } = 2;

    /// <summary>The length of one fragment, which is the unit of the archive and, later, of low latency.</summary>
    [Range(100, 1000)]
    public int FragmentMilliseconds { get; set; } = 200;

    /// <summary>Segments that a live playlist lists. As many again stay available after they have left it.</summary>
    [Range(3, 1000)]
    public int WindowSegments { get; set; } = 10;

    /// <summary>How long after its last fragment a stage still counts as on the air.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan OffAirAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// True shows viewers whatever the encoder sends: before, between and after the sessions too. Unset, a stage is shown while one of
    /// its sessions is live.
    /// </summary>
    public bool ShowBetweenSessions { get; set; }

    /// <summary>How long after the end of a session its stage is still shown, so that viewers who are some seconds behind see the end.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ShowAfterEnd { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Origins, such as <c>https://www.example.org</c>, whose pages may play the streams; <c>*</c> allows every page.</summary>
    public IList<string> CorsOrigins { get; } = [];

    /// <summary>The renditions, best first. Left empty: 540p, 270p and audio, which two cores encode beside everything else.</summary>
    public IList<RenditionOptions> Ladder { get; } = [];

    internal IReadOnlyList<RenditionOptions> Renditions => Ladder.Count > 0 ? [.. Ladder] : RenditionOptions.SmallMachine;

    internal IPAddress BindAddress => IngestAddress is { Length: > 0 } set ? IPAddress.Parse(set)
        : string.IsNullOrEmpty(Passphrase) ? IPAddress.Loopback : IPAddress.Any;
}
