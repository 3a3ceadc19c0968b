using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

public sealed partial class SpeakerService
{
    private static readonly IReadOnlyList<FileKind> Pictures = [FileKind.Jpeg, FileKind.Png, FileKind.Webp];

    /// <summary>
    /// Takes a portrait: a JPEG, PNG or WebP by its content, whatever its name, 5 MB at most. It is scanned as it came, and kept
    /// without what the camera wrote beside it, such as the place. The one before goes, unless a release shows it.
    /// </summary>
    public async Task<Result<Speaker>> TakePortraitAsync(Actor by, int speakerId, string? name, Stream content, CancellationToken ct)
    {
        if (!await store.ReadAsync(db => db.Speakers.Of(by).AnyAsync(s => s.Id == speakerId, ct)))
        {
            return SpeakerRefusals.Unknown;
        }

        var picture = await CheckAsync(name, await ReadAsync(content, ct), ct);
        if (picture.IsRefused)
        {
            return picture.Refusal with { Field = PortraitRefusals.Field };
        }

        using var bytes = new MemoryStream(picture.Value.Bytes, writable: false);
        var file = await files.WriteAsync("portrait" + FileKinds.EndingsOf(picture.Value.Kind)[0], FileKinds.ContentTypeOf(picture.Value.Kind), bytes, ct);
        file.Scan = picture.Value.Scan;
        var saved = await ChangeAsync<Speaker>(
            by,
            speakerId,
            async (db, speaker) =>
            {
                var old = speaker.PortraitId;
                db.Files.Add(file);
                speaker.PortraitId = file.Id;
                await db.SaveChangesAsync(ct);
                await ForgetAsync(db, old, clock.GetUtcNow(), ct);
                return speaker;
            },
            ct);
        if (saved.IsRefused)
        {
            await files.DeleteAsync(file.Key, CancellationToken.None);
        }

        bell.Ring();
        return saved;
    }

    /// <summary>Takes the portrait away. The public still sees it until the next release.</summary>
    public async Task<Result<Speaker>> RemovePortraitAsync(Actor by, int speakerId, CancellationToken ct)
    {
        var removed = await ChangeAsync<Speaker>(
            by,
            speakerId,
            async (db, speaker) =>
            {
                if (speaker.PortraitId is not { } old)
                {
                    return SpeakerRefusals.NoPortrait;
                }

                speaker.PortraitId = null;
                await db.SaveChangesAsync(ct);
                await ForgetAsync(db, old, clock.GetUtcNow(), ct);
                return speaker;
            },
            ct);
        bell.Ring();
        return removed;
    }

    /// <summary>Deletes a portrait that neither a speaker nor a release has any more. The bytes go by a job after the commit.</summary>
    internal static async Task ForgetAsync(ExpoDb db, Guid? portrait, DateTimeOffset now, CancellationToken ct)
    {
        if (portrait is { } id && !await db.ReleasedSpeakers.AnyAsync(s => s.PortraitId == id, ct) && !await db.Speakers.AnyAsync(s => s.PortraitId == id, ct)
            && await db.Files.Where(f => f.Id == id).Select(f => f.Key).FirstOrDefaultAsync(ct) is { } key && await db.Files.Where(f => f.Id == id).ExecuteDeleteAsync(ct) == 1)
        {
            db.Jobs.Add(Job.For(new RemoveBytes(key), now));
        }
    }

    private async Task<Result<(byte[] Bytes, FileKind Kind, VirusScan Scan)>> CheckAsync(string? name, byte[] brought, CancellationToken ct)
    {
        if (brought.Length is 0 or > PortraitRefusals.MostBytes)
        {
            return brought.Length == 0 ? PortraitRefusals.Empty : PortraitRefusals.TooLarge;
        }

        using var content = new MemoryStream(brought, writable: false);
        var kind = await ContentCheck.LookAsync(content, FileNames.Clean(name), Pictures, ct);
        if (kind.Refusal is { Code: ContentRefusals.OtherNameCode })
        {
            // A picture is what it is, whatever it is called: it is not kept under this name.
            kind = PictureMetadata.KindOf(brought) is { } picture ? picture : kind;
        }

        if (kind.IsRefused)
        {
            return kind.Refusal;
        }

        if (PictureMetadata.Without(brought) is not { } clean)
        {
            return ContentRefusals.Broken;
        }

        content.Position = 0;
        return await scanner.ScanAsync(content, ct) switch
        {
            VirusScan.Waiting => PortraitRefusals.NotScanned,
            VirusScan.Infected => ContentRefusals.Infected,
            var scan => (clean, kind.Value, scan),
        };
    }

    /// <summary>All of it, or one byte more than is taken.</summary>
    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken ct)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; all.Length <= PortraitRefusals.MostBytes && (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            all.Write(buffer, 0, (int)Math.Min(read, PortraitRefusals.MostBytes + 1 - all.Length));
        }

        return all.ToArray();
    }
}
