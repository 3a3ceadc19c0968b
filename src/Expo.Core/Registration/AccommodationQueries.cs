using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A request as the desk lists it: who and how far, not what.</summary>
/// <param name="AskedAt">When it was made or last changed.</param>
public sealed record AccommodationLine(int AttendeeId, string Name, string Ticket, AccommodationState State, DateTimeOffset AskedAt);

/// <summary>Who is told of requests, and at which instant the time ends in which they are sure to be looked at in time.</summary>
public sealed record AccommodationTerms(string? Tell, DateTimeOffset? Until);

/// <summary>Reads of requests for accommodations. None of them says what somebody needs: see <see cref="AccommodationService.ReadAsync"/>.</summary>
public sealed class AccommodationQueries(ExpoStore store)
{
    /// <summary>Requests of people who still take part, what waits longest first: for organisers.</summary>
    public async Task<Result<List<AccommodationLine>>> RequestsAsync(Actor by, int conferenceId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(async db => (await db.Attendees.AsNoTracking()
                .Where(a => a.ConferenceId == conferenceId && a.AccessNeeds != null && a.State != AttendeeState.Cancelled && a.Email != "")
                .Select(a => new AccommodationLine(a.Id, a.Name, a.TicketType!.Name, a.Accommodation == AccommodationState.None ? AccommodationState.Asked : a.Accommodation, a.AccommodationAskedAt ?? a.RegisteredAt))
                .ToListAsync(ct)).OrderBy(line => line.State).ThenBy(line => line.AskedAt).ThenBy(line => line.AttendeeId).ToList())
        : AccommodationRefusals.NotOrganiser;

    public Task<AccommodationTerms> TermsAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
        await db.RegistrationSettings.AsNoTracking().Where(s => s.ConferenceId == conferenceId).Select(s => new AccommodationTerms(s.AccommodationsTo, s.AccommodationsBy)).FirstOrDefaultAsync(ct)
        ?? new AccommodationTerms(null, null));
}

/// <summary>States as words.</summary>
public static class AccommodationWords
{
    public static string Of(AccommodationState state) => state switch
    {
        AccommodationState.None => "No request",
        AccommodationState.Asked => "New",
        AccommodationState.InHand => "In hand",
        AccommodationState.Arranged => "Arranged",
        AccommodationState.NotPossible => "Not possible",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };
}
