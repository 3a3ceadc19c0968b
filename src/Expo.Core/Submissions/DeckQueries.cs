using System.Text.Json;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>A version with what is known of its files.</summary>
public sealed record DeckLine(DeckVersion Version, StoredFile File, StoredFile? PublicFile, string UploadedBy)
{
    public DeckReport? Report => Version.Report is { } json ? JsonSerializer.Deserialize<DeckReport>(json) : null;
}

/// <summary>A session and its decks, the newest first.</summary>
/// <param name="Silent">Speakers who have not allowed publishing.</param>
public sealed record SessionDecks(Session Session, IReadOnlyList<DeckLine> Decks, IReadOnlyList<string> Silent)
{
    public DeckLine? OnStage => Decks.FirstOrDefault(d => d.Version.IsOnStage);

    public DeckLine? Approved => Decks.FirstOrDefault(d => d.Version.ApprovedAt is not null);

    public bool IsMissing => !Decks.Any(d => d.Version.State == DeckState.Ready);

    /// <summary>The public can have it now.</summary>
    public bool IsPublic => Approved is { PublicFile: not null } && Session.State == SessionState.Ended && Silent.Count == 0;
}

/// <summary>Reads decks. Private ones are for their speakers and organisers.</summary>
public sealed class DeckQueries(ExpoStore store)
{
    /// <summary>The decks of one session, for its speakers and organisers.</summary>
    public Task<Result<SessionDecks>> OfSessionAsync(Actor by, int sessionId, CancellationToken ct) => store.ReadAsync<Result<SessionDecks>>(async db =>
        await MayAsync(db, by, sessionId, ct) ? (await ReadAsync(db, s => s.Id == sessionId, ct))[0] : DeckRefusals.NotYours);

    /// <summary>Every session that takes a deck, by start; those without a time come last.</summary>
    public Task<Result<IReadOnlyList<SessionDecks>>> AllAsync(Actor by, int conferenceId, CancellationToken ct) => store.ReadAsync<Result<IReadOnlyList<SessionDecks>>>(async db =>
        by.IsOrganiser ? await ReadAsync(db, s => s.ConferenceId == conferenceId && s.Kind != SessionKind.Break && s.State != SessionState.Cancelled, ct) : DeckRefusals.NotOrganiser);

    /// <summary>The file behind an address that cannot be guessed: for everybody when it is public, for speakers and organisers always, and otherwise as if it were not there.</summary>
    public Task<Result<StoredFile>> FileAsync(Actor by, string key, CancellationToken ct) => store.ReadAsync<Result<StoredFile>>(async db =>
    {
        var file = await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Key == key && f.State == FileState.Accepted, ct);
        var version = file is null ? null : await db.DeckVersions.AsNoTracking().FirstOrDefaultAsync(d => d.FileId == file.Id || d.PublicFileId == file.Id, ct);
        if (file is null || version is null)
        {
            return DeckRefusals.Unknown;
        }

        return await MayAsync(db, by, version.SessionId, ct) || (version.PublicFileId == file.Id && await IsPublicAsync(db, version, ct)) ? file : DeckRefusals.Unknown;
    });

    /// <summary>The address of a session's deck, once the public can have it.</summary>
    public Task<StoredFile?> PublicAsync(int sessionId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var version = await db.DeckVersions.AsNoTracking().FirstOrDefaultAsync(d => d.SessionId == sessionId && d.ApprovedAt != null && d.PublicFileId != null, ct);
        return version is not null && await IsPublicAsync(db, version, ct) ? await db.Files.AsNoTracking().FirstAsync(f => f.Id == version.PublicFileId, ct) : null;
    });

    /// <summary>The pages of a version with their text, for its speakers and organisers.</summary>
    public Task<Result<IReadOnlyList<DeckPage>>> PagesAsync(Actor by, int versionId, CancellationToken ct) => store.ReadAsync<Result<IReadOnlyList<DeckPage>>>(async db =>
        await db.DeckVersions.FindAsync([versionId], ct) is { } version && await MayAsync(db, by, version.SessionId, ct)
            ? await db.DeckPages.AsNoTracking().Where(p => p.DeckVersionId == versionId).OrderBy(p => p.Number).ToListAsync(ct)
            : DeckRefusals.Unknown);

    /// <summary>The picture of one page.</summary>
    public Task<Result<StoredFile>> PictureAsync(Actor by, int versionId, int number, CancellationToken ct) => store.ReadAsync<Result<StoredFile>>(async db =>
        await db.DeckVersions.FindAsync([versionId], ct) is { } version && await MayAsync(db, by, version.SessionId, ct)
        && await db.Files.AsNoTracking().FirstOrDefaultAsync(f => db.DeckPages.Any(p => p.DeckVersionId == versionId && p.Number == number && p.PictureId == f.Id), ct) is { } picture
            ? picture
            : DeckRefusals.Unknown);

    private static async Task<bool> MayAsync(ExpoDb db, Actor by, int sessionId, CancellationToken ct) =>
        await db.Sessions.AnyAsync(s => s.Id == sessionId && (by.IsOrganiser || (by.AccountId != null && s.Speakers.Any(p => p.AccountId == by.AccountId))), ct);

    private static Task<bool> IsPublicAsync(ExpoDb db, DeckVersion version, CancellationToken ct) => version.ApprovedAt is null
        ? Task.FromResult(false)
        : db.Sessions.AnyAsync(s => s.Id == version.SessionId && s.State == SessionState.Ended && s.Speakers.All(p => db.SpeakerConsents.Any(c => c.SessionId == s.Id && c.SpeakerId == p.Id && c.Publish)), ct);

    private static async Task<List<SessionDecks>> ReadAsync(ExpoDb db, System.Linq.Expressions.Expression<Func<Session, bool>> which, CancellationToken ct)
    {
        var sessions = await db.Sessions.AsNoTrackingWithIdentityResolution().Include(s => s.Stage).Include(s => s.Speakers.OrderBy(p => p.Name)).Where(which).OrderByDescending(s => s.IsPlaced).ThenBy(s => s.StartsAt).ThenBy(s => s.Id).AsSplitQuery().ToListAsync(ct);
        var ids = sessions.ConvertAll(s => s.Id);
        var versions = await db.DeckVersions.AsNoTracking().Where(d => ids.Contains(d.SessionId)).OrderByDescending(d => d.Number).ToListAsync(ct);
        var fileIds = versions.SelectMany(d => new[] { d.FileId, d.PublicFileId ?? d.FileId }).Distinct().ToList();
        var files = await db.Files.AsNoTracking().Where(f => fileIds.Contains(f.Id)).ToDictionaryAsync(f => f.Id, ct);
        var accounts = versions.Select(d => d.UploadedById).Distinct().ToList();
        var names = await db.Accounts.Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        var consents = await db.SpeakerConsents.AsNoTracking().Where(c => ids.Contains(c.SessionId) && c.Publish).Select(c => new { c.SessionId, c.SpeakerId }).ToListAsync(ct);
        var lines = versions.ToLookup(d => d.SessionId, d => new DeckLine(d, files[d.FileId], d.PublicFileId is { } copy ? files[copy] : null, names.GetValueOrDefault(d.UploadedById, "Somebody")));
        return sessions.ConvertAll(s => new SessionDecks(s, [.. lines[s.Id]], [.. s.Speakers.Where(p => !consents.Any(c => c.SessionId == s.Id && c.SpeakerId == p.Id)).Select(p => p.Name)]));
    }
}
