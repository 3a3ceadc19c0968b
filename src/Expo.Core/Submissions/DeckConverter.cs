using System.Diagnostics;
using System.Globalization;
using Expo.Core.Files;
using Microsoft.Extensions.Options;

namespace Expo.Core.Submissions;

/// <summary>One page that was made, in a folder that is gone when the conversion is disposed.</summary>
internal sealed record ConvertedPage(int Number, string Picture, string Text);

/// <summary>What a conversion made.</summary>
/// <param name="Pdf">The deck as PDF; for a PDF, itself.</param>
internal sealed record Conversion(string Folder, string Pdf, IReadOnlyList<ConvertedPage> Pages) : IDisposable
{
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Whether decks are turned into pictures here.</summary>
public enum ConverterState
{
    Ready,

    /// <summary>LibreOffice or poppler's tools are missing.</summary>
    NotInstalled,

    /// <summary>Their network cannot be taken away, and nobody has allowed to go without.</summary>
    NoJail,
}

/// <summary>Turns a deck into a PDF, a picture of each page and its text, by LibreOffice and poppler's tools in bounded processes.</summary>
public sealed class DeckConverter(IOptions<DeckOptions> options)
{
    private const string Export = "pdf:impress_pdf_Export:{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"},\"ExportNotes\":{\"type\":\"boolean\",\"value\":\"false\"}}";
    private const string PictureWidth = "1280";
    private const int LongestText = 20_000;

    private readonly bool _isInstalled = BoundedProcess.IsThere(options.Value.SofficePath) && BoundedProcess.IsThere("pdftoppm") && BoundedProcess.IsThere("pdftotext");

    private readonly Lazy<Task<IReadOnlyList<string>?>> _jail = new(() => ProcessJail.FindAsync(options.Value.UnsharePath));

    public async Task<ConverterState> StateAsync() =>
        !_isInstalled ? ConverterState.NotInstalled : options.Value.ConvertWithoutJail || await _jail.Value is not null ? ConverterState.Ready : ConverterState.NoJail;

    /// <summary>Null when it could not be read within time and memory.</summary>
    internal async Task<Conversion?> ConvertAsync(Stream deck, FileKind kind, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("expo-deck-").FullName;
        try
        {
            if (await ConvertAsync(folder, deck, kind, ct) is { } conversion)
            {
                return conversion;
            }
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        Directory.Delete(folder, recursive: true);
        return null;
    }

    private async Task<Conversion?> ConvertAsync(string folder, Stream deck, FileKind kind, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        var process = new BoundedProcess(folder, options.Value.ConvertMegabytes, await _jail.Value);
        TimeSpan Left() => TimeSpan.FromSeconds(Math.Max(1, options.Value.ConvertWithinSeconds - Stopwatch.GetElapsedTime(begun).TotalSeconds));

        var (source, pdf) = (Path.Combine(folder, "deck" + FileKinds.EndingsOf(kind)[0]), Path.Combine(folder, "deck.pdf"));
        deck.Position = 0;
        await using (var file = File.Create(source))
        {
            await deck.CopyToAsync(file, ct);
        }

        if (kind != FileKind.Pdf && (!await process.RunAsync(Left(), ct, options.Value.SofficePath, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
                $"-env:UserInstallation=file://{folder}/profile", "--convert-to", Export, "--outdir", folder, source) || !File.Exists(pdf)))
        {
            return null;
        }

        var last = options.Value.MostPages.ToString(CultureInfo.InvariantCulture);
        if (!await process.RunAsync(Left(), ct, "pdftoppm", "-png", "-l", last, "-scale-to-x", PictureWidth, "-scale-to-y", "-1", pdf, Path.Combine(folder, "page"))
            || !await process.RunAsync(Left(), ct, "pdftotext", "-enc", "UTF-8", "-l", last, pdf, Path.Combine(folder, "text.txt")))
        {
            return null;
        }

        // A form feed ends each page.
        var texts = (await File.ReadAllTextAsync(Path.Combine(folder, "text.txt"), ct)).Split('\f');
        var pictures = Directory.GetFiles(folder, "page-*.png").Select(path => (Path: path, Number: int.Parse(Path.GetFileNameWithoutExtension(path)[5..], CultureInfo.InvariantCulture))).OrderBy(p => p.Number).ToList();
        return new Conversion(folder, pdf, pictures.ConvertAll(p => new ConvertedPage(p.Number, p.Path, p.Number <= texts.Length ? Shortened(texts[p.Number - 1].Trim()) : "")));
    }

    private static string Shortened(string text) => text.Length > LongestText ? text[..LongestText] : text.Replace("\0", "", StringComparison.Ordinal);
}
