using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What else an organiser erases together with a person.</summary>
/// <param name="Account">The account of staff or a speaker with the same address.</param>
/// <param name="Questions">The name on questions that were asked under the same one; nobody can know whether by the same person.</param>
public sealed record ErasureScope(bool Account = false, bool Questions = false);

/// <summary>What was erased, in numbers: nothing in it says who it was.</summary>
/// <param name="Registrations">How many became empty.</param>
/// <param name="Payments">Amounts that stay in the books, without a name.</param>
/// <param name="AccountStays">There is an account with this address, which only an organiser deletes.</param>
public sealed record ErasureReceipt(int Registrations, int Payments, bool AccountStays, DateTimeOffset At);

/// <summary>Erasure, when somebody asks for it and when the time has come.</summary>
public sealed partial class PrivacyService
{
    private const int PurgedAtOnce = 100;

    /// <summary>Erases the person behind a ticket, for good. Seats that the person has go to whoever waits, in the same transaction.</summary>
    public async Task<Result<ErasureReceipt>> EraseOwnAsync(string? ticketCode, CancellationToken ct) =>
        await AddressOfAsync(ticketCode, ct) is { } address
            ? await EraseAsync(address, new ErasureScope(), _ => Task.FromResult<Refusal?>(null), PrivacyWords.ThePerson, "asked for by that person.", ct)
            : RegistrationRefusals.UnknownTicket;

    /// <summary>Erases whatever is stored about an address, for good. The reason is kept and must not name the person.</summary>
    public async Task<Result<ErasureReceipt>> EraseAsync(Actor by, string? address, string? reason, ErasureScope scope, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PrivacyRefusals.NotOrganiser;
        }

        var normalised = EmailAddresses.Normalise(address);
        if (normalised.IsRefused)
        {
            return normalised.Refusal;
        }

        return Reason(reason) is { } why
            ? await EraseAsync(normalised.Value, scope, db => CheckAsync(db, by, normalised.Value, why, scope, ct), by.Name, why, ct)
            : PrivacyRefusals.ReasonMissing;
    }

    /// <summary>
    /// Erases registrations of events that ended more than <see cref="PrivacyOptions.KeepAttendeesDays"/> ago, whoever offered a talk for them, and letters in
    /// the folder after <see cref="PrivacyOptions.KeepLetterFilesDays"/>. Safe at any time and in any number of places at once.
    /// </summary>
    /// <returns>How many registrations.</returns>
    public async Task<int> PurgeAsync(CancellationToken ct)
    {
        if (options.Value.Hold is { Length: > 0 })
        {
            return 0;
        }

        files.Prune(clock.GetUtcNow().AddDays(-options.Value.KeepLetterFilesDays));
        var purged = 0;
        foreach (var conference in await OverAsync(ct))
        {
            for (var more = true; more;)
            {
                var erased = (await store.ChangeAsync<int>(async db => await PurgeSomeAsync(db, conference, ct), ct)).Value;
                purged += erased;
                more = erased == PurgedAtOnce;
            }
        }

        await PurgeOthersAsync(ct);
        return purged;
    }

    private async Task PurgeOthersAsync(CancellationToken ct)
    {
        var (now, keep) = (clock.GetUtcNow(), options.Value.KeepAttendeesDays);
        var conferences = await store.ReadAsync(db => db.Conferences.AsNoTracking().OrderBy(c => c.Id).ToListAsync(ct));
        foreach (var (conference, slice) in from conference in conferences where EndOf(conference).AddDays(keep) <= now from slice in others select (conference.Id, slice))
        {
            while ((await store.ChangeAsync<int>(async db => await slice.PurgeAsync(db, conference, now.AddDays(-keep), PurgedAtOnce, now, ct), ct)).Value == PurgedAtOnce)
            {
            }
        }
    }

    private async Task<List<int>> OverAsync(CancellationToken ct)
    {
        var (now, keep) = (clock.GetUtcNow(), options.Value.KeepAttendeesDays);
        var conferences = await store.ReadAsync(db => db.Conferences.AsNoTracking().Join(Due(db, now).Select(a => a.ConferenceId).Distinct(), c => c.Id, id => id, (c, _) => c).ToListAsync(ct));
        return [.. conferences.Where(c => EndOf(c).AddDays(keep) <= now).Select(c => c.Id)];
    }

    // Whoever registered for an event that is over long enough did so at least as long ago. Where that is not so, the event's
    // days are wrong, and nobody must be erased by a mistyped year.
    private IQueryable<Attendee> Due(ExpoDb db, DateTimeOffset now)
    {
        var registeredBy = now.AddDays(-options.Value.KeepAttendeesDays);
        return db.Attendees.Where(a => a.Email != "" && a.RegisteredAt <= registeredBy);
    }

    private async Task<int> PurgeSomeAsync(ExpoDb db, int conference, CancellationToken ct)
    {
        // Like every change of seats: first the locks, then what is read.
        var books = await SeatChange.BeginAsync(db, clock, ct);
        var people = await Due(db, books.Now).Include(a => a.TicketType).Where(a => a.ConferenceId == conference).OrderBy(a => a.Id).Take(PurgedAtOnce).ToListAsync(ct);
        if (people.Count == 0)
        {
            return 0;
        }

        await LeaveAsync(books, people, ct);
        var (ids, addresses) = (people.ConvertAll(a => a.Id), people.Select(a => a.NormalisedEmail).Distinct().ToList());
        var elsewhere = await db.Attendees.Where(a => addresses.Contains(a.NormalisedEmail) && !ids.Contains(a.Id)).Select(a => a.NormalisedEmail).Distinct().ToListAsync(ct);
        addresses = [.. addresses.Except(elsewhere)];
        await new PersonErasure(db, books.Now).EraseAsync(new Erased(people, [.. addresses, .. await EarlierAsync(db, addresses, people, ct)], []), ct);
        db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = conference, At = books.Now, By = Actor.System.Name, Text = $"{PrivacyWords.Erased} {Count(people.Count, "registration")}: kept for {Count(options.Value.KeepAttendeesDays, "day")} after the event." });
        return people.Count;
    }

    private async Task<Result<ErasureReceipt>> EraseAsync(string address, ErasureScope scope, Func<ExpoDb, Task<Refusal?>> check, string by, string why, CancellationToken ct)
    {
        List<string> addresses = [address];
        var result = await store.ChangeAsync<ErasureReceipt>(
            async db =>
            {
                var books = await SeatChange.BeginAsync(db, clock, ct);
                var found = await new PersonReader(db, others).ReadAsync(address, books.Now, ct);
                if (found.IsEmpty)
                {
                    return PrivacyRefusals.NobodyFound;
                }

                if (await check(db) is { } no)
                {
                    return no;
                }

                var people = await db.Attendees.Include(a => a.TicketType).Where(a => a.NormalisedEmail == address).OrderBy(a => a.Id).ToListAsync(ct);
                await LeaveAsync(books, people, ct);
                addresses = [address, .. await EarlierAsync(db, [address], people, ct)];
                var names = new List<string>();
                foreach (var slice in others)
                {
                    names.AddRange(await slice.NamesAsync(db, addresses, ct));
                }

                return await EraseAsync(books, new Erased(people, addresses, names), scope, by, why, ct);
            },
            ct);
        if (!result.IsRefused)
        {
            bell.Ring();
            feed.Tell(new SeatsChanged());
            foreach (var one in addresses)
            {
                await files.RemoveToAsync(one, ct);
            }
        }

        return result;
    }

    private async Task<ErasureReceipt> EraseAsync(SeatBooks books, Erased who, ErasureScope scope, string by, string why, CancellationToken ct)
    {
        var (db, address) = (books.Db, who.Addresses[0]);
        var names = who.People.Select(a => a.Name).Distinct().ToList();
        var erasure = new PersonErasure(db, books.Now);
        await erasure.EraseAsync(who, ct);
        foreach (var slice in others)
        {
            await slice.EraseAsync(db, new PersonTraces(who.Addresses, who.Needles), books.Now, ct);
        }

        await db.SaveChangesAsync(ct);
        if (scope.Questions)
        {
            await new ErasedTexts(db, who).NamesakesAsync(names, ct);
        }

        if (scope.Account)
        {
            await erasure.EraseAccountAsync(address, ct);
        }

        await LogAsync(db, by, $"{PrivacyWords.Erased} a person with {Count(who.People.Count, "registration")}: {why}", ct);
        var payments = await db.Payments.CountAsync(p => who.Ids.Contains(p.AttendeeId), ct);
        return new ErasureReceipt(who.People.Count, payments, await db.Accounts.AnyAsync(a => a.NormalizedEmail == address.ToUpperInvariant(), ct), books.Now);
    }

    private static async Task<List<string>> EarlierAsync(ExpoDb db, IReadOnlyCollection<string> addresses, IReadOnlyCollection<Attendee> people, CancellationToken ct)
    {
        var ids = people.Select(a => a.Id).ToList();
        return await PersonLetters.EarlierAddressesAsync(db, addresses, ids, await db.Payments.Where(p => ids.Contains(p.AttendeeId)).Select(p => p.Id).ToListAsync(ct), ct);
    }

    private static async Task<Refusal?> CheckAsync(ExpoDb db, Actor by, string address, string why, ErasureScope scope, CancellationToken ct)
    {
        var names = await db.Attendees.Where(a => a.NormalisedEmail == address).Select(a => a.Name)
            .Concat(db.Accounts.Where(a => a.NormalizedEmail == address.ToUpperInvariant()).Select(a => a.DisplayName)).ToListAsync(ct);
        return Struck.Has(why, [address]) || Struck.Names(why, names) ? PrivacyRefusals.ReasonNamesPerson
            : scope.Account && by.AccountId is { } own && await db.Accounts.AnyAsync(a => a.Id == own && a.NormalizedEmail == address.ToUpperInvariant(), ct) ? PrivacyRefusals.OwnAccount
            : null;
    }

    /// <summary>
    /// Gives up places and seats. Whoever took part in an event that is over stays counted as somebody who did; nobody is
    /// offered a seat of it.
    /// </summary>
    private async Task LeaveAsync(SeatBooks books, IReadOnlyList<Attendee> people, CancellationToken ct)
    {
        var over = (await books.Db.Conferences.AsNoTracking().ToListAsync(ct)).Where(c => EndOf(c) <= books.Now).Select(c => c.Id).ToHashSet();
        var change = new TicketChange(books, registration.Value);
        foreach (var person in people.Where(a => a.State != AttendeeState.Cancelled && !(a.State == AttendeeState.Confirmed && over.Contains(a.ConferenceId))))
        {
            await change.CancelAsync(person, ct);
            if (books.Freed && !over.Contains(person.ConferenceId))
            {
                await new WaitingLine(books).PromoteAsync(ct);
            }

            books.Freed = false;
        }
    }

    private static string Count(int number, string one) => number == 1 ? $"1 {one}" : $"{number} {one}s";

    private static DateTimeOffset EndOf(Conference conference) => EventTime.In(conference.TimeZone).At(conference.LastDay.AddDays(1), TimeOnly.MinValue);
}
