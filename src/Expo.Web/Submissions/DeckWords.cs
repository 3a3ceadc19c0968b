using Expo.Core.Files;
using Expo.Core.Submissions;

namespace Expo.Web.Submissions;

/// <summary>States of decks in words.</summary>
internal static class DeckWords
{
    public static string Size(long bytes) => bytes >= 1_000_000 ? $"{bytes / 1_000_000.0:0.0} MB" : $"{Math.Max(1, bytes / 1000)} KB";

    /// <summary>For instance <c>PDF</c>.</summary>
    public static string Kind(StoredFile file) => FileKinds.KindOf(file.ContentType) is { } kind ? FileKinds.NameOf(kind) : "file";

    public static string State(DeckLine line) => (line.Version.State, line.File.Scan) switch
    {
        (DeckState.Checking, VirusScan.Waiting) => "In quarantine: waiting for the virus scanner",
        (DeckState.Checking, _) => "In quarantine: being checked",
        (DeckState.Refused, _) => "Refused",
        (_, VirusScan.Clean) => "Checked, no virus found",
        _ => "Checked, no virus scanner installed",
    };

    public static string Pages(DeckVersion version) => version.Conversion switch
    {
        DeckConversion.Waiting => "Pictures of the slides are being made.",
        DeckConversion.Off => "No pictures of the slides: none can be made here. The deck itself is fine.",
        DeckConversion.Failed => "Pictures of the slides could not be made. The deck itself is unharmed.",
        _ => version.Pages == 1 ? "1 slide" : $"{version.Pages ?? 0} slides",
    };

    /// <summary>What is said after a form without scripts was refused.</summary>
    public static string? Refused(string? code, long most) => code switch
    {
        null => null,
        UploadRefusals.TooLargeCode => UploadRefusals.TooLarge(most).Message,
        "files.empty" => "No file came, or it was empty (0 bytes). Choose the file and send it again.",
        "decks.no-talk" => DeckRefusals.NoTalk.Message,
        _ => "The file could not be taken. Choose it again; if that does not help, write to the organizers.",
    };
}
