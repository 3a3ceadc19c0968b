using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Publishing;
using Expo.Core.Registration;
using Expo.Web.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Home;

/// <summary>Seats in the room at the moment of reading.</summary>
public sealed record RoomSeats(int Capacity, int Left);

/// <summary>A line of "what has been said so far".</summary>
public sealed record HomeRecording(string Title, string By, DateTimeOffset PublishedAt, RecordingLink Link);

/// <summary>An answered question that has its page in the FAQ.</summary>
public sealed record HomeAnswer(string Heading, string Slug, string? By, DateTimeOffset? AnsweredAt);

/// <summary>What the home page shows. A part that has nothing to show is null or empty, and the page leaves it out.</summary>
public sealed record HomeView(Programme Programme, RoomSeats? Seats, IReadOnlyList<HomeRecording> Recordings, IReadOnlyList<HomeAnswer> Answers, IReadOnlyDictionary<int, RecordingLink> Links);

internal sealed class HomeReader(AgendaReader agenda, RecordingLinks links, ExpoStore store)
{
    private const int LinesOfEach = 3;

    public async Task<HomeView?> ReadAsync(CancellationToken ct)
    {
        if (await agenda.ReadAsync(ct) is not { } programme)
        {
            return null;
        }

        var id = programme.Conference.Id;
        var recorded = await links.PublishedAsync(id, ct);
        var seats = await store.ReadAsync(db => db.SeatPools.Where(pool => pool.ConferenceId == id)
            .OrderBy(pool => pool.Id).Select(pool => new RoomSeats(pool.Capacity, pool.Capacity - pool.Taken)).FirstOrDefaultAsync(ct));
        var published = await store.ReadAsync(db => db.Recordings.Where(r => r.State == RecordingState.Published && r.Session!.ConferenceId == id)
            .Select(r => new { r.SessionId, r.PublishedAt }).ToListAsync(ct));
        var answers = await store.ReadAsync(db => db.FaqEntries.Where(e => e.State == FaqState.Published && e.ConferenceId == id)
            .Select(e => new { e.Heading, e.Slug, e.AnsweredBy, e.AnsweredAt, e.PublishedAt }).ToListAsync(ct));

        // Ordered here, because SQLite cannot order by a moment with an offset.
        var recordings =
            from recording in published
            orderby recording.PublishedAt descending
            let session = programme.Sessions.First(s => s.Id == recording.SessionId)
            select new HomeRecording(session.Title, session.GivenBy(), recording.PublishedAt ?? session.EndsAt, recorded[session.Id]);
        return new HomeView(
            programme, seats, [.. recordings.Take(LinesOfEach)],
            [.. answers.OrderByDescending(a => a.PublishedAt).Take(LinesOfEach).Select(a => new HomeAnswer(a.Heading, a.Slug, a.AnsweredBy, a.AnsweredAt))], recorded);
    }
}
