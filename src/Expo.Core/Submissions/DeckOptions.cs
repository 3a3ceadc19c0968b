using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Submissions;

/// <summary>Size of decks and how they are turned into pictures.</summary>
public sealed class DeckOptions
{
    public const string Section = "Decks";

    /// <summary>Bytes that a deck may have.</summary>
    [Range(1, 200_000_000)]
    public long MostBytes { get; set; } = 200_000_000;

    /// <summary>LibreOffice's program. Without it, and without poppler's tools, decks have no pictures and no text.</summary>
    [Required]
    public string SofficePath { get; set; } = "soffice";

    /// <summary>The program of util-linux that takes network and sight of other processes from these programs.</summary>
    [Required]
    public string UnsharePath { get; set; } = "unshare";

    /// <summary>Converts even where the system does not allow that, as in many containers. A file that takes over the converter then reaches the network.</summary>
    public bool ConvertWithoutJail { get; set; }

    /// <summary>Seconds for all programs of one conversion together. A job may not take longer than 105.</summary>
    [Range(5, 95)]
    public int ConvertWithinSeconds { get; set; } = 90;

    /// <summary>Address space of each of these programs in MB.</summary>
    [Range(500, 16_000)]
    public int ConvertMegabytes { get; set; } = 3000;

    /// <summary>Pages that are kept as pictures; further ones are left out.</summary>
    [Range(1, 500)]
    public int MostPages { get; set; } = 200;
}
