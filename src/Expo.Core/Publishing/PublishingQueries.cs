using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Questions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Publishing;

/// <summary>A recording without its manifest, which may be large, for lists.</summary>
public sealed record RecordingLine(
    int Id, string Slug, RecordingState State, string StageSlug, int CutNumber, long DurationMs, DateTimeOffset CutFrom, DateTimeOffset CutTo,
    DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, DateTimeOffset? WithdrawnAt, int SessionId, string Title, DateTimeOffset StartsAt, List<Speaker> Speakers)
{
    public TimeSpan Duration => TimeSpan.FromMilliseconds(DurationMs);
}

/// <summary>An answered question as the public may see it beside the recording.</summary>
/// <param name="Id">The question's number.</param>
/// <param name="Text">As viewers saw it.</param>
/// <param name="AskedBy">Null for an anonymous question.</param>
/// <param name="AskedAt">When the server received it.</param>
/// <param name="AnsweredAt">When it was marked as answered, or the written answer was given.</param>
/// <param name="AnsweredLive">On the stage, or else in writing.</param>
/// <param name="AnsweredBy">Who answered, if that was noted.</param>
/// <param name="AnswerText">The written answer, if there is one.</param>
/// <param name="FaqSlug">The published entry in the FAQ, if there is one.</param>
public sealed record AnsweredQuestion(
    int Id, string Text, string? AskedBy, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, bool AnsweredLive, string? AnsweredBy, string? AnswerText, string? FaqSlug)
{
    /// <summary>See <see cref="PublishingQueries.Moment"/>.</summary>
    public DateTimeOffset Moment => PublishingQueries.Moment(AnsweredLive, AskedAt, AnsweredAt);
}

/// <summary>Reads of recordings. What it returns is detached: changing it changes nothing. The FAQ's are in <see cref="FaqQueries"/>.</summary>
public sealed class PublishingQueries(ExpoStore store)
{
    /// <summary>The instant of the talk that a question belongs to: a live answer where it was given, a written one where it was asked.</summary>
    public static DateTimeOffset Moment(bool answeredLive, DateTimeOffset askedAt, DateTimeOffset answeredAt) => answeredLive ? answeredAt : askedAt;

    /// <summary>What the public may watch, by start of the session.</summary>
    public Task<List<RecordingLine>> PublishedAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var lines = await Lines(db.Recordings.Where(r => r.Session!.ConferenceId == conferenceId && r.State == RecordingState.Published)).ToListAsync(ct);
        var released = await ReleasedWords.OfAsync(db, conferenceId, lines.Select(l => l.SessionId), ct);
        return lines.Select(line => released.TryGetValue(line.SessionId, out var session)
            ? line with { Title = session.Title, StartsAt = session.StartsAt, Speakers = session.Speakers }
            : line).OrderBy(l => l.StartsAt).ThenBy(l => l.Id).ToList();
    });

    /// <summary>Drafts and withdrawn ones too: for organisers.</summary>
    public async Task<Result<List<RecordingLine>>> AllAsync(Actor by, int conferenceId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => Lines(db.Recordings.Where(r => r.Session!.ConferenceId == conferenceId)).ToListAsync(ct))
        : PublishingRefusals.NotOrganiser;

    /// <summary>The recording with session, speakers and manifest, if the asker may watch it: everyone a published one, an organiser each. Its session is as released.</summary>
    public Task<Recording?> PlayableAsync(Actor by, string slug, CancellationToken ct)
    {
        var all = by.IsOrganiser;
        return store.ReadAsync(async db =>
        {
            var recording = await db.Recordings.AsNoTrackingWithIdentityResolution()
                .Include(r => r.Session!.Speakers.OrderBy(s => s.Name)).Include(r => r.Session!.Stage).AsSplitQuery()
                .FirstOrDefaultAsync(r => r.Slug == slug && (all || r.State == RecordingState.Published), ct);
            if (recording is { Session: { } session })
            {
                recording.Session = await ReleasedWords.OfAsync(db, session, ct);
            }

            return recording;
        });
    }

    /// <summary>The published recording of a session, or null.</summary>
    public Task<Recording?> OfSessionAsync(int sessionId, CancellationToken ct) => store.ReadAsync(db =>
        db.Recordings.AsNoTracking().FirstOrDefaultAsync(r => r.SessionId == sessionId && r.State == RecordingState.Published, ct));

    /// <summary>When this recording was taken down, or null when it was not.</summary>
    public Task<DateTimeOffset?> WithdrawnAtAsync(string slug, CancellationToken ct) => store.ReadAsync(db =>
        db.Recordings.Where(r => r.Slug == slug && r.State == RecordingState.Withdrawn).Select(r => r.WithdrawnAt).FirstOrDefaultAsync(ct));

    /// <summary>The answered questions of a session in the order of their moments. Waiting and hidden ones are never among them.</summary>
    public async Task<List<AnsweredQuestion>> AnsweredAsync(int sessionId, CancellationToken ct)
    {
        var answered = await store.ReadAsync(db => (
            from question in db.Questions
            where question.SessionId == sessionId && question.State == QuestionState.Answered
            select new AnsweredQuestion(
                question.Id, question.Text, question.AskedBy, question.AskedAt, question.AnsweredAt ?? question.AskedAt, question.AnsweredLive, question.AnsweredBy, question.AnswerText,
                db.FaqEntries.Where(e => e.QuestionId == question.Id && e.State == FaqState.Published).Select(e => e.Slug).FirstOrDefault())).ToListAsync(ct));
        return [.. answered.OrderBy(q => q.Moment).ThenBy(q => q.Id)];
    }

    private static IQueryable<RecordingLine> Lines(IQueryable<Recording> recordings) => recordings.AsNoTracking()
        .OrderBy(r => r.Session!.StartsAt).ThenBy(r => r.Id)
        .Select(r => new RecordingLine(
            r.Id, r.Slug, r.State, r.StageSlug, r.CutNumber, r.DurationMs, r.CutFrom, r.CutTo, r.CreatedAt, r.PublishedAt, r.WithdrawnAt, r.SessionId,
            r.Session!.Title, r.Session.StartsAt, r.Session.Speakers.OrderBy(s => s.Name).ToList()));
}
