using System.ComponentModel.DataAnnotations;

namespace Expo.Streaming.Ingest;

/// <summary>One step of the ladder. A height of 0 is sound alone.</summary>
public sealed class RenditionOptions
{
    internal static readonly IReadOnlyList<RenditionOptions> SmallMachine =
    [
        new() { Name = "540p", Height = 540, VideoKilobits = 1000 },
        new() { Name = "270p", Height = 270, VideoKilobits = 350 },
        new() { Name = "audio" },
    ];

    /// <summary>Part of the address: small letters, digits and hyphens.</summary>
    [Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,19}$")]
    public string Name { get; set; } = "";

    [Range(0, 2160)]
    public int Height { get; set; }

    [Range(0, 20000)]
    public int VideoKilobits { get; set; }

    [Range(16, 320)]
    public int AudioKilobits { get; set; } = 96;

    /// <summary>x264's preset: the slower, the better the picture for its bits.</summary>
    [RegularExpression("^(ultrafast|superfast|veryfast|faster|fast|medium)$")]
    public string Preset { get; set; } = "veryfast";

    internal bool HasVideo => Height > 0;

    /// <summary>The most that a segment may take in bits a second: a fifth over the aim, and the boxes around it.</summary>
    internal int PeakBandwidth => (VideoKilobits * 1200) + (AudioKilobits * 1100) + 30_000;
}
