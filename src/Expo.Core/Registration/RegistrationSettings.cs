namespace Expo.Core.Registration;

/// <summary>What becomes of a person who lets an offer pass.</summary>
public enum MissedOffer
{
    /// <summary>Goes to the end of the line.</summary>
    ToTheEnd,

    /// <summary>Leaves the line and keeps the stream.</summary>
    Out,
}

/// <summary>How an event handles seats: one row for each conference; without a row the values here hold.</summary>
public sealed class RegistrationSettings
{
    public int ConferenceId { get; init; }

    /// <summary>How long somebody on the waiting list may take to accept a seat.</summary>
    public int OfferHours { get; set; } = 24;

    public MissedOffer MissedOffer { get; set; }

    /// <summary>When everybody with a seat is asked whether they still come. Null: nobody is asked.</summary>
    public DateTimeOffset? ReconfirmFrom { get; set; }

    /// <summary>At this instant the seats of those who did not answer are released; they keep the stream.</summary>
    public DateTimeOffset? ReconfirmBy { get; set; }

    /// <summary>When those who have a seat were asked.</summary>
    public DateTimeOffset? ReconfirmAskedAt { get; set; }

    /// <summary>Until when requests for accommodations are sure to be looked at in time: at this instant it has passed. Later requests are taken and answered as far as possible.</summary>
    public DateTimeOffset? AccommodationsBy { get; set; }

    /// <summary>Who is told of each request for an accommodation.</summary>
    public string? AccommodationsTo { get; set; }

    /// <summary>A payment that arrives after its hold ended is honoured if a seat is left; otherwise it is refunded.</summary>
    public bool HonourLatePayments { get; set; } = true;
}
