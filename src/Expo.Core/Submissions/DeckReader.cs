using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Expo.Core.Submissions;

/// <summary>Reads a version that has passed its checks: report, pictures and text of its pages, and the copy for the public.</summary>
public sealed partial class DeckReader(ExpoStore store, FileService files, DeckConverter converter, Feed<DeckChanged> feed, ILogger<DeckReader> log) : IJobHandler
{
    public string Kind => nameof(ReadDeck);

    public Task HandleAsync(Job job, CancellationToken ct) => ReadAsync(job.Read<ReadDeck>().VersionId, ct);

    public async Task ReadAsync(int versionId, CancellationToken ct)
    {
        var version = await store.ReadAsync(db => db.DeckVersions.AsNoTracking().FirstOrDefaultAsync(d => d.Id == versionId, ct));
        if (version is not { State: DeckState.Ready, Conversion: DeckConversion.Waiting } || await files.FindAsync(version.FileId, ct) is not { } file || FileKinds.KindOf(file.ContentType) is not { } kind)
        {
            return;
        }

        await using var deck = await files.OpenAsync(file, ct) ?? throw new InvalidOperationException($"The bytes of deck {versionId} are gone.");
        var made = new List<StoredFile>();
        var kept = false;
        try
        {
            var report = await TryAsync(() => DeckReport.MakeAsync(deck, kind, ct), versionId);
            var isOn = await converter.StateAsync() == ConverterState.Ready;
            using var conversion = isOn ? await converter.ConvertAsync(deck, kind, ct) : null;
            var pages = new List<DeckPage>();
            foreach (var page in conversion?.Pages ?? [])
            {
                await using var picture = File.OpenRead(page.Picture);
                made.Add(await files.WriteAsync($"page-{page.Number}.png", "image/png", picture, ct));
                pages.Add(new DeckPage { DeckVersionId = versionId, Number = page.Number, PictureId = made[^1].Id, Text = page.Text });
            }

            var copy = await TryAsync(() => CopyAsync(deck, kind, conversion, version, ct), versionId);
            if (copy is not null)
            {
                made.Add(copy);
            }

            var state = !isOn ? DeckConversion.Off : conversion is null ? DeckConversion.Failed : DeckConversion.Done;
            kept = await KeepAsync(versionId, report, state, pages, made, copy, ct);
            feed.Tell(new DeckChanged(version.SessionId));
        }
        finally
        {
            foreach (var file1 in kept ? [] : made)
            {
                await files.DeleteAsync(file1.Key, CancellationToken.None);
            }
        }
    }

    /// <summary>False when another worker has done the same meanwhile.</summary>
    private async Task<bool> KeepAsync(int versionId, DeckReport? report, DeckConversion state, List<DeckPage> pages, List<StoredFile> made, StoredFile? copy, CancellationToken ct) =>
        (await store.ChangeAsync<bool>(async db =>
        {
            db.Files.AddRange(made);
            await db.SaveChangesAsync(ct);
            var json = report?.ToJson();
            var won = await db.DeckVersions.Where(d => d.Id == versionId && d.Conversion == DeckConversion.Waiting).ExecuteUpdateAsync(set => set
                .SetProperty(d => d.Conversion, state).SetProperty(d => d.Report, json).SetProperty(d => d.Pages, pages.Count == 0 ? null : pages.Count)
                .SetProperty(d => d.PublicFileId, copy == null ? null : copy.Id), ct);
            if (won != 1)
            {
                return DeckRefusals.Unknown;
            }

            db.DeckPages.AddRange(pages);
            return true;
        }, ct)) is { IsRefused: false };

    /// <summary>PowerPoint stays PowerPoint; a PDF stays itself where names can be blanked in it; anything else is published as the PDF that was made of it.</summary>
    private async Task<StoredFile?> CopyAsync(Stream deck, FileKind kind, Conversion? conversion, DeckVersion version, CancellationToken ct)
    {
        var source = kind == FileKind.Odp ? conversion is null ? null : File.OpenRead(conversion.Pdf) : deck;
        if (source is null)
        {
            return null;
        }

        await using var copy = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Options = System.IO.FileOptions.DeleteOnClose });
        source.Position = 0;
        await source.CopyToAsync(copy, ct);
        if (kind == FileKind.Odp)
        {
            await source.DisposeAsync();
        }

        if (!(kind == FileKind.Pptx ? PptxPublicCopy.Clean(copy) : await PdfCleaner.CleanAsync(copy, ct)))
        {
            return null;
        }

        copy.Position = 0;
        var ending = kind == FileKind.Pptx ? FileKind.Pptx : FileKind.Pdf;
        // Its own name may hold anybody's name; the session's is the public's.
        var slug = await store.ReadAsync(db => db.Sessions.Where(s => s.Id == version.SessionId).Select(s => s.Slug).FirstAsync(ct));
        return await files.WriteAsync($"{slug}{FileKinds.EndingsOf(ending)[0]}", FileKinds.ContentTypeOf(ending), copy, ct);
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> make, int versionId)
        where T : class?
    {
        try
        {
            return await make();
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or DbUpdateException))
        {
            // Whatever a stranger's file does to its reader, the deck itself is unharmed and the rest goes on.
            LogFault(fault, versionId);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A part of deck {VersionId} could not be read")]
    private partial void LogFault(Exception fault, int versionId);
}
