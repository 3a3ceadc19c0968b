using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>
/// Decks that a person brought, and uploads that are under way. Nobody can strike a name out of a file, so an erasure deletes
/// what the person brought to sessions of theirs, and all decks of a session that nobody else speaks in. It must run before the
/// erasure of speakers, which forgets whose session it was.
/// </summary>
internal sealed class DeckPersonalData : IPersonalData
{
    public Task<IReadOnlyList<string>> NamesAsync(ExpoDb db, IReadOnlyCollection<string> addresses, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    public async Task<IReadOnlyList<ExportTable>> ReadAsync(ExpoDb db, string address, PersonTables tables, CancellationToken ct)
    {
        var accounts = await AccountsAsync(db, [address], ct);
        var decks = await db.DeckVersions.AsNoTracking().Where(d => accounts.Contains(d.UploadedById)).OrderBy(d => d.Id).ToListAsync(ct);
        var ids = decks.ConvertAll(d => d.Id);
        var talks = await db.Sessions.AsNoTracking().Where(s => db.DeckVersions.Any(d => d.SessionId == s.Id && ids.Contains(d.Id))).ToDictionaryAsync(s => s.Id, s => s.Title, ct);
        var files = decks.SelectMany(d => new[] { d.FileId, d.PublicFileId ?? d.FileId }).ToHashSet();
        return
        [
            tables.Of("Decks", "Deck", "Slides that you brought for a session", decks, d => [("Session", talks.GetValueOrDefault(d.SessionId))]),
            tables.Of("Files of decks", "File of a deck", "The files themselves; open them on the page of your deck", await db.Files.AsNoTracking().Where(f => files.Contains(f.Id)).OrderBy(f => f.StoredAt).ToListAsync(ct)),
            tables.Of("Slides of decks", "Slide of a deck", "What your slides say, for the stage and for whoever cannot see them", await db.DeckPages.AsNoTracking().Where(p => ids.Contains(p.DeckVersionId)).OrderBy(p => p.DeckVersionId).ThenBy(p => p.Number).ToListAsync(ct)),
            tables.Of("Uploads", "Upload", "Files that are on their way", await db.Uploads.AsNoTracking().Where(u => accounts.Contains(u.OwnerId)).OrderBy(u => u.CreatedAt).ToListAsync(ct)),
        ];
    }

    public async Task EraseAsync(ExpoDb db, PersonTraces who, DateTimeOffset now, CancellationToken ct)
    {
        var accounts = await AccountsAsync(db, who.Addresses, ct);
        var speakers = await SpeakerPersonalData.FindAsync(db, who.Addresses, ct);
        await db.Uploads.Where(u => accounts.Contains(u.OwnerId)).ExecuteDeleteAsync(ct);
        var theirs = db.DeckVersions.Where(d => db.Sessions.Any(s => s.Id == d.SessionId && s.Speakers.Any(p => speakers.Contains(p.Id)) && (accounts.Contains(d.UploadedById) || s.Speakers.All(p => speakers.Contains(p.Id)))));
        await RemoveAsync(db, await theirs.AsNoTracking().ToListAsync(ct), now, ct);

        // What others brought to a session with this person stays theirs; its text is read without the name.
        foreach (var page in await db.DeckPages.AsNoTracking().Where(p => db.DeckVersions.Any(d => d.Id == p.DeckVersionId && db.Sessions.Any(s => s.Id == d.SessionId && s.Speakers.Any(x => speakers.Contains(x.Id))))).ToListAsync(ct))
        {
            var text = who.Strike(page.Text);
            await db.DeckPages.Where(p => p.DeckVersionId == page.DeckVersionId && p.Number == page.Number).ExecuteUpdateAsync(set => set.SetProperty(p => p.Text, text), ct);
        }
    }

    /// <summary>Deletes decks with their pages and what is known of their files, and leaves the deleting of the bytes for after the commit.</summary>
    private static async Task RemoveAsync(ExpoDb db, List<DeckVersion> decks, DateTimeOffset now, CancellationToken ct)
    {
        var ids = decks.ConvertAll(d => d.Id);
        var pictures = await db.DeckPages.Where(p => ids.Contains(p.DeckVersionId)).Select(p => p.PictureId).ToListAsync(ct);
        List<Guid> files = [.. pictures.Concat(decks.Select(d => d.PublicFileId)).OfType<Guid>().Concat(decks.Select(d => d.FileId)).Distinct()];
        await db.DeckPages.Where(p => ids.Contains(p.DeckVersionId)).ExecuteDeleteAsync(ct);
        await db.DeckVersions.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(ct);
        foreach (var key in await db.Files.Where(f => files.Contains(f.Id)).Select(f => f.Key).ToListAsync(ct))
        {
            db.Jobs.Add(Job.For(new RemoveBytes(key), now));
        }

        await db.Uploads.Where(u => u.FileId != null && files.Contains(u.FileId.Value)).ExecuteDeleteAsync(ct);
        await db.Files.Where(f => files.Contains(f.Id)).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
    }

    private static async Task<List<int>> AccountsAsync(ExpoDb db, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var keys = addresses.Select(a => a.ToUpperInvariant()).ToList();
        return await db.Accounts.Where(a => a.NormalizedEmail != null && keys.Contains(a.NormalizedEmail)).Select(a => a.Id).ToListAsync(ct);
    }
}
