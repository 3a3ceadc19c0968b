using System.Security.Cryptography;
using System.Text.Json;

namespace Expo.Core.Agenda;

/// <summary>One session beside the release before.</summary>
/// <param name="Before">Null for a session that no release had.</param>
/// <param name="PeopleBefore">Names of those who gave it before.</param>
/// <param name="People">Names of those who give it now.</param>
public sealed record SessionChange(ReleaseChange Change, ReleasedSession? Before, ReleasedSession After, IReadOnlyList<string> PeopleBefore, IReadOnlyList<string> People);

/// <summary>
/// What a release of the working copy would hold, and what it would change. A pure function of the last release and the
/// working copy: the organiser sees it before, and the release is made of the same.
/// </summary>
/// <param name="Sessions">In the order of their start. Unplaced sessions are not among them; one that was public and is unplaced, cancelled or gone is, as cancelled.</param>
/// <param name="Speakers">Those who give one of the sessions.</param>
/// <param name="Changes">Sessions that are new, moved, reworded or cancelled.</param>
/// <param name="ChangedSpeakers">Those of whom the last release said something else, or nothing.</param>
/// <param name="After">Number of the last release; 0 before the first.</param>
public sealed record ReleasePlan(
    IReadOnlyList<ReleasedSession> Sessions, IReadOnlyList<ReleasedSpeaker> Speakers, IReadOnlyList<SessionChange> Changes, IReadOnlyList<ReleasedSpeaker> ChangedSpeakers,
    string TimeZone, string? ZoneBefore, int After)
{
    public bool HasNewZone => ZoneBefore is not null && ZoneBefore != TimeZone;

    public bool ChangesNothing => Changes.Count == 0 && ChangedSpeakers.Count == 0 && !HasNewZone;

    /// <summary>Names what the plan holds: two plans with the same stamp release the same.</summary>
    public string Stamp => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        After,
        TimeZone,
        Sessions = Sessions.Select(s => new { s.SessionId, s.StageId, s.StageName, s.Title, s.Summary, s.Kind, s.StartsAt, s.EndsAt, s.Topics, s.IsCancelled, People = s.Speakers.Select(p => p.SpeakerId) }),
        Speakers,
    })))[..32];

    /// <param name="last">With its sessions and speakers; null before the first release.</param>
    /// <param name="working">All sessions of the working copy, with stage and speakers.</param>
    /// <param name="timeZone">The event's zone now.</param>
    /// <param name="now">Moment from which on calendars know the changes.</param>
    public static ReleasePlan Of(Release? last, IReadOnlyCollection<Session> working, string timeZone, DateTimeOffset now)
    {
        var before = (last?.Sessions ?? []).ToDictionary(s => s.SessionId);
        var peopleBefore = (last?.Speakers ?? []).ToDictionary(s => s.SpeakerId);
        var people = new Dictionary<int, ReleasedSpeaker>(peopleBefore);
        foreach (var speaker in working.SelectMany(s => s.Speakers))
        {
            people[speaker.Id] = ReleaseRow.Of(speaker);
        }

        var zoneMoves = last is not null && last.TimeZone != timeZone;
        List<ReleasedSession> sessions = [];
        List<SessionChange> changes = [];
        var known = working.ToDictionary(s => s.Id);
        foreach (var id in known.Keys.Union(before.Keys))
        {
            var old = before.GetValueOrDefault(id);
            if (Wanted(known.GetValueOrDefault(id), old) is not { } wanted)
            {
                continue;
            }

            var change = ReleaseRow.ChangeOf(old, wanted, peopleBefore, people);
            var isHeldAnew = old is not null && (change != ReleaseChange.None || (zoneMoves && !wanted.IsCancelled));
            var row = ReleaseRow.With(wanted, change, isHeldAnew ? old!.Revision + 1 : old?.Revision ?? 0, isHeldAnew || old is null ? now : old.ChangedAt);
            sessions.Add(row);
            if (change != ReleaseChange.None)
            {
                changes.Add(new SessionChange(change, old, row, Names(old, peopleBefore), Names(row, people)));
            }
        }

        var speaking = sessions.SelectMany(s => s.Speakers).Select(s => s.SpeakerId).Distinct().Order().Select(id => people[id]).ToList();
        return new ReleasePlan(
            [.. sessions.OrderBy(s => s.StartsAt).ThenBy(s => s.SessionId)], speaking, [.. changes.OrderBy(c => c.After.StartsAt).ThenBy(c => c.After.SessionId)],
            [.. speaking.Where(s => !peopleBefore.TryGetValue(s.SpeakerId, out var old) || !ReleaseRow.IsSame(old, s))], timeZone, last?.TimeZone, last?.Number ?? 0);
    }

    /// <summary>What the next release would say of a session, or null when it says nothing of it.</summary>
    private static ReleasedSession? Wanted(Session? session, ReleasedSession? old) => session switch
    {
        null or { State: SessionState.Cancelled } or { State: SessionState.Planned, IsPlaced: false } => old is null ? null : ReleaseRow.Cancelled(old),
        { IsPlaced: false } => old,
        _ => ReleaseRow.Of(session),
    };

    private static List<string> Names(ReleasedSession? session, Dictionary<int, ReleasedSpeaker> people) =>
        [.. (session?.Speakers ?? []).Select(s => people[s.SpeakerId].Name).Order(StringComparer.InvariantCultureIgnoreCase)];
}
