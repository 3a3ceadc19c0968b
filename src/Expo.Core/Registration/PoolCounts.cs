using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What one ticket type draws on.</summary>
/// <param name="Shared">Pools that count for everybody.</param>
/// <param name="Each">Pools that count for each organisation by itself.</param>
internal sealed record Draw(IReadOnlyList<int> Shared, IReadOnlyList<int> Each);

/// <summary>All pools of an event as they were read at one moment, and which of them somebody needs.</summary>
/// <param name="pools">Those without a parent, by id.</param>
/// <param name="organisations">By the pool that counts for each, and the organisation's key.</param>
/// <param name="draws">By ticket type; those without a pool are not in it.</param>
internal sealed class PoolCounts(IReadOnlyDictionary<int, PoolCount> pools, Dictionary<(int Parent, string Organisation), PoolCount> organisations, IReadOnlyDictionary<int, Draw> draws)
{
    public IEnumerable<PoolCount> All => pools.Values.Concat(organisations.Values);

    /// <summary>Ticket types of whose pools, those of single organisations aside, each has a seat to be had. Who waits for another keeps nothing from anybody.</summary>
    public List<int> OpenTypes => [.. draws.Keys.Where(IsOpen)];

    public bool AnyIsOpen => draws.Keys.Any(IsOpen);

    public bool IsOpen(int ticketType) => draws.TryGetValue(ticketType, out var draw) && draw.Shared.All(id => pools[id].Open > 0);

    public static async Task<PoolCounts> ReadAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var rows = await db.SeatPools.Where(p => p.ConferenceId == conferenceId).OrderBy(p => p.Id).Select(p => new { p.Id, p.Name, p.Capacity, p.Taken, p.ParentId, p.OrganisationKey }).ToListAsync(ct);
        var drawn = await db.TicketTypePools.Join(db.SeatPools, d => d.SeatPoolId, p => p.Id, (d, p) => new { d.TicketTypeId, Pool = p })
            .Where(d => d.Pool.ConferenceId == conferenceId).OrderBy(d => d.Pool.Id).Select(d => new { d.TicketTypeId, d.Pool.Id, d.Pool.EachOrganisation }).ToListAsync(ct);
        return new PoolCounts(
            rows.Where(p => p.ParentId is null).ToDictionary(p => p.Id, p => new PoolCount(p.Id, p.Name, p.Capacity, p.Taken)),
            rows.Where(p => p.ParentId is not null).ToDictionary(p => (p.ParentId!.Value, p.OrganisationKey!), p => new PoolCount(p.Id, p.Name, p.Capacity, p.Taken, ofOrganisation: true)),
            drawn.GroupBy(d => d.TicketTypeId).ToDictionary(d => d.Key, d => new Draw([.. d.Where(p => !p.EachOrganisation).Select(p => p.Id)], [.. d.Where(p => p.EachOrganisation).Select(p => p.Id)])));
    }

    /// <summary>A pool without a parent.</summary>
    public PoolCount Shared(int id) => pools[id];

    /// <summary>The pools that one person takes a seat of. Null when the person names no organisation and is counted in one.</summary>
    /// <param name="ticketType">Id of the type.</param>
    /// <param name="organisation">As <see cref="Organisations.Key"/> makes it.</param>
    public IReadOnlyList<PoolCount>? Of(int ticketType, string? organisation) =>
        !draws.TryGetValue(ticketType, out var draw) ? []
        : draw.Each.Count == 0 ? [.. draw.Shared.Select(id => pools[id])]
        : organisation is null ? null
        : [.. draw.Shared.Select(id => pools[id]), .. draw.Each.Select(parent => Own(parent, organisation))];

    /// <summary>What these people need together. Null when one of them cannot be seated for want of an organisation.</summary>
    public IReadOnlyList<Need>? NeedsOf(IReadOnlyList<Waits> people)
    {
        var own = people.Select(w => Of(w.TicketTypeId, CountsEach(w.TicketTypeId) ? Organisations.Key(w.Organisation) : null)).ToList();
        return own.Contains(null) ? null : [.. own.SelectMany(p => p!).CountBy(p => p).Select(p => new Need(p.Key, p.Value))];
    }

    public bool CountsEach(int ticketType) => draws.TryGetValue(ticketType, out var draw) && draw.Each.Count > 0;

    /// <summary>Keeps what those who wait keep.</summary>
    public PoolCounts Lay(IEnumerable<IReadOnlyList<Waits>> entries)
    {
        foreach (var entry in entries)
        {
            if (NeedsOf(entry) is { } needs)
            {
                LinePlan.Wait(needs);
            }
        }

        return this;
    }

    // An organisation of which nobody has registered yet has no pool in the database.
    private PoolCount Own(int parent, string organisation)
    {
        if (!organisations.TryGetValue((parent, organisation), out var pool))
        {
            organisations[(parent, organisation)] = pool = new PoolCount(0, pools[parent].Name, pools[parent].Capacity, 0, ofOrganisation: true);
        }

        return pool;
    }
}
