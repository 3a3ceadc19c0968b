using System.Data.Common;
using System.Text.Json;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;

namespace Expo.Core.Registration;

/// <summary>
/// One transaction for many askers: reads and locks, lets <see cref="SeatPlan"/> decide, writes. What is built here is
/// thrown away with the transaction, so a batch can be tried again.
/// </summary>
internal sealed class SeatBatch(SeatStatements statements, SqlDialect dialect, RegistrationOptions options, DateTimeOffset now)
{
    /// <summary>One answer for each asker, in their order, valid once this has returned: everything is committed then.</summary>
    public async Task<Result<Seating>[]> WriteAsync(IReadOnlyList<Asking> askers, CancellationToken ct)
    {
        await using var transaction = await statements.BeginAsync(ct);
        if (await OpenEventAsync(transaction) is not { } open)
        {
            return [.. askers.Select(_ => (Result<Seating>)RegistrationRefusals.NotOpenYet)];
        }

        var pools = await PoolsAsync(transaction, open, askers);
        var registered = await RegisteredAsync(transaction, open, askers);
        var plan = new SeatPlan(open, pools, registered.Keys.ToHashSet(StringComparer.Ordinal));
        var answers = askers.Select(asker => plan.Decide(asker.Request, asker.AskedAt)).ToArray();

        if (answers.All(answer => answer.IsRefused))
        {
            return answers;
        }

        foreach (var pool in pools.Values.Where(pool => pool.Granted > 0))
        {
            if (await statements.TakeSeats.RunAsync(transaction, pool.Granted, pool.Id) != 1)
            {
                throw new InvalidOperationException($"Pool {pool.Id} was changed although its row was locked.");
            }
        }

        var jobs = await AddAsync(transaction, open, pools, askers.Zip(answers).ToList());
        jobs.AddRange(await RepeatLettersAsync(transaction, registered, askers.Zip(answers)));
        if (jobs.Count > 0)
        {
            await statements.AddJobs.RunAsync(transaction, dialect.Instant(now), Rows(jobs));
        }

        await transaction.CommitAsync(ct);
        return answers;
    }

    private async Task<OpenEvent?> OpenEventAsync(DbTransaction transaction)
    {
        var events = await statements.Conferences.ReadAsync(transaction, row => (Id: row.GetInt32(0), Zone: row.GetString(1), ClosesAt: dialect.Instant(row, 2), LastDay: row.GetFieldValue<DateOnly>(3)));
        if (events is not [var (id, zone, closesAt, lastDay), ..])
        {
            return null;
        }

        var types = await statements.TicketTypes.ReadAsync(
            transaction, row => (Code: row.GetString(1), Offer: new PlaceOffer(row.GetInt32(0), row.IsDBNull(2) ? null : row.GetInt32(2))), id);
        return new OpenEvent(id, zone, Conference.RegistrationEnd(closesAt, lastDay, zone), types.ToDictionary(type => type.Code, type => type.Offer));
    }

    private async Task<Dictionary<int, PoolCount>> PoolsAsync(DbTransaction transaction, OpenEvent open, IReadOnlyList<Asking> askers)
    {
        // Those who want the stream need not wait for another node that is giving away seats.
        if (askers.All(asker => asker.Request.Place == Places.Stream && open.Offers.GetValueOrDefault(Places.Stream) is { SeatPoolId: null }))
        {
            return [];
        }

        var pools = await statements.LockPools.ReadAsync(transaction, row => new PoolCount(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), open.ConferenceId);
        var byId = pools.ToDictionary(pool => pool.Id);
        foreach (var offer in open.Offers.Values)
        {
            if (offer.SeatPoolId is { } id)
            {
                var since = await statements.FirstWaiting.ReadAsync(transaction, row => !row.IsDBNull(0), offer.TicketTypeId);
                byId[id].SomebodyWaits |= since is [true];
            }
        }

        return byId;
    }

    private async Task<Dictionary<string, int>> RegisteredAsync(DbTransaction transaction, OpenEvent open, IReadOnlyList<Asking> askers)
    {
        var emails = Rows(askers.Select(asker => new EmailRow(asker.Request.NormalisedEmail)));
        var rows = await statements.Registered.ReadAsync(transaction, row => (Id: row.GetInt32(0), Email: row.GetString(1)), open.ConferenceId, emails);
        return rows.ToDictionary(row => row.Email, row => row.Id, StringComparer.Ordinal);
    }

    private async Task<List<JobRow>> AddAsync(
        DbTransaction transaction, OpenEvent open, Dictionary<int, PoolCount> pools, List<(Asking Asker, Result<Seating> Answer)> askers)
    {
        var added = askers
            .Where(a => !a.Answer.IsRefused && a.Answer.Value != Seating.Repeated)
            .Select(a => (Offer: OfferOf(open, a.Asker.Request), Row: AttendeeRow.Of(a.Asker.Request, OfferOf(open, a.Asker.Request), a.Answer.Value)))
            .ToList();
        if (added.Count == 0)
        {
            return [];
        }

        var ids = (await statements.AddAttendees.ReadAsync(
            transaction, row => (Id: row.GetInt32(0), Code: row.GetString(1)), open.ConferenceId, dialect.Instant(now), Rows(added.Select(a => a.Row))))
            .ToDictionary(row => row.Code, row => row.Id, StringComparer.Ordinal);

        var taken = pools.ToDictionary(pool => pool.Key, pool => pool.Value.Taken);
        var lines = added.Where(a => a.Offer.SeatPoolId is not null).Select(a => a.Row.State == (int)AttendeeState.Waiting
            ? new LedgerRow(a.Offer.SeatPoolId!.Value, ids[a.Row.TicketCode], 0, LedgerWords.Joined)
            : new LedgerRow(a.Offer.SeatPoolId!.Value, ids[a.Row.TicketCode], 1, LedgerWords.Taken(++taken[a.Offer.SeatPoolId.Value], pools[a.Offer.SeatPoolId.Value].Capacity))).ToList();
        if (lines.Count > 0)
        {
            await statements.AddLedgerLines.RunAsync(transaction, dialect.Instant(now), Rows(lines));
        }

        return [.. added.Select(a => a.Row.State == (int)AttendeeState.Waiting
            ? JobRow.Of(Job.For(new SendWaiting(ids[a.Row.TicketCode]), now))
            : JobRow.Of(Job.For(new SendTicket(ids[a.Row.TicketCode]), now)))];
    }

    private async Task<IEnumerable<JobRow>> RepeatLettersAsync(
        DbTransaction transaction, Dictionary<string, int> registered, IEnumerable<(Asking Asker, Result<Seating> Answer)> askers)
    {
        var repeated = askers
            .Where(a => !a.Answer.IsRefused && a.Answer.Value == Seating.Repeated && registered.ContainsKey(a.Asker.Request.NormalisedEmail))
            .Select(a => new IdRow(registered[a.Asker.Request.NormalisedEmail])).Distinct().ToList();
        if (repeated.Count == 0)
        {
            return [];
        }

        var due = await statements.ClaimRepeatLetters.ReadAsync(
            transaction, row => row.GetInt32(0), dialect.Instant(now), dialect.Instant(now - options.RepeatLetterAtMostEvery), Rows(repeated));
        return due.Select(id => JobRow.Of(Job.For(new SendTicketAgain(id), now)));
    }

    private static PlaceOffer OfferOf(OpenEvent open, CheckedRequest request) => open.Offers[request.Place == Places.Waiting ? Places.Room : request.Place];

    private static string Rows<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows);

    private sealed record EmailRow(string Email);

    private sealed record IdRow(int Id);

    private sealed record LedgerRow(int SeatPoolId, int AttendeeId, int Change, string Text);

    private sealed record JobRow(string Kind, string Payload)
    {
        public static JobRow Of(Job job) => new(job.Kind, job.Payload);
    }

    private sealed record AttendeeRow(
        int TicketTypeId, string TicketCode, string Name, string Email, string NormalisedEmail, string? Organisation, string? Country, string? AccessNeeds, int State)
    {
        public static AttendeeRow Of(CheckedRequest r, PlaceOffer offer, Seating seating) => new(
            offer.TicketTypeId, TicketCodes.Create(), r.Name, r.Email, r.NormalisedEmail, r.Organisation, r.Country, r.AccessNeeds,
            (int)(seating == Seating.Waiting ? AttendeeState.Waiting : AttendeeState.Confirmed));
    }
}
