using Expo.Core.Publishing;
using Expo.Core.Registration;
using Expo.Web.Agenda;

namespace Expo.Web.Home;

/// <summary>What the home page shows. A part that has nothing to show is null or empty, and the page leaves it out.</summary>
/// <param name="Room">The ticket for the room as a newcomer finds it now.</param>
/// <param name="Recordings">Published ones, newest first.</param>
/// <param name="Answers">Published entries of the FAQ, newest first.</param>
public sealed record HomeView(Programme Programme, RoomSeats? Seats, TicketAvailability? Room, IReadOnlyList<RecordingLine> Recordings, IReadOnlyList<FaqLine> Answers)
{
    private const int LinesOfEach = 3;

    public IEnumerable<RecordingLine> NewestRecordings => Recordings.Take(LinesOfEach);

    public IEnumerable<FaqLine> NewestAnswers => Answers.Take(LinesOfEach);
}

internal sealed class HomeReader(AgendaReader agenda, RegistrationQueries registration, AvailabilityQueries availability, PublishingQueries publishing, FaqQueries faq)
{
    /// <summary>Null until an organiser has set up an event.</summary>
    public async Task<HomeView?> ReadAsync(CancellationToken ct)
    {
        if (await agenda.ReadAsync(ct) is not { } programme)
        {
            return null;
        }

        var id = programme.Conference.Id;
        return new HomeView(
            programme,
            await registration.RoomAsync(id, ct),
            (await availability.TicketsAsync(programme.Conference, null, ct)).Find(ticket => ticket.Type.Code == Places.Room),
            [.. (await publishing.PublishedAsync(id, ct)).OrderByDescending(recording => recording.PublishedAt)],
            [.. (await faq.PublishedAsync(id, ct)).OrderByDescending(entry => entry.PublishedAt)]);
    }
}
