using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Why an attachment is not taken, beside <see cref="ContentRefusals"/>.</summary>
public static class AttachmentRefusals
{
    public const string Field = "Attachment";

    public static readonly Refusal TooBig = Invalid("too-big", $"An attachment has at most {ProposalAttachments.MostBytes / 1024 / 1024} MB. Save it with smaller pictures.");

    public static readonly Refusal ScannerAway = Invalid("scanner-away", "The file could not be scanned for viruses just now, so it was not taken. Everything else is kept: choose the file again in a few minutes.");

    public static Refusal TooManyPages(int pages) => Invalid("pages", $"This file has {pages} pages. An attachment has one to {PageCount.MostPages} pages: shorten it.");

    private static Refusal Invalid(string what, string message) => Refusal.Invalid($"attachment.{what}", message, Field);
}

/// <summary>
/// Takes and gives the attachments of proposals: Word or PDF, one to three pages, looked at and scanned before the form is answered,
/// because a proposal must never point to a file that is refused later.
/// </summary>
public sealed class ProposalAttachments(ExpoStore store, FileService files, IVirusScanner scanner)
{
    public const int MostBytes = 10 * 1024 * 1024;

    // A page as one picture of 600 dots to the inch is some 100 MB.
    private const long MostUnpacked = 128 * 1024 * 1024;

    private static readonly FileKind[] Kinds = [FileKind.Docx, FileKind.Pdf];

    /// <summary>Checks a file and keeps it. What it is, its content says.</summary>
    /// <param name="content">The bytes; read once.</param>
    /// <param name="name">As its owner called it; its ending must fit.</param>
    /// <param name="ownerId">Account that brings it; null before there is one.</param>
    /// <param name="ct">Ends the taking.</param>
    public async Task<Result<Guid>> TakeAsync(Stream content, string? name, int? ownerId, CancellationToken ct)
    {
        using var bytes = await ReadAsync(content, ct);
        var (kind, scan) = (await LookAsync(bytes, FileNames.Clean(name), ct), VirusScan.Off);
        if (kind.IsRefused)
        {
            return kind.Refusal with { Field = AttachmentRefusals.Field };
        }

        bytes.Position = 0;
        scan = await scanner.ScanAsync(bytes, ct);
        if (scan is VirusScan.Waiting or VirusScan.Infected)
        {
            return scan == VirusScan.Waiting ? AttachmentRefusals.ScannerAway : ContentRefusals.Infected with { Field = AttachmentRefusals.Field };
        }

        bytes.Position = 0;
        var file = await files.WriteAsync(name ?? "", FileKinds.ContentTypeOf(kind.Value), bytes, ct);
        (file.OwnerId, file.Scan) = (ownerId, scan);
        return await store.ChangeAsync<Guid>(
            db =>
            {
                db.Files.Add(file);
                return Task.FromResult<Result<Guid>>(file.Id);
            },
            ct);
    }

    /// <summary>The bytes of an accepted file, or null when they are gone.</summary>
    public async Task<Stream?> OpenAsync(StoredFile file, CancellationToken ct) => file.State == FileState.Accepted ? await files.OpenAsync(file, ct) : null;

    /// <summary>Deletes a file that was taken and that nothing points to.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken ct)
    {
        var key = await store.ReadAsync(db => db.Files.Where(f => f.Id == id).Select(f => f.Key).FirstOrDefaultAsync(ct));
        if (key is not null && await store.ReadAsync(db => db.Files.Where(f => f.Id == id).ExecuteDeleteAsync(ct)) == 1)
        {
            await files.DeleteAsync(key, ct);
        }
    }

    private static async Task<Result<FileKind>> LookAsync(MemoryStream bytes, string name, CancellationToken ct)
    {
        if (bytes.Length > MostBytes)
        {
            return AttachmentRefusals.TooBig;
        }

        var kind = await ContentCheck.LookAsync(bytes, name, Kinds, ct, MostUnpacked);
        if (kind.IsRefused)
        {
            return kind;
        }

        var pages = PageCount.Of(bytes.ToArray(), kind.Value);
        return pages.IsRefused ? pages.Refusal : pages.Value is < 1 or > PageCount.MostPages ? AttachmentRefusals.TooManyPages(pages.Value) : kind;
    }

    private static async Task<MemoryStream> ReadAsync(Stream content, CancellationToken ct)
    {
        var all = new MemoryStream();
        var buffer = new byte[80 * 1024];
        for (int read; all.Length <= MostBytes && (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            all.Write(buffer, 0, read);
        }

        return all;
    }
}
