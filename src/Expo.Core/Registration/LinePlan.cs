namespace Expo.Core.Registration;

/// <summary>One person or one party on the waiting list.</summary>
/// <param name="People">Ids of the attendees, who get seats all at once or not at all.</param>
/// <param name="Pools">Each of them needs a seat of each.</param>
internal sealed record LineEntry(IReadOnlyList<int> People, IReadOnlyList<int> Pools);

/// <summary>
/// Who on the waiting list can be offered seats, in the order of the line. Pure. Whoever needs a pool without a single free
/// seat cannot use what is free elsewhere, so others pass; a party that is short of seats together keeps what is free until
/// there is enough, so nobody passes it.
/// </summary>
internal sealed class LinePlan(IReadOnlyDictionary<int, int> freeSeats)
{
    private readonly Dictionary<int, int> _free = new(freeSeats);
    private readonly HashSet<int> _spokenFor = [];

    public bool CanBeOffered(LineEntry entry)
    {
        if (entry.Pools.All(pool => _free[pool] >= entry.People.Count && !_spokenFor.Contains(pool)))
        {
            foreach (var pool in entry.Pools)
            {
                _free[pool] -= entry.People.Count;
            }

            return true;
        }

        if (entry.Pools.All(pool => _free[pool] > 0))
        {
            _spokenFor.UnionWith(entry.Pools);
        }

        return false;
    }

    public bool IsSpokenFor(int pool) => _spokenFor.Contains(pool) || _free[pool] <= 0;

    /// <summary>Pools that are not known yet, such as those of an organisation.</summary>
    public void Know(IReadOnlyDictionary<int, int> free)
    {
        foreach (var (pool, seats) in free)
        {
            _free.TryAdd(pool, seats);
        }
    }
}
