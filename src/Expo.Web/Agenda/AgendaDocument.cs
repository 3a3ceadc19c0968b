using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>The programme for programs: <c>GET /api/v1/agenda</c>. Times are ISO 8601 with the event's offset.</summary>
/// <param name="TimeZone">IANA id of the event's zone.</param>
/// <param name="Release">Which release this is; null before the first.</param>
public sealed record AgendaDocument(string Name, bool IsDemo, string TimeZone, DateOnly FirstDay, DateOnly LastDay, string Venue, string City, AgendaRelease? Release, IReadOnlyList<AgendaItem> Sessions)
{
    internal static AgendaDocument Of(Programme programme)
    {
        var conference = programme.Conference;
        return new AgendaDocument(
            conference.Name, conference.IsDemo, conference.TimeZone, conference.FirstDay, conference.LastDay, conference.Venue, conference.City,
            programme.Release is { } release ? new AgendaRelease(release.Number, release.Name, programme.EventTime.Local(release.ReleasedAt)) : null,
            [.. programme.Sessions.Select(session => AgendaItem.Of(session, programme.EventTime))]);
    }
}

/// <param name="Kind"><c>talk</c>, <c>keynote</c>, <c>panel</c> or <c>break</c>.</param>
/// <param name="State"><c>planned</c>, <c>live</c>, <c>ended</c> or <c>cancelled</c>.</param>
/// <param name="Page">Path of its page; null for a break.</param>
public sealed record AgendaItem(
    string Slug, string Title, string Summary, string Kind, string State, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Stage, string? Page,
    IReadOnlyList<string> Topics, IReadOnlyList<AgendaPerson> Speakers)
{
    internal static AgendaItem Of(Session session, EventTime time) => new(
        session.Slug, session.Title, session.Summary, session.Kind.ToString().ToLowerInvariant(), session.State.ToString().ToLowerInvariant(),
        time.Local(session.StartsAt), time.Local(session.EndsAt), session.Stage?.Slug, session.HasPage ? session.Address() : null,
        session.Topics, [.. session.Speakers.Select(speaker => new AgendaPerson(speaker.Slug, speaker.Name, speaker.Company, speaker.Country))]);
}

public sealed record AgendaPerson(string Slug, string Name, string Company, string Country);

public sealed record AgendaRelease(int Number, string Name, DateTimeOffset ReleasedAt);
