using System.Globalization;

namespace Expo.Streaming.Ingest;

/// <summary>
/// ffmpeg's command line as data. One process reads one source and writes each rendition of the ladder as fragmented MP4 to a
/// loopback TCP port of ours, which works the same on every system.
/// </summary>
internal static class FfmpegCommand
{
    // A waiting listener is the one state in which ffmpeg does not notice that we are gone, so it looks up this often.
    public static readonly TimeSpan ListenFor = TimeSpan.FromSeconds(10);

    /// <summary>At which time of their own the outputs begin, so that nothing comes before zero.</summary>
    public static readonly TimeSpan StartOffset = TimeSpan.FromSeconds(1);

    /// <summary>Waits for one SRT caller and ends when it goes.</summary>
    public static IReadOnlyList<string> Listen(StreamingOptions options, int port, IReadOnlyList<int> outputs) =>
    [
        .. Quiet,
        "-analyzeduration", "3M", "-probesize", "3M", "-fflags", "+discardcorrupt",
        "-i", Source(options, port),
        .. Outputs(options, "[0:v:0]", "[0:a:0]", outputs),
    ];

    /// <summary>A test picture with a running clock that shows <paramref name="start"/>, and sound, as fast as it can be encoded.</summary>
    public static IReadOnlyList<string> Clip(
        StreamingOptions options, DateTimeOffset start, TimeSpan length, string? font, IReadOnlyList<int> outputs) =>
    [
        .. Quiet,
        "-f", "lavfi", "-t", Seconds(length), "-i", Threads(options.FrameRate) + Clock(start, font),
        "-f", "lavfi", "-t", Seconds(length), "-i", "aevalsrc='0.1*(sin(2*PI*220*t)+0.7*sin(2*PI*330*t))':s=48000",
        .. Outputs(options, "[0:v:0]", "[1:a:0]", outputs),
    ];

    private static readonly string[] Quiet =
        ["-hide_banner", "-nostats", "-loglevel", "level+warning", "-progress", "pipe:1", "-stats_period", "1", "-y"];

    private static string Source(StreamingOptions options, int port)
    {
        var secret = string.IsNullOrEmpty(options.Passphrase) ? "" : $"&passphrase={Uri.EscapeDataString(options.Passphrase)}";
        var host = options.BindAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{options.BindAddress}]" : options.BindAddress.ToString();
        return string.Create(CultureInfo.InvariantCulture,
            $"srt://{host}:{port}?mode=listener&latency={options.LatencyMilliseconds * 1000}&listen_timeout={Micro(ListenFor)}{secret}");
    }

    private static IEnumerable<string> Outputs(StreamingOptions options, string video, string audio, IReadOnlyList<int> ports)
    {
        var ladder = options.Renditions;
        yield return "-filter_complex";
        yield return Graph(options, video, audio);
        for (var i = 0; i < ladder.Count; i++)
        {
            foreach (var argument in Output(options, ladder[i], i, ports[i]))
            {
                yield return argument;
            }
        }
    }

    /// <summary>
    /// One constant frame rate and one gapless sound from zero, made before the split: so every rendition has its key frames at the
    /// same times, whatever the encoder sends.
    /// </summary>
    private static string Graph(StreamingOptions options, string video, string audio)
    {
        var ladder = options.Renditions;
        var pictures = Enumerable.Range(0, ladder.Count).Where(i => ladder[i].HasVideo).ToList();
        var parts = new List<string>();
        if (pictures.Count > 0)
        {
            parts.Add($"{video}fps={options.FrameRate}:start_time=0,split={pictures.Count}{string.Concat(pictures.Select(i => $"[c{i}]"))}");
            parts.AddRange(pictures.Select(i => $"[c{i}]scale=-2:{ladder[i].Height}:flags=fast_bilinear,setsar=1,format=yuv420p[v{i}]"));
        }

        var sounds = string.Concat(Enumerable.Range(0, ladder.Count).Select(i => $"[a{i}]"));
        parts.Add($"{audio}aresample=async=1000:first_pts=0,aformat=sample_rates=48000:channel_layouts=stereo,asplit={ladder.Count}{sounds}");
        return string.Join(';', parts);
    }

    private static IEnumerable<string> Output(StreamingOptions options, RenditionOptions rendition, int index, int port)
    {
        string[] picture = !rendition.HasVideo ? [] :
        [
            "-map", $"[v{index}]",
            "-c:v", "libx264", "-preset", rendition.Preset, "-tune", "zerolatency", "-threads", "1", "-fps_mode", "passthrough",
            "-b:v", $"{rendition.VideoKilobits}k", "-maxrate", $"{rendition.VideoKilobits * 12 / 10}k", "-bufsize", $"{rendition.VideoKilobits}k",
            "-force_key_frames", $"expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+{options.SegmentSeconds}))",
            "-forced-idr", "1", "-sc_threshold", "0", "-g", Text(options.FrameRate * options.SegmentSeconds * 2),
        ];

        // frag_discont and the offset keep sound and picture on one clock: without them each track's times would start at its own
        // zero, and the sound's encoder delay would be a negative time.
        return
        [
            .. picture,
            "-map", $"[a{index}]", "-c:a", "aac", "-b:a", $"{rendition.AudioKilobits}k",
            "-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont",
            "-frag_duration", Text(options.FragmentMilliseconds * 1000),
            "-use_editlist", "0", "-avoid_negative_ts", "disabled", "-output_ts_offset", Seconds(StartOffset),
            "-f", "mp4", $"tcp://127.0.0.1:{port}?tcp_nodelay=1",
        ];
    }

    /// <summary>Threads that swing slowly over a dark cloth, the same picture as infra/demo-stream.sh sends.</summary>
    private static string Threads(int frameRate)
    {
        string[] colours = ["0x4cb3a5", "0x7fc8bd", "0xd8a657", "0xe6c88e", "0x5a86b8", "0x93b4d8"];
        var threads = colours.Select((colour, i) =>
            $",drawbox=x=0:y='{28 + (i * 24)}+10*sin(t*0.{4 + i}+{i})':w=iw:h=3:c={colour}@0.85:t=fill");
        return $"color=c=0x14202e:s=320x180:r={frameRate}{string.Concat(threads)},scale=960:540:flags=bilinear";
    }

    private static string Clock(DateTimeOffset start, string? font) => font is null ? "" :
        $",drawtext=fontfile='{FilterPath(font)}':text='%{{pts\\:gmtime\\:{start.ToUnixTimeSeconds()}\\:%H\\\\\\:%M\\\\\\:%S}} UTC'"
        + ":fontsize=72:fontcolor=white:box=1:boxcolor=0x14202e@0.7:boxborderw=12:x=(w-tw)/2:y=(h-th)/2";

    // A colon ends an option, also within quotes; backslashes escape, and Windows takes slashes as well.
    private static string FilterPath(string path) => path.Replace('\\', '/').Replace(":", "\\:", StringComparison.Ordinal);

    private static string Seconds(TimeSpan length) => length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static long Micro(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
