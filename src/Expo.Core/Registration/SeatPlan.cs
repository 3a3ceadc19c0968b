namespace Expo.Core.Registration;

/// <summary>What a registration came to. Never told to the asker, who might be asking about somebody else's address.</summary>
internal enum Seating
{
    /// <summary>Confirmed: a seat in the room or the stream.</summary>
    Confirmed,

    /// <summary>On the waiting list.</summary>
    Waiting,

    /// <summary>The address is registered already; its owner is told by letter.</summary>
    Repeated,
}

/// <summary>A seat pool as it was read and locked, and what this transaction gives away of it.</summary>
internal sealed class PoolCount(int id, int capacity, int taken)
{
    public int Id => id;

    public int Capacity => capacity;

    public int Taken => taken;

    public int Granted { get; private set; }

    public bool SomebodyWaits { get; set; }

    /// <summary>For a newcomer. A seat that came free while somebody waits belongs to the one who waits.</summary>
    public bool IsFull => taken + Granted >= capacity || SomebodyWaits;

    public void Grant() => Granted++;
}

/// <summary>The event as registration needs it.</summary>
internal sealed record OpenEvent(int ConferenceId, string TimeZone, DateTimeOffset ClosesAt, IReadOnlyDictionary<string, PlaceOffer> Offers);

/// <summary>One ticket type. Without a pool there is no cap.</summary>
internal sealed record PlaceOffer(int TicketTypeId, int? SeatPoolId);

/// <summary>Decides for the askers of one transaction, in their order, who gets what. Pure: reads and writes nothing.</summary>
internal sealed class SeatPlan(OpenEvent open, IReadOnlyDictionary<int, PoolCount> pools, IReadOnlySet<string> registered)
{
    private readonly HashSet<string> _registeredHere = new(StringComparer.Ordinal);

    public Result<Seating> Decide(CheckedRequest request, DateTimeOffset askedAt)
    {
        if (askedAt >= open.ClosesAt)
        {
            return RegistrationRefusals.Closed(open.ClosesAt, open.TimeZone);
        }

        var mayWait = request.Place == Places.Waiting;
        if (!open.Offers.TryGetValue(mayWait ? Places.Room : request.Place, out var offer))
        {
            return RegistrationRefusals.PlaceUnknown;
        }

        // Full comes before known: a full room must answer the same for every address.
        var pool = offer.SeatPoolId is { } id ? pools[id] : null;
        if (pool is { IsFull: true } && !mayWait)
        {
            return RegistrationRefusals.Full;
        }

        if (registered.Contains(request.NormalisedEmail) || !_registeredHere.Add(request.NormalisedEmail))
        {
            return Seating.Repeated;
        }

        if (pool is { IsFull: true })
        {
            pool.SomebodyWaits = true;
            return Seating.Waiting;
        }

        pool?.Grant();
        return Seating.Confirmed;
    }
}
