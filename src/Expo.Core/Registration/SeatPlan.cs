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
/// <param name="TellAccommodations">Normalised address of those who are told of requests for accommodations.</param>
internal sealed record OpenEvent(int ConferenceId, string TimeZone, DateTimeOffset ClosesAt, IReadOnlyDictionary<string, TypeOffer> Types, string? TellAccommodations);

/// <summary>One ticket type and the pools that it draws on.</summary>
/// <param name="EachOrganisation">Those of <paramref name="Pools"/> that count for each organisation by itself.</param>
internal sealed record TypeOffer(
    int Id, string Name, TicketKind Kind, bool IsFree, bool NeedsCode, bool IsArchived, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, IReadOnlyList<int> Pools, IReadOnlyList<int> EachOrganisation);

/// <summary>What one asker gets: for the one who asks and each who comes along, in their order.</summary>
/// <param name="Pools">Each person takes a seat of each of these.</param>
/// <param name="FromCode">How many of the people, from the first on, take seats that were held back for their code; of their organisation's pool they take free ones.</param>
internal sealed record Grant(TypeOffer Type, IReadOnlyList<Seating> People, IReadOnlyList<PoolCount> Pools, CodeCount? Code, int FromCode);

/// <summary>Decides for the askers of one transaction, in their order, who gets what. Pure: reads and writes nothing.</summary>
/// <param name="open">The event.</param>
/// <param name="seats">Pools that were locked, with what is kept for those who wait.</param>
/// <param name="codes">By the code.</param>
/// <param name="registered">Normalised addresses that are registered already.</param>
/// <param name="usedCodes">The access code that each of them came with, if any, by the address.</param>
/// <param name="takesMoney">Whether tickets that cost something can be paid for.</param>
internal sealed class SeatPlan(
    OpenEvent open, PoolCounts seats, IReadOnlyDictionary<string, CodeCount> codes, IReadOnlySet<string> registered, IReadOnlyDictionary<string, int> usedCodes, bool takesMoney)
{
    private readonly Dictionary<string, int> _usedCodes = new(usedCodes, StringComparer.Ordinal);
    private readonly HashSet<string> _registeredHere = new(StringComparer.Ordinal);

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

        if (!type.IsFree && !takesMoney)
        {
            return RegistrationRefusals.PaymentsOff;
        }

        return seats.Of(type.Id, request.OrganisationKey) is { } drawn ? Seat(request, type, drawn, unlocked.Value.Count) : RegistrationRefusals.OrganisationMissing;
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

        if (!codes.TryGetValue(request.AccessCode, out var code) || code.IsOver(askedAt))
        {
            return RegistrationRefusals.CodeUnknown;
        }

        if (code.TicketTypeId != type.Id)
        {
            return open.Types.Values.FirstOrDefault(other => other.Id == code.TicketTypeId) is { IsArchived: false } opened ? RegistrationRefusals.CodeForAnother(opened.Name) : RegistrationRefusals.CodeUnknown;
        }

        return code.UsesLeft < request.People.Count - HaveUsed(request, code) ? RegistrationRefusals.CodeUsedUp : (code, true);
    }

    private Result<Grant> Seat(CheckedRequest request, TypeOffer type, IReadOnlyList<PoolCount> drawn, CodeCount? code)
    {
        var fresh = request.People.Count - HaveUsed(request, code);
        var held = Math.Min(code?.SeatsHeld ?? 0, fresh);
        var needs = Needs(drawn, fresh, held);
        var fits = LinePlan.HasRoom(needs);
        if (!fits && LinePlan.TooSmall(needs) is { } small)
        {
            return RegistrationRefusals.LargerThanCap(small.Capacity);
        }

        // Full comes before known: a full room must answer the same for every address. Whoever brings a held seat has no use
        // for the line: the seat waits at the code, and its use is not spent.
        if (!fits && (!request.MayWait || held > 0))
        {
            return request.People.Count > 1 && needs.All(need => need.Pool.Free > 0)
                ? RegistrationRefusals.FullForParty
                : RegistrationRefusals.FullFor(needs.First(need => need.Pool.Open < need.Seats).Pool, type.Kind, type.Pools.Count == 1);
        }

        var seating = !fits ? Seating.Waiting : type.IsFree ? Seating.Confirmed : Seating.Unpaid;
        var people = request.People.Select(p => registered.Contains(p.NormalisedEmail) || !_registeredHere.Add(p.NormalisedEmail) ? Seating.Repeated : seating).ToList();
        var seated = people.Count(p => p != Seating.Repeated);
        var fromCode = Math.Min(held, seated);
        code?.Use(seated, fromCode);
        foreach (var (person, _) in request.People.Zip(people).Where(p => code is not null && p.Second != Seating.Repeated))
        {
            _usedCodes[person.NormalisedEmail] = code!.Id;
        }

        if (!fits)
        {
            LinePlan.Wait(Needs(drawn, seated, 0));
            return new Grant(type, people, drawn, code, 0);
        }

        foreach (var (pool, taken) in Needs(drawn, seated, fromCode))
        {
            pool.Grant(taken);
        }

        return new Grant(type, people, drawn, code, fromCode);
    }

    // The same form sent once more, or a double click, does no harm. Of those alone who used this very code: whoever has a code
    // that is used up must not learn from it which other addresses are registered.
    private int HaveUsed(CheckedRequest request, CodeCount? code) =>
        code is null ? 0 : request.People.Count(p => _usedCodes.TryGetValue(p.NormalisedEmail, out var used) && used == code.Id);

    private static IReadOnlyList<Need> Needs(IReadOnlyList<PoolCount> drawn, int people, int held) =>
        [.. drawn.Select(pool => new Need(pool, pool.OfOrganisation ? people : people - held)).Where(need => need.Seats > 0)];
}
