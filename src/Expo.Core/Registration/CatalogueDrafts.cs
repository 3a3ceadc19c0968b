using System.Globalization;
using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>What an organiser says of a ticket type. Also what a page showed, so that a change made meanwhile by somebody else is seen.</summary>
public sealed record TicketTypeDraft
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public TicketKind Kind { get; init; }

    /// <summary>Order on the form.</summary>
    public int Position { get; init; }

    public long PriceMinor { get; init; }

    public string Currency { get; init; } = "usd";

    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>At this instant itself it is closed.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    public bool NeedsCode { get; init; }

    /// <summary>Empty: every day of the event.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>Ids of the pools that it draws on.</summary>
    public IReadOnlyList<int> Pools { get; init; } = [];

    internal static TicketTypeDraft Of(TicketType type) => new()
    {
        Name = type.Name, Description = type.Description, Kind = type.Kind, Position = type.Position, PriceMinor = type.PriceMinor, Currency = type.Currency,
        OpensAt = type.OpensAt, ClosesAt = type.ClosesAt, NeedsCode = type.NeedsCode, Days = [.. type.Days.Order()], Pools = [.. type.Pools.Select(d => d.SeatPoolId).Order()],
    };

    internal IEnumerable<Fact> Facts(EventTime time, IReadOnlyDictionary<int, string> pools) =>
    [
        new("name", Name), new("description", Description), new("kind", Kind == TicketKind.InPerson ? "in person" : "online"),
        new("place on the form", Position.ToString(CultureInfo.InvariantCulture)), new("price", Prices.InWords(PriceMinor, Currency)),
        Instant("opening", OpensAt, time), Instant("closing", ClosesAt, time), new("access code", NeedsCode ? "needed" : "not needed"),
        new("days", string.Join(", ", Days.Select(d => d.ToString("d MMMM", CultureInfo.InvariantCulture)))),
        new("pools", string.Join(", ", Pools.Select(id => pools.GetValueOrDefault(id, "another event’s"))), string.Join(',', Pools.Order())),
    ];

    internal static Fact Instant(string what, DateTimeOffset? at, EventTime time) =>
        new(what, at is { } instant ? time.Full(instant) : "nothing", at?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "");
}

/// <summary>What an organiser says of a pool.</summary>
public sealed record PoolDraft(string? Name, int Capacity)
{
    internal IEnumerable<Fact> Facts() => [new("name", Name), new("cap", Capacity.ToString(CultureInfo.InvariantCulture))];
}

/// <summary>Access codes to be made.</summary>
public sealed record CodeOrder
{
    public int TicketTypeId { get; init; }

    /// <summary>A word of the organiser's own. Null: random ones are made.</summary>
    public string? Word { get; init; }

    /// <summary>How many codes; 1 with a word.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many people each code lets in.</summary>
    public int MostUses { get; init; } = 1;

    /// <summary>At this instant itself they are void.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Takes a seat for each use out of the pools now.</summary>
    public bool HoldsSeats { get; init; }

    /// <summary>For whom, in the organiser's words.</summary>
    public string? Note { get; init; }
}

/// <summary>What an organiser says of a question on the form.</summary>
public sealed record QuestionDraft
{
    /// <summary>Fixed once the question is there.</summary>
    public AnswerKind Kind { get; init; }

    public string? Label { get; init; }

    public string? Hint { get; init; }

    public bool IsRequired { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    public string? Purpose { get; init; }

    /// <summary>Days after the event's last day.</summary>
    public int KeepDays { get; init; } = 90;

    /// <summary>Codes; empty: asked of everybody.</summary>
    public IReadOnlyList<string> TicketTypes { get; init; } = [];

    public static QuestionDraft Of(FormQuestion question) => new()
    {
        Kind = question.Kind, Label = question.Label, Hint = question.Hint, IsRequired = question.IsRequired, Choices = [.. question.Choices],
        Purpose = question.Purpose, KeepDays = question.KeepDays, TicketTypes = [.. question.TicketTypes.Order(StringComparer.Ordinal)],
    };

    internal IEnumerable<Fact> Facts() =>
    [
        new("question", Label), new("hint", Hint), new("answer", IsRequired ? "required" : "optional"), new("choices", string.Join(" / ", Choices)), new("purpose", Purpose),
        new("days kept", KeepDays.ToString(CultureInfo.InvariantCulture)), new("tickets asked", TicketTypes.Count == 0 ? "all" : string.Join(", ", TicketTypes.Order(StringComparer.Ordinal))),
    ];
}

/// <summary>How the event handles seats, as an organiser says it.</summary>
public sealed record SettingsDraft
{
    public int OfferHours { get; init; } = 24;

    public MissedOffer MissedOffer { get; init; }

    public DateTimeOffset? ReconfirmFrom { get; init; }

    public DateTimeOffset? ReconfirmBy { get; init; }

    public DateTimeOffset? AccommodationsBy { get; init; }

    public string? AccommodationsTo { get; init; }

    public bool HonourLatePayments { get; init; } = true;

    internal static SettingsDraft Of(RegistrationSettings settings) => new()
    {
        OfferHours = settings.OfferHours, MissedOffer = settings.MissedOffer, ReconfirmFrom = settings.ReconfirmFrom, ReconfirmBy = settings.ReconfirmBy,
        AccommodationsBy = settings.AccommodationsBy, AccommodationsTo = settings.AccommodationsTo, HonourLatePayments = settings.HonourLatePayments,
    };

    internal IEnumerable<Fact> Facts(EventTime time) =>
    [
        new("hours to accept an offer", OfferHours.ToString(CultureInfo.InvariantCulture)), new("after a missed offer", MissedOffer == MissedOffer.ToTheEnd ? "to the end of the line" : "out of the line"),
        TicketTypeDraft.Instant("asking whether people still come", ReconfirmFrom, time), TicketTypeDraft.Instant("release of unconfirmed seats", ReconfirmBy, time),
        TicketTypeDraft.Instant("deadline for accommodations", AccommodationsBy, time), Fact.Secret("address for accommodations", AccommodationsTo),
        new("late payments", HonourLatePayments ? "honored" : "refunded"),
    ];
}
