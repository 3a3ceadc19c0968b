using System.Data.Common;
using System.Text.Json;
using Expo.Core.Agenda;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>
/// One transaction for many askers: reads and locks, lets <see cref="SeatPlan"/> decide, writes. What is built here is
/// thrown away with the transaction, so a batch can be tried again.
/// </summary>
internal sealed class SeatBatch(SeatStatements statements, SqlDialect dialect, RegistrationOptions options, DateTimeOffset now)
{
    private OpenEvent _open = null!;
    private readonly Dictionary<(int, string), PoolCount> _organisationPools = [];
    private Dictionary<int, PoolCount> _pools = [];
    private PoolCounts _seats = new(new Dictionary<int, PoolCount>(), [], new Dictionary<int, Draw>());
    private Dictionary<string, CodeCount> _codes = [];
    private Dictionary<string, int> _registered = [];
    private Dictionary<string, int> _usedCodes = [];

    /// <summary>
    /// One answer for each asker, in their order, valid once this has returned: everything is committed then. Null when seats
    /// have run out of their holders' hands and were not put back yet: nothing was decided, see <see cref="SeatHolds"/>.
    /// </summary>
    public async Task<Result<Grant>[]?> WriteAsync(IReadOnlyList<Asking> askers, CancellationToken ct)
    {
        await using var transaction = await statements.BeginAsync(ct);
        if (await OpenEventAsync(transaction) is not { } open)
        {
            return [.. askers.Select(_ => (Result<Grant>)RegistrationRefusals.NotOpenYet)];
        }

        _open = open;
        // Those who want the stream need not wait for another node that is giving away seats.
        if (askers.Any(asker => open.Types.TryGetValue(asker.Request.TicketType, out var type) && type is { Pools: not [] } or { EachOrganisation: not [] }))
        {
            await LockPoolsAsync(transaction, askers);
            if (await statements.SomethingRanOut.ReadAsync(transaction, row => Convert.ToInt32(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), dialect.Instant(now)) is [1])
            {
                return null;
            }

            await LayLineAsync(transaction);
        }

        _codes = await CodesAsync(transaction, askers);
        _registered = await RegisteredAsync(transaction, askers);
        var plan = new SeatPlan(open, _seats, _codes, _registered.Keys.ToHashSet(StringComparer.Ordinal), _usedCodes, options.TakesMoney);
        var answers = askers.Select(asker => plan.Decide(asker.Request, asker.AskedAt)).ToArray();
        if (answers.All(answer => answer.IsRefused))
        {
            return answers;
        }

        await TakeAsync(transaction);
        await new SeatRows(statements, dialect, options, open, now, _registered)
            .AddAsync(transaction, [.. askers.Zip(answers).Where(a => !a.Second.IsRefused).Select(a => (a.First.Request, a.Second.Value))]);
        await transaction.CommitAsync(ct);
        return answers;
    }

    private async Task<OpenEvent?> OpenEventAsync(DbTransaction transaction)
    {
        var events = await statements.Conferences.ReadAsync(transaction, row => (Id: row.GetInt32(0), Zone: row.GetString(1), ClosesAt: dialect.Instant(row, 2), LastDay: row.GetFieldValue<DateOnly>(3), Tell: row.IsDBNull(4) ? null : row.GetString(4)));
        if (events is not [var (id, zone, closesAt, lastDay, tell), ..])
        {
            return null;
        }

        var draws = (await statements.TypePools.ReadAsync(transaction, row => (Type: row.GetInt32(0), Pool: row.GetInt32(1), Each: row.GetBoolean(2)), id)).ToLookup(d => d.Type);
        var types = await statements.TicketTypes.ReadAsync(
            transaction,
            row => (Code: row.GetString(1), Offer: new TypeOffer(
                row.GetInt32(0), row.GetString(8), (TicketKind)row.GetInt32(2), row.GetInt64(3) == 0, row.GetBoolean(4), row.GetBoolean(5), dialect.Instant(row, 6), dialect.Instant(row, 7),
                [.. draws[row.GetInt32(0)].Where(d => !d.Each).Select(d => d.Pool)], [.. draws[row.GetInt32(0)].Where(d => d.Each).Select(d => d.Pool)])),
            id);
        return new OpenEvent(id, zone, Conference.RegistrationEnd(closesAt, lastDay, zone), types.ToDictionary(type => type.Code, type => type.Offer), AccommodationLetters.RecipientOf(tell));
    }

    /// <summary>All pools without a parent in the order of their keys, then those of the askers' organisations: one order for everybody.</summary>
    private async Task LockPoolsAsync(DbTransaction transaction, IReadOnlyList<Asking> askers)
    {
        _pools = (await statements.LockPools.ReadAsync(transaction, row => new PoolCount(row.GetInt32(0), row.GetString(3), row.GetInt32(1), row.GetInt32(2)), _open.ConferenceId)).ToDictionary(pool => pool.Id);
        var draws = _open.Types.Values.Where(type => type.Pools.Count + type.EachOrganisation.Count > 0).ToDictionary(type => type.Id, type => new Draw(type.Pools, type.EachOrganisation));
        var wanted = askers.Where(a => a.Request.OrganisationKey is not null)
            .SelectMany(a => _open.Types.TryGetValue(a.Request.TicketType, out var type) ? type.EachOrganisation.Select(parent => new OrganisationRow(parent, a.Request.OrganisationKey!, a.Request.Organisation!)) : [])
            .DistinctBy(row => (row.ParentId, row.Organisation)).ToList();
        if (wanted.Count > 0)
        {
            var added = await statements.AddOrganisationPools.RunAsync(transaction, Rows(wanted));
            await ReadOrganisationsAsync(transaction, wanted);
            if (added > 0)
            {
                await statements.TellCaps.RunAsync(
                    transaction, dialect.Instant(now), Rows(_organisationPools.Values.Where(pool => pool.Taken == 0).Select(pool => new CapRow(pool.Id, pool.Capacity, LedgerWords.Cap(pool.Capacity)))));
            }
        }

        _seats = new PoolCounts(_pools, _organisationPools, draws);
    }

    /// <summary>
    /// Keeps what those who wait keep. The line is read only when somebody waits although every pool that counts for all has a
    /// free seat: a party, or people of an organisation that is full.
    /// </summary>
    private async Task LayLineAsync(DbTransaction transaction)
    {
        var waitingFor = (await statements.WaitingFor.ReadAsync(transaction, row => row.GetInt32(0), _open.ConferenceId)).Where(_seats.IsOpen).Select(id => new TypeRow(id)).ToList();
        if (waitingFor.Count == 0)
        {
            return;
        }

        var line = await statements.Line.ReadAsync(
            transaction, row => new Waits(row.GetInt32(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)), _open.ConferenceId, Rows(waitingFor));
        var keys = line.Where(w => _seats.CountsEach(w.TicketTypeId)).Select(w => Organisations.Key(w.Organisation)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count > 0)
        {
            await ReadOrganisationsAsync(transaction, keys.ConvertAll(key => new OrganisationRow(0, key, "")));
        }

        _seats.Lay(LinePlan.Entries(line));
    }

    private async Task ReadOrganisationsAsync(DbTransaction transaction, List<OrganisationRow> wanted)
    {
        foreach (var (key, pool) in await statements.OrganisationPools.ReadAsync(
            transaction, row => (Key: (row.GetInt32(3), row.GetString(4)), Pool: new PoolCount(row.GetInt32(0), row.GetString(5), row.GetInt32(1), row.GetInt32(2), ofOrganisation: true)), Rows(wanted)))
        {
            _organisationPools.TryAdd(key, pool);
        }
    }

    private async Task<Dictionary<string, CodeCount>> CodesAsync(DbTransaction transaction, IReadOnlyList<Asking> askers)
    {
        var typed = askers.Select(a => a.Request.AccessCode).OfType<string>().Distinct().Select(code => new CodeRow(code)).ToList();
        return typed.Count == 0 ? [] : (await statements.AccessCodes.ReadAsync(
            transaction, row => (Code: row.GetString(1), Count: new CodeCount(row.GetInt32(0), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), dialect.Instant(row, 5))), _open.ConferenceId, Rows(typed)))
            .ToDictionary(code => code.Code, code => code.Count, StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, int>> RegisteredAsync(DbTransaction transaction, IReadOnlyList<Asking> askers)
    {
        var emails = askers.SelectMany(asker => asker.Request.People).Select(person => person.NormalisedEmail).ToHashSet(StringComparer.Ordinal);
        var rows = await statements.Registered.FindAsync(transaction, _open.ConferenceId, emails);
        _usedCodes = rows.Where(row => row.Code is not null).ToDictionary(row => row.Email, row => row.Code!.Value, StringComparer.Ordinal);
        return rows.ToDictionary(row => row.Email, row => row.Id, StringComparer.Ordinal);
    }

    private async Task TakeAsync(DbTransaction transaction)
    {
        foreach (var pool in _seats.All.Where(pool => pool.Granted > 0).OrderBy(pool => pool.Id))
        {
            if (await statements.TakeSeats.RunAsync(transaction, pool.Granted, pool.Id) != 1)
            {
                throw new InvalidOperationException($"Pool {pool.Id} was changed although its row was locked.");
            }
        }

        foreach (var code in _codes.Values.Where(code => code.Used > 0))
        {
            if (await statements.UseCode.RunAsync(transaction, code.Used, code.SeatsUsed, code.Id) != 1)
            {
                // Another node used it between our look and now. Its row was not locked; the guard is what counts.
                throw new SeatRaceException();
            }
        }
    }

    private static string Rows<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows);

    private sealed record CodeRow(string Code);

    private sealed record TypeRow(int Id);

    private sealed record CapRow(int SeatPoolId, int Ceiling, string Text);

    private sealed record OrganisationRow(int ParentId, string Organisation, string Name);
}

/// <summary>What was decided on has changed underfoot: the batch is tried again.</summary>
internal sealed class SeatRaceException : Exception;
