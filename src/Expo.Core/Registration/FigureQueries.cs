using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Registrations and cancellations of one day in the event's zone.</summary>
public sealed record DayFigure(DateOnly Day, int Registered, int Cancelled);

/// <summary>People of one ticket type by where they stand.</summary>
public sealed record TypeFigure(string Name, IReadOnlyDictionary<AttendeePlace, int> At)
{
    /// <summary>All but the cancelled ones.</summary>
    public int People => At.Where(a => a.Key != AttendeePlace.Cancelled).Sum(a => a.Value);
}

/// <summary>People of one country, cancelled ones left out.</summary>
/// <param name="Country">Null where none was given.</param>
public sealed record CountryFigure(string? Country, int People);

/// <summary>The event in figures at one moment.</summary>
/// <param name="Days">Every day from the first registration to the last thing that happened, none left out.</param>
/// <param name="Types">In the order of the form.</param>
/// <param name="Countries">The largest first.</param>
public sealed record AttendeeFigures(IReadOnlyList<DayFigure> Days, IReadOnlyList<TypeFigure> Types, IReadOnlyList<CountryFigure> Countries);

/// <summary>Counts registrations, those of erased people left out, and an unpaid one whose time ran out as cancelled. For organisers.</summary>
public sealed class FigureQueries(ExpoStore store, TimeProvider clock)
{
    public async Task<Result<AttendeeFigures>> FiguresAsync(Actor by, Conference conference, CancellationToken ct) => !by.IsOrganiser
        ? RegistrationRefusals.NotOrganiser
        : await store.ReadAsync(async db => new AttendeeFigures(await DaysAsync(db, conference, ct), await TypesAsync(db, conference.Id, ct), await CountriesAsync(db, conference.Id, ct)));

    private async Task<List<DayFigure>> DaysAsync(ExpoDb db, Conference conference, CancellationToken ct)
    {
        var time = EventTime.In(conference.TimeZone);
        // A day of the event's zone is nothing the three databases can group by alike, so instants are counted here.
        var now = clock.GetUtcNow();
        var people = db.Attendees.Where(a => a.ConferenceId == conference.Id && a.Email != "");
        var registered = await people.Select(a => a.RegisteredAt).ToListAsync(ct);
        var cancelled = await people.Where(a => a.State == AttendeeState.Cancelled && a.CancelledAt != null).Select(a => a.CancelledAt!.Value)
            .Concat(people.Where(a => a.State == AttendeeState.Unpaid && a.HeldUntil <= now).Select(a => a.HeldUntil!.Value)).ToListAsync(ct);
        if (registered.Count == 0)
        {
            return [];
        }

        var (came, went) = (registered.CountBy(time.Day).ToDictionary(), cancelled.CountBy(time.Day).ToDictionary());
        var (first, last) = (came.Keys.Concat(went.Keys).Min(), came.Keys.Concat(went.Keys).Max());
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day => new DayFigure(day, came.GetValueOrDefault(day), went.GetValueOrDefault(day)))];
    }

    private async Task<List<TypeFigure>> TypesAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var counts = (await StateCount.ReadAsync(db, conferenceId, clock.GetUtcNow(), ct)).ToLookup(c => c.TicketTypeId);
        var types = await db.TicketTypes.Where(t => t.ConferenceId == conferenceId).OrderBy(t => t.Position).ThenBy(t => t.Id).Select(t => new { t.Id, t.Name }).ToListAsync(ct);
        return types.ConvertAll(type => new TypeFigure(type.Name, counts[type.Id].ToDictionary(c => c.Place, c => c.People)));
    }

    private async Task<List<CountryFigure>> CountriesAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var countries = await db.Attendees.Where(a => a.ConferenceId == conferenceId && a.State != AttendeeState.Cancelled && !(a.State == AttendeeState.Unpaid && a.HeldUntil <= now) && a.Email != "")
            .GroupBy(a => a.Country).Select(g => new { Country = g.Key, People = g.Count() }).ToListAsync(ct);
        return [.. countries.Select(c => new CountryFigure(c.Country, c.People)).OrderByDescending(c => c.People).ThenBy(c => c.Country, StringComparer.Ordinal)];
    }
}
