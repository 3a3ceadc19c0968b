using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>What a registration came to. Never told to the asker, who might be asking about somebody else's address.</summary>
internal enum Seating
{
    /// <summary>Confirmed: a seat in the room or the stream.</summary>
    Confirmed,

    /// <summary>A seat is held until it is paid for.</summary>
    Unpaid,

    /// <summary>On the waiting list.</summary>
    Waiting,

    /// <summary>The address is registered already; its owner is told by letter.</summary>
    Repeated,
}

/// <summary>A seat pool as it was read and locked, and what this transaction gives away of it.</summary>
/// <param name="id">Of the pool.</param>
/// <param name="capacity">Its cap.</param>
/// <param name="taken">As it was read.</param>
/// <param name="ofOrganisation">It is the pool of one organisation: no access code holds seats of it back, since nobody knows before who comes.</param>
internal sealed class PoolCount(int id, int capacity, int taken, bool ofOrganisation = false)
{
    public int Id => id;

    public bool OfOrganisation => ofOrganisation;

    public int Capacity => capacity;

    public int Taken => taken;

    public int Granted { get; private set; }

    public int Free => capacity - taken - Granted;

    public void Grant(int seats) => Granted += seats;
}

/// <summary>An access code as it was read and locked, and what this transaction uses of it.</summary>
internal sealed class CodeCount(int id, int ticketTypeId, int usesLeft, int seatsHeld, DateTimeOffset? endsAt)
{
    public int Id => id;

    public int TicketTypeId => ticketTypeId;

    public int UsesLeft => usesLeft - Used;

    public int SeatsHeld => seatsHeld - SeatsUsed;

    public int Used { get; private set; }

    public int SeatsUsed { get; private set; }

    public bool IsOver(DateTimeOffset at) => endsAt <= at;

    public void Use(int times, int held)
    {
        Used += times;
        SeatsUsed += held;
    }
}

/// <summary>The event as registration needs it.</summary>
internal sealed record OpenEvent(int ConferenceId, string TimeZone, DateTimeOffset ClosesAt, IReadOnlyDictionary<string, TypeOffer> Types);

/// <summary>One ticket type and the pools that it draws on.</summary>
/// <param name="EachOrganisation">Those of <paramref name="Pools"/> that count for each organisation by itself.</param>
internal sealed record TypeOffer(
    int Id, TicketKind Kind, bool IsFree, bool NeedsCode, bool IsArchived, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, IReadOnlyList<int> Pools, IReadOnlyList<int> EachOrganisation);

/// <summary>What one asker gets: for the one who asks and each who comes along, in their order.</summary>
/// <param name="Pools">Each person takes a seat of each of these.</param>
/// <param name="FromCode">How many of the people, from the first on, take seats that were held back for their code; of their organisation's pool they take free ones.</param>
internal sealed record Grant(TypeOffer Type, IReadOnlyList<Seating> People, IReadOnlyList<PoolCount> Pools, CodeCount? Code, int FromCode);

/// <summary>Decides for the askers of one transaction, in their order, who gets what. Pure: reads and writes nothing.</summary>
/// <param name="open">The event.</param>
/// <param name="pools">By id: those that were locked.</param>
/// <param name="organisationPools">By the pool that counts for each, and the organisation's key.</param>
/// <param name="codes">By the code.</param>
/// <param name="registered">Normalised addresses that are registered already.</param>
/// <param name="waitingFor">Ticket types that somebody waits for.</param>
internal sealed class SeatPlan(
    OpenEvent open, IReadOnlyDictionary<int, PoolCount> pools, IReadOnlyDictionary<(int Parent, string Organisation), PoolCount> organisationPools,
    IReadOnlyDictionary<string, CodeCount> codes, IReadOnlySet<string> registered, IReadOnlySet<int> waitingFor)
{
    private readonly HashSet<string> _registeredHere = new(StringComparer.Ordinal);
    private readonly HashSet<int> _waitingFor = [.. waitingFor];

    public Result<Grant> Decide(CheckedRequest request, DateTimeOffset askedAt)
    {
        if (askedAt >= open.ClosesAt)
        {
            return RegistrationRefusals.Closed(open.ClosesAt, open.TimeZone);
        }

        if (!open.Types.TryGetValue(request.TicketType, out var type) || type.IsArchived)
        {
            return RegistrationRefusals.PlaceUnknown;
        }

        var unlocked = Unlock(request, type, askedAt);
        if (unlocked.IsRefused)
        {
            return unlocked.Refusal;
        }

        if (type.EachOrganisation.Count > 0 && request.OrganisationKey is null)
        {
            return RegistrationRefusals.OrganisationMissing;
        }

        return Seat(request, type, unlocked.Value.Count);
    }

    /// <summary>Why nobody can have this ticket type at this moment, or null: its own window.</summary>
    public static Refusal? Window(TypeOffer type, DateTimeOffset at, string timeZone) =>
        type.OpensAt > at ? RegistrationRefusals.NotOnSaleYet(type.OpensAt.Value, timeZone)
        : type.ClosesAt <= at ? RegistrationRefusals.NotOnSaleAnyMore(type.ClosesAt.Value, timeZone)
        : null;

    private Result<(CodeCount? Count, bool IsOpen)> Unlock(CheckedRequest request, TypeOffer type, DateTimeOffset askedAt)
    {
        // A hidden ticket is as closed as any: its window counts before its code.
        if (Window(type, askedAt, open.TimeZone) is { } closed)
        {
            return closed;
        }

        if (request.AccessCode is null)
        {
            return type.NeedsCode ? RegistrationRefusals.CodeMissing : (null, true);
        }

        if (!codes.TryGetValue(request.AccessCode, out var code) || code.IsOver(askedAt) || code.TicketTypeId != type.Id)
        {
            return RegistrationRefusals.CodeUnknown;
        }

        return code.UsesLeft < request.People.Count ? RegistrationRefusals.CodeUsedUp : (code, true);
    }

    private Result<Grant> Seat(CheckedRequest request, TypeOffer type, CodeCount? code)
    {
        IReadOnlyList<PoolCount> drawn = [.. type.Pools.Select(id => pools[id]), .. type.EachOrganisation.Select(id => organisationPools[(id, request.OrganisationKey!)])];
        var held = Math.Min(code?.SeatsHeld ?? 0, request.People.Count);
        var wanted = request.People.Count - held;
        var fits = (wanted == 0 || (drawn.All(pool => pool.Free >= wanted) && !IsSpokenFor(type))) && drawn.All(pool => !pool.OfOrganisation || pool.Free >= request.People.Count);

        // Full comes before known: a full room must answer the same for every address.
        if (!fits && !request.MayWait)
        {
            return wanted > 1 && drawn.All(pool => pool.Free > 0) ? RegistrationRefusals.FullForParty : RegistrationRefusals.Full;
        }

        var seating = !fits ? Seating.Waiting : type.IsFree ? Seating.Confirmed : Seating.Unpaid;
        var people = request.People.Select(p => registered.Contains(p.NormalisedEmail) || !_registeredHere.Add(p.NormalisedEmail) ? Seating.Repeated : seating).ToList();
        var seated = people.Count(p => p != Seating.Repeated);
        if (!fits)
        {
            if (seated > 0)
            {
                _waitingFor.Add(type.Id);
            }

            return new Grant(type, people, drawn, null, 0);
        }

        var fromCode = Math.Min(held, seated);
        code?.Use(seated, fromCode);
        foreach (var pool in drawn)
        {
            pool.Grant(pool.OfOrganisation ? seated : seated - fromCode);
        }

        return new Grant(type, people, drawn, code, fromCode);
    }

    /// <summary>
    /// A newcomer stands at the end of the line. Whoever could have had a free seat alone has been offered it before; those who
    /// still wait for a type whose pools all have room are people who need more seats together, and what is free is theirs.
    /// </summary>
    private bool IsSpokenFor(TypeOffer type) => _waitingFor.Count > 0 && open.Types.Values.Any(other => _waitingFor.Contains(other.Id)
        && other.Pools.Intersect(type.Pools).Any() && other.Pools.All(id => pools[id].Free > 0));
}
