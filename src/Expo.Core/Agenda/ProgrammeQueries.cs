using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>The working copy as the organisers see it, at one moment.</summary>
/// <param name="Conference">In the working copy's zone.</param>
/// <param name="Stages">In their order.</param>
/// <param name="Sessions">By start, with speakers; those without a time come last.</param>
/// <param name="Speakers">All of the event, by name: for the choice in a form.</param>
/// <param name="Availability">When speakers can speak. One who has no line can at any time.</param>
/// <param name="Consents">What speakers allow.</param>
/// <param name="WithDeck">Sessions that have a deck which was not refused.</param>
/// <param name="TalkMinutes">How long a talk and its questions take by the call for talks; null without a call.</param>
public sealed record WorkingProgramme(
    Conference Conference, IReadOnlyList<Stage> Stages, IReadOnlyList<Session> Sessions, IReadOnlyList<Speaker> Speakers, IReadOnlyList<SpeakerAvailability> Availability,
    IReadOnlyList<SpeakerConsent> Consents, IReadOnlySet<int> WithDeck, int? TalkMinutes);

/// <summary>Reads the working copy of the programme. What it returns is detached: changing it changes nothing.</summary>
public sealed class ProgrammeQueries(ExpoStore store)
{
    public async Task<Result<WorkingProgramme>> ReadAsync(Actor by, int conferenceId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ProgrammeRefusals.NotOrganiser;
        }

        return await store.ReadAsync<Result<WorkingProgramme>>(async db => await db.Conferences.AsNoTracking().FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is { } conference
            ? await ReadAsync(db, conference, ct)
            : AgendaRefusals.UnknownEvent);
    }

    private static async Task<WorkingProgramme> ReadAsync(ExpoDb db, Conference conference, CancellationToken ct)
    {
        var sessions = await db.Sessions.AsNoTracking().Where(s => s.ConferenceId == conference.Id).OrderByDescending(s => s.IsPlaced).ThenBy(s => s.StartsAt).ThenBy(s => s.Id).ToListAsync(ct);
        var speakers = await db.Speakers.AsNoTracking().Where(s => s.ConferenceId == conference.Id).OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(ct);
        // Only who speaks where is joined, so that each speaker is read once however many sessions they have.
        var who = (await db.Sessions.Where(s => s.ConferenceId == conference.Id).SelectMany(s => s.Speakers, (s, p) => new { Session = s.Id, Speaker = p.Id }).ToListAsync(ct)).ToLookup(w => w.Speaker, w => w.Session);
        var byId = sessions.ToDictionary(s => s.Id);
        foreach (var speaker in speakers)
        {
            foreach (var session in who[speaker.Id])
            {
                byId.GetValueOrDefault(session)?.Speakers.Add(speaker);
            }
        }

        var call = await db.CallsForTalks.Where(c => c.ConferenceId == conference.Id).Select(c => new { Minutes = c.TalkMinutes + c.QuestionMinutes }).FirstOrDefaultAsync(ct);
        return new WorkingProgramme(
            conference,
            await db.Stages.AsNoTracking().Where(s => s.ConferenceId == conference.Id).OrderBy(s => s.Position).ThenBy(s => s.Id).ToListAsync(ct),
            sessions,
            speakers,
            await db.SpeakerAvailability.AsNoTracking().Where(a => db.Speakers.Any(s => s.Id == a.SpeakerId && s.ConferenceId == conference.Id)).ToListAsync(ct),
            await db.SpeakerConsents.AsNoTracking().Where(c => db.Sessions.Any(s => s.Id == c.SessionId && s.ConferenceId == conference.Id)).ToListAsync(ct),
            await db.DeckVersions.Where(d => d.Refusal == null && db.Sessions.Any(s => s.Id == d.SessionId && s.ConferenceId == conference.Id)).Select(d => d.SessionId).ToHashSetAsync(ct),
            call?.Minutes);
    }
}
