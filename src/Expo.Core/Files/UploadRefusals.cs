namespace Expo.Core.Files;

/// <summary>Why an upload cannot begin or go on.</summary>
public static class UploadRefusals
{
    public static readonly Refusal SignIn = Refusal.Forbidden("files.sign-in", "Only people who are signed in can upload files. Sign in and try again.");

    public static readonly Refusal UnknownPurpose = Refusal.Invalid("files.unknown-purpose", "It is not clear what this file is for. Open the page where it belongs and choose it there again.");

    public static readonly Refusal Unknown = Refusal.NotFound("files.unknown-upload", "This upload is not known any more. Choose the file again to begin anew.");

    public static readonly Refusal Empty = Refusal.Invalid("files.empty", "The file is empty: it has 0 bytes. Save it again in the program you made it with, look that it opens, and choose it again.");

    public static readonly Refusal Busy = Refusal.Conflict("files.busy", "Another part of this file is just being received. Try again in a moment.");

    public static readonly Refusal TooMuch = Refusal.Invalid("files.too-much", "More was sent than the file was said to have. Choose the file again to begin anew.");

    public static readonly Refusal ChecksumDiffers = Refusal.Invalid("files.checksum", "A part of the file was changed on its way. It is not counted; send it again.");

    public static readonly Refusal TooManyAtOnce = Refusal.TooMany("files.too-many", "You have too many unfinished uploads. Finish or cancel one, or try again tomorrow, when they are cleared.");

    private const string OffsetCode = "files.offset";

    public static Refusal TooLarge(long most) => Refusal.Invalid(
        TooLargeCode, $"The file is too large. It may have {InWords(most)} at most. Compress its pictures and videos (in PowerPoint: File, Info, Compress Media) and choose it again.");

    public const string TooLargeCode = "files.too-large";

    /// <param name="offset">Bytes that are safe.</param>
    public static Refusal OtherOffset(long offset) => Refusal.Conflict(OffsetCode, $"The upload goes on at byte {offset}, not there.");

    public static bool IsOffset(Refusal refusal) => refusal.Code == OffsetCode;

    internal static string InWords(long bytes) => bytes >= 1_000_000 ? $"{bytes / 1_000_000} MB" : $"{Math.Max(1, bytes / 1000)} KB";
}
