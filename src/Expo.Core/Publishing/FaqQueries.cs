using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Publishing;

/// <summary>One entry in the public list, with the words of its newest revision.</summary>
public sealed record FaqLine(
    string Slug, string Heading, string? Topic, string? SessionTitle, string? SessionSlug, string? AnsweredBy, DateTimeOffset? AnsweredAt, bool AnsweredLive, DateTimeOffset PublishedAt, int Version);

/// <summary>One entry in the organiser's list, with the words of its draft.</summary>
/// <param name="HasNews">The draft says something that the public page does not say yet.</param>
public sealed record FaqDraftLine(
    int Id, string Slug, string Heading, FaqState State, int Version, bool HasNews, string? SessionTitle, bool AnsweredLive, DateTimeOffset? AnsweredAt, DateTimeOffset? EditedAt, string? EditedBy);

/// <summary>All that a public entry shows: only published words, and how they came to be.</summary>
/// <param name="Entry">Custody and provenance. Its draft fields are not for the public; the words are in <paramref name="Revisions"/>.</param>
/// <param name="Revisions">Newest first, at least one.</param>
/// <param name="WordingEditedAt">When a moderator edited the asker's wording, or null.</param>
/// <param name="Votes">How many viewers voted for the question.</param>
public sealed record FaqPageContent(FaqEntry Entry, IReadOnlyList<FaqRevision> Revisions, DateTimeOffset? WordingEditedAt, int Votes)
{
    public FaqRevision Shown => Revisions[0];

    /// <summary>See <see cref="PublishingQueries.Moment"/>. Null when the entry did not come from a session.</summary>
    public DateTimeOffset? Moment => Entry is { AskedAt: { } asked, AnsweredAt: { } answered } ? PublishingQueries.Moment(Entry.AnsweredLive, asked, answered) : null;
}

/// <summary>Reads of the FAQ. What it returns is detached: changing it changes nothing.</summary>
public sealed class FaqQueries(ExpoStore store)
{
    /// <summary>What the public may read, by topic and then in the order of publication.</summary>
    public Task<List<FaqLine>> PublishedAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var lines = await PublishedAsync(db, conferenceId, ct);
        var released = await ReleasedWords.OfAsync(db, conferenceId, lines.Select(l => l.SessionId).OfType<int>(), ct);
        return lines.ConvertAll(l => l.SessionId is { } id && released.TryGetValue(id, out var session) ? l.Line with { SessionTitle = session.Title } : l.Line);
    });

    /// <summary>A published entry, or null for a draft and for nothing at all.</summary>
    public Task<FaqPageContent?> PageAsync(string slug, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var entry = await db.FaqEntries.AsNoTracking()
            .Include(e => e.Revisions).Include(e => e.Session!.Speakers).AsSplitQuery()
            .FirstOrDefaultAsync(e => e.Slug == slug && e.State == FaqState.Published, ct);
        if (entry is null)
        {
            return null;
        }

        if (entry.Session is { } session)
        {
            entry.Session = await ReleasedWords.OfAsync(db, session, ct);
        }

        var question = await db.Questions.AsNoTracking().FirstOrDefaultAsync(q => q.Id == entry.QuestionId, ct);
        return new FaqPageContent(entry, [.. entry.Revisions.OrderByDescending(r => r.Number)], question?.EditedAt, question?.Votes ?? 0);
    });

    /// <summary>True for the address of an entry that was public and was taken down.</summary>
    public Task<bool> IsWithdrawnAsync(string slug, CancellationToken ct) =>
        store.ReadAsync(db => db.FaqEntries.AnyAsync(e => e.Slug == slug && e.State == FaqState.Withdrawn, ct));

    /// <summary>Every entry for organisers: what waits to be published first, then by session.</summary>
    public async Task<Result<List<FaqDraftLine>>> AllAsync(Actor by, int conferenceId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PublishingRefusals.NotOrganiser;
        }

        var all = await store.ReadAsync(db => db.FaqEntries.AsNoTracking()
            .Where(e => e.ConferenceId == conferenceId)
            .OrderBy(e => e.Session!.StartsAt).ThenBy(e => e.AskedAt).ThenBy(e => e.Id)
            .Select(e => new FaqDraftLine(
                e.Id, e.Slug, e.Heading, e.State, e.Version,
                !e.Revisions.Any(r => r.Number == e.Version && r.Heading == e.Heading && r.AnswerMarkdown == e.AnswerMarkdown),
                e.Session!.Title, e.AnsweredLive, e.AnsweredAt, e.EditedAt, e.EditedBy))
            .ToListAsync(ct));
        return all.OrderByDescending(e => e.HasNews).ToList();
    }

    /// <summary>One entry with its draft and revisions, for organisers.</summary>
    public async Task<Result<FaqEntry>> EntryAsync(Actor by, int id, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PublishingRefusals.NotOrganiser;
        }

        var entry = await store.ReadAsync(db =>
            db.FaqEntries.AsNoTracking().Include(e => e.Session).Include(e => e.Revisions).AsSplitQuery().FirstOrDefaultAsync(e => e.Id == id, ct));
        return entry is null ? PublishingRefusals.UnknownEntry : entry;
    }

    private static async Task<List<(int? SessionId, FaqLine Line)>> PublishedAsync(ExpoDb db, int conferenceId, CancellationToken ct) => (await (
        from entry in db.FaqEntries
        join revision in db.FaqRevisions on new { Id = entry.Id, Number = entry.Version } equals new { Id = revision.FaqEntryId, revision.Number }
        where entry.ConferenceId == conferenceId && entry.State == FaqState.Published
        orderby entry.Topic, entry.PublishedAt, entry.Id
        select new
        {
            SessionId = (int?)entry.Session!.Id,
            Line = new FaqLine(
                entry.Slug, revision.Heading, entry.Topic, entry.Session!.Title, entry.Session.Slug, entry.AnsweredBy, entry.AnsweredAt, entry.AnsweredLive, entry.PublishedAt!.Value, entry.Version),
        }).ToListAsync(ct)).ConvertAll(l => (l.SessionId, l.Line));
}
