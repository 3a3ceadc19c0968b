namespace Expo.Core.Agenda;

public static partial class ProgrammeWarnings
{
    private static IEnumerable<ProgrammeWarning> Speakers(List<Session> planned, WorkingProgramme programme, EventTime time)
    {
        var times = programme.Availability.ToLookup(a => a.SpeakerId);
        var consents = programme.Consents.ToDictionary(c => (c.SessionId, c.SpeakerId));
        var people = planned.SelectMany(session => session.Speakers.Select(speaker => (Speaker: speaker, Session: session))).GroupBy(p => p.Speaker.Id);
        foreach (var person in people)
        {
            var (speaker, sessions) = (person.First().Speaker, person.Select(p => p.Session).ToList());
            var free = SpeakerTimes.Joined(times[speaker.Id]);
            foreach (var warning in Twice(speaker, sessions, time).Concat(sessions.SelectMany(s => Away(speaker, s, free, time))).Concat(sessions.SelectMany(s => AtNight(speaker, s, programme.Conference.WorkingTimeZone))))
            {
                yield return warning;
            }
        }

        foreach (var session in planned.Where(s => s.HasPage && s.Speakers.Count > 0))
        {
            if (Missing(session, consents) is { Length: > 0 } missing)
            {
                yield return new(WarningKind.NoConsent, $"“{session.Title}” lacks consent {missing}.", [session.Id]);
            }
        }
    }

    private static IEnumerable<ProgrammeWarning> Twice(Speaker speaker, List<Session> sessions, EventTime time)
    {
        List<Session> on = [];
        foreach (var session in sessions)
        {
            on.RemoveAll(s => s.EndsAt <= session.StartsAt);
            // On one stage the sessions themselves overlap, which is said already.
            var elsewhere = on.FindAll(s => s.StageId != session.StageId);
            if (elsewhere.Count > 0)
            {
                yield return new(
                    WarningKind.SpeakerTwice, $"{speaker.Name} speaks in “{session.Title}” and in {Named(elsewhere)} at the same time, {time.Clock(session.StartsAt)} on {EventTime.LongDay(time.Day(session.StartsAt))}.",
                    [session.Id, .. elsewhere.Take(MostNamed).Select(s => s.Id)]);
            }

            on.Add(session);
        }
    }

    private static IEnumerable<ProgrammeWarning> Away(Speaker speaker, Session session, List<(DateTimeOffset From, DateTimeOffset Until)> free, EventTime time)
    {
        if (SpeakerTimes.IsAway(free, session))
        {
            yield return new(WarningKind.SpeakerAway, $"{speaker.Name} is not available for all of “{session.Title}”, {time.Hour(session.StartsAt)} to {time.Clock(session.EndsAt)} on {EventTime.LongDay(time.Day(session.StartsAt))}.", [session.Id]);
        }
    }

    private static IEnumerable<ProgrammeWarning> AtNight(Speaker speaker, Session session, string eventZone)
    {
        if (NightZone(speaker, session, eventZone) is { } zone && EventTime.In(zone) is var local)
        {
            yield return new(WarningKind.SpeakerAtNight, $"It is night for {speaker.Name} during “{session.Title}”: {local.Hour(session.StartsAt)} to {local.Clock(session.EndsAt)} in {zone}.", [session.Id]);
        }
    }

    /// <summary>The speaker's zone where it is night for them during the session; null where it is not, and in the event's own zone.</summary>
    internal static string? NightZone(Speaker speaker, Session session, string eventZone) =>
        speaker.TimeZone is { } zone && zone != eventZone && EventTime.Knows(zone) && TouchesNight(EventTime.In(zone), session) ? zone : null;

    private static bool TouchesNight(EventTime local, Session session)
    {
        var day = local.Day(session.StartsAt);
        // The nights that begin on the day before, on the day, and, for a session that goes on past a whole day, on the next.
        return Enumerable.Range(-1, 3).Any(n => local.At(day.AddDays(n), Night.From) < session.EndsAt && session.StartsAt < local.At(day.AddDays(n + 1), Night.Until));
    }

    private static string Missing(Session session, Dictionary<(int Session, int Speaker), SpeakerConsent> consents)
    {
        string Part(string what, Func<SpeakerConsent, bool> given) =>
            session.Speakers.Where(s => !consents.TryGetValue((session.Id, s.Id), out var consent) || !given(consent)).Select(s => s.Name).ToList() is { Count: > 0 } names ? $"{what} ({string.Join(", ", names)})" : "";

        return string.Join(", ", new[] { Part("to stream", c => c.Stream), Part("to record", c => c.Record), Part("to publish", c => c.Publish) }.Where(p => p.Length > 0));
    }
}
