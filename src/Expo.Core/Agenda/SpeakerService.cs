using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>What a speaker allows for one session.</summary>
public sealed record ConsentAnswer(bool Stream, bool Record, bool Publish);

/// <summary>
/// Changes what is known of speakers: by the account that belongs to them, or by an organiser in their place. To everybody else
/// there is no such speaker. All of it is the working copy: the public sees it with the next release.
/// </summary>
public sealed partial class SpeakerService(ExpoStore store, FileService files, IVirusScanner scanner, Feed<AgendaChanged> feed, JobBell bell, TimeProvider clock)
{
    /// <param name="by">The speaker or an organiser.</param>
    /// <param name="speakerId">Whose it is.</param>
    /// <param name="profile">As typed.</param>
    /// <param name="seen"><see cref="SpeakerProfile.Stamp"/> of what was shown; another one by now is refused.</param>
    /// <param name="ct">Ends the change.</param>
    public Task<Result<Speaker>> SaveProfileAsync(Actor by, int speakerId, SpeakerProfile profile, string? seen, CancellationToken ct) => ChangeAsync<Speaker>(
        by,
        speakerId,
        (_, speaker) =>
        {
            if (profile.Check() is [var wrong, ..])
            {
                return Refused(wrong);
            }

            if (SpeakerProfile.Of(speaker).Stamp != seen)
            {
                return Refused(SpeakerRefusals.ChangedMeanwhile);
            }

            profile.Into(speaker);
            return Task.FromResult<Result<Speaker>>(speaker);
        },
        ct);

    /// <summary>Says what may be done with one session. What was said before is replaced; the time stays where the answer is the same.</summary>
    public Task<Result<SpeakerConsent>> ConsentAsync(Actor by, int speakerId, int sessionId, ConsentAnswer answer, CancellationToken ct) => ChangeAsync<SpeakerConsent>(
        by,
        speakerId,
        async (db, _) =>
        {
            var session = await db.Sessions.Where(s => s.Id == sessionId && s.Speakers.Any(p => p.Id == speakerId)).Select(s => new { s.Kind }).FirstOrDefaultAsync(ct);
            if (session is null)
            {
                return SpeakerRefusals.NotTheirs;
            }

            if (session.Kind == SessionKind.Break)
            {
                return SpeakerRefusals.NoPage;
            }

            var consent = await db.SpeakerConsents.FirstOrDefaultAsync(c => c.SessionId == sessionId && c.SpeakerId == speakerId, ct);
            if (consent is null)
            {
                consent = new SpeakerConsent { SessionId = sessionId, SpeakerId = speakerId };
                db.SpeakerConsents.Add(consent);
            }
            else if (answer == new ConsentAnswer(consent.Stream, consent.Record, consent.Publish))
            {
                return consent;
            }

            (consent.Stream, consent.Record, consent.Publish, consent.At) = (answer.Stream, answer.Record, answer.Publish, clock.GetUtcNow());
            return consent;
        },
        ct);

    /// <summary>Adds a stretch in which they can speak. One that touches another becomes one with it.</summary>
    public Task<Result<Done>> AddTimeAsync(Actor by, int speakerId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) => ChangeAsync<Done>(
        by,
        speakerId,
        async (db, speaker) =>
        {
            var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == speaker.ConferenceId, ct);
            var days = SpeakerTimes.Event(conference);
            if (until <= from)
            {
                return SpeakerRefusals.NoLength;
            }

            if (until <= days.From || from >= days.Until)
            {
                return SpeakerRefusals.OutsideEvent($"{EventTime.LongDay(conference.FirstDay)} to {EventTime.LongDay(conference.LastDay)}, {conference.WorkingTimeZone}");
            }

            var known = await db.SpeakerAvailability.Where(t => t.SpeakerId == speakerId).ToListAsync(ct);
            var joined = SpeakerTimes.Joined(known.Select(t => (t.From, t.Until)).Append((from.ToUniversalTime(), until.ToUniversalTime())));
            return joined.Count > SpeakerTimes.Most ? SpeakerRefusals.TooManyTimes : Replace(db, speakerId, known, joined);
        },
        ct);

    /// <summary>They can speak at any time of the event.</summary>
    public Task<Result<Done>> AnyTimeAsync(Actor by, int speakerId, CancellationToken ct) => ChangeAsync<Done>(
        by,
        speakerId,
        async (db, speaker) =>
        {
            var known = await db.SpeakerAvailability.Where(t => t.SpeakerId == speakerId).ToListAsync(ct);
            var all = SpeakerTimes.Event(await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == speaker.ConferenceId, ct));
            return Replace(db, speakerId, known, [(all.From.ToUniversalTime(), all.Until.ToUniversalTime())]);
        },
        ct);

    /// <summary>Takes a stretch back. Nothing happens when it is gone already.</summary>
    public Task<Result<Done>> RemoveTimeAsync(Actor by, int speakerId, int timeId, CancellationToken ct) => ChangeAsync<Done>(
        by,
        speakerId,
        async (db, _) =>
        {
            await db.SpeakerAvailability.Where(t => t.Id == timeId && t.SpeakerId == speakerId).ExecuteDeleteAsync(ct);
            return Done.It;
        },
        ct);

    /// <summary>Connects the account with the speakers whose address it has proved to be its own, and who have no account. How many there were.</summary>
    public async Task<int> ClaimAsync(Actor by, CancellationToken ct)
    {
        if (by.AccountId is not { } account)
        {
            return 0;
        }

        var mine = await store.ReadAsync(async db =>
        {
            var address = await db.Accounts.Where(a => a.Id == account && a.EmailConfirmed).Select(a => a.Email).FirstOrDefaultAsync(ct);
            // Few wait for an account, and databases differ in what they call the same letter.
            var waiting = address is null ? [] : await db.Speakers.Where(s => s.AccountId == null && s.Email != null).Select(s => new { s.Id, s.Email }).ToListAsync(ct);
            return waiting.Where(s => string.Equals(s.Email, address, StringComparison.OrdinalIgnoreCase)).Select(s => s.Id).ToList();
        });
        return mine.Count == 0 ? 0 : await store.ReadAsync(db => db.Speakers.Where(s => mine.Contains(s.Id) && s.AccountId == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, account), ct));
    }

    private static Result<Done> Replace(ExpoDb db, int speakerId, List<SpeakerAvailability> known, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> wanted)
    {
        db.SpeakerAvailability.RemoveRange(known.Where(k => !wanted.Contains((k.From, k.Until))));
        db.SpeakerAvailability.AddRange(wanted.Where(w => !known.Exists(k => (k.From, k.Until) == w)).Select(w => new SpeakerAvailability { SpeakerId = speakerId, From = w.From, Until = w.Until }));
        return Done.It;
    }

    private static Task<Result<Speaker>> Refused(Refusal refusal) => Task.FromResult<Result<Speaker>>(refusal);

    private async Task<Result<T>> ChangeAsync<T>(Actor by, int speakerId, Func<ExpoDb, Speaker, Task<Result<T>>> change, CancellationToken ct)
    {
        var result = await store.ChangeAsync(
            async db =>
            {
                // Takes the row's lock, so that of two changes at once the second reads what the first has saved.
                return await db.Speakers.Of(by).Where(s => s.Id == speakerId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Slug, s => s.Slug), ct) == 1
                    ? await change(db, await db.Speakers.FirstAsync(s => s.Id == speakerId, ct))
                    : SpeakerRefusals.Unknown;
            },
            ct);
        if (!result.IsRefused)
        {
            feed.Tell(AgendaChanged.Everything);
        }

        return result;
    }
}
