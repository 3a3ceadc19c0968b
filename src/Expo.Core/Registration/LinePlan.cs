namespace Expo.Core.Registration;

/// <summary>Seats of one pool that somebody needs at once.</summary>
internal readonly record struct Need(PoolCount Pool, int Seats);

/// <summary>One person on the waiting list.</summary>
internal sealed record Waits(int Id, int TicketTypeId, string? Organisation, string? Party);

/// <summary>
/// What those who wait leave to those behind them, in the order of the line; a newcomer stands at its end. Pure. Whoever needs
/// a pool without a single seat to be had cannot use what is free elsewhere, so others pass. A party that is short of seats
/// together in one pool keeps what is free there until there is enough, and in its other pools as many seats as it needs.
/// </summary>
internal static class LinePlan
{
    public static bool HasRoom(IReadOnlyList<Need> needs) => needs.All(need => need.Pool.Open >= need.Seats);

    /// <summary>A pool that has fewer seats in all than are needed together, or null. One with a cap of 0 is not open yet: people may wait for it.</summary>
    public static PoolCount? TooSmall(IReadOnlyList<Need> needs) => needs.FirstOrDefault(need => need.Pool.Capacity > 0 && need.Seats > need.Pool.Capacity).Pool;

    /// <summary>Somebody goes on waiting. Who can never be seated, because a cap was lowered since, keeps nothing from others.</summary>
    public static void Wait(IReadOnlyList<Need> needs)
    {
        if (needs.Any(need => need.Pool.Open == 0) || TooSmall(needs) is not null)
        {
            return;
        }

        foreach (var (pool, seats) in needs)
        {
            if (pool.Open < seats)
            {
                pool.SpeakFor();
            }
            else
            {
                pool.SetAside(seats);
            }
        }
    }

    /// <summary>Those who get seats all at once or not at all: one person, or the people of one party who wait for the same ticket.</summary>
    /// <param name="line">In its order.</param>
    public static IEnumerable<IReadOnlyList<Waits>> Entries(IEnumerable<Waits> line) =>
        line.GroupBy(w => (w.Party ?? $"#{w.Id}", w.TicketTypeId)).Select(entry => (IReadOnlyList<Waits>)[.. entry]);
}
