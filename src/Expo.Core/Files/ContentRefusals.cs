namespace Expo.Core.Files;

/// <summary>Why a file is not taken, each in a sentence that says what to do.</summary>
public static class ContentRefusals
{
    public static readonly Refusal Macros = Of("macros", "The file holds macros, which are programs. Save it without them: in PowerPoint or Word choose File, Save As, and the type that ends in .pptx or .docx.");

    public static readonly Refusal Encrypted = Of("encrypted", "The file is protected with a password or restricted rights, so nobody could check or show it. Take the protection off (File, Info, Protect) and upload it again.");

    public static readonly Refusal LegacyPowerPoint = Of("legacy-powerpoint", "This is the old PowerPoint format (.ppt), which is not taken. Open it in PowerPoint, choose File, Save As, PowerPoint Presentation (.pptx), and upload that.");

    public static readonly Refusal LegacyOffice = Of("legacy-office", "This is an old Office format, which is not taken. Open it in its program, save it in the current format (.docx or .pptx) or as PDF, and upload that.");

    public static readonly Refusal Hidden = Of("polyglot", "The file has something in front of it, between its parts or behind its end that does not belong to it, so programs would read it differently. Open it, save it as a new file and upload that.");

    public static readonly Refusal Bomb = Of("bomb", "The file unpacks to far more than its size lets expect, which could fill our disks. Save it as a new file, with pictures and embedded documents compressed, and upload that.");

    public static readonly Refusal Broken = Of("broken", "The file is damaged: it could not be read to its end. Open it in the program you made it with, save it as a new file and upload that.");

    public static readonly Refusal Program = Of("program", "The file is a program or holds one, and programs are not taken. Remove it from the document and upload the document again.");

    public static readonly Refusal Embedded = Of("embedded", "The document has another file or program packed into it as an object. Remove that object (or put a picture of it in its place) and upload the document again.");

    public static readonly Refusal Linked = Of("linked", "The document fetches a part of itself from somewhere else, such as a linked picture, template or object. Embed it instead (in PowerPoint: File, Info, Edit Links to Files, Break Link) and upload it again.");

    public static readonly Refusal RunsOnClick = Of("runs-on-click", "A slide starts a program or macro when it is clicked or shown. Remove that action (Insert, Action, None) and upload it again.");

    public static readonly Refusal PdfScript = Of("pdf-script", "The PDF holds JavaScript. Print or export it to a new PDF, which leaves the script behind, and upload that.");

    public static readonly Refusal PdfLaunch = Of("pdf-launch", "The PDF starts a program or another file when it is opened or clicked. Export it anew without that action and upload it again.");

    public static readonly Refusal PdfFiles = Of("pdf-files", "The PDF has other files packed into it. Export it anew without attachments, videos or 3D objects and upload that.");

    public static readonly Refusal Svg = Of("svg", "This is an SVG drawing, which can hold scripts and is not taken. Export it as PNG or JPEG and upload that.");

    public static readonly Refusal WebPage = Of("web-page", "This is a web page or script and not a document. Save or print what it shows as PDF and upload that.");

    public static readonly Refusal TooManyPixels = Of("too-many-pixels", "The picture has too many pixels. Make it smaller, at most 40 million pixels, and upload it again.");

    public static readonly Refusal Infected = Of("infected", "The virus scanner found malware in the file, and it was deleted. Scan your computer, then make the file anew.");

    public static Refusal Unknown(IReadOnlyList<FileKind> kinds) => Of("unknown-type", $"What is in this file could not be recognized. Upload a file of one of these kinds: {FileKinds.InWords(kinds)}.");

    public static Refusal NotHere(string what, IReadOnlyList<FileKind> kinds) => Of("other-type", $"The content of this file is {what}, which cannot be used here. Upload {FileKinds.InWords(kinds)}.");

    /// <summary>Code of <see cref="OtherName"/>.</summary>
    internal const string OtherNameCode = "files.content.wrong-extension";

    public static Refusal OtherName(FileKind kind, string name) => Refusal.Invalid(
        OtherNameCode, $"The file is called {name}, but its content is {FileKinds.NameOf(kind)}. Give it a name that ends in {FileKinds.EndingsOf(kind)[0]} if that is what you meant to send, and upload it again.");

    private static Refusal Of(string what, string sentence) => Refusal.Invalid("files.content." + what, sentence);
}
