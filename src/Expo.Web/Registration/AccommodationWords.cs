using Expo.Core.Agenda;

namespace Expo.Web.Registration;

/// <summary>The deadline for accommodations, said the same wherever it stands: to the minute, and at that minute it has passed.</summary>
internal static class AccommodationWords
{
    private const string What = "For example sign language, a seat near the front, a quiet room. Only those who arrange it read this.";

    /// <summary>Beside the field of the form.</summary>
    public static string Hint(RegisterView view, DateTimeOffset now) => view.Settings.AccommodationsBy switch
    {
        null => What,
        { } by when now < by => $"{What} What is asked for by {view.Time.Full(by)} is sure to be looked at in time.",
        _ => $"{What} The time in which requests were sure to be looked at has passed; ask anyway, we do what we can.",
    };

    /// <summary>On the page of a ticket; null without a deadline.</summary>
    public static string? ForTicket(DateTimeOffset? until, EventTime time, DateTimeOffset now) => until switch
    {
        null => null,
        { } by when now < by => $"What is asked for by {time.Full(by)} is sure to be looked at in time. Later requests are taken as well, and met as far as possible.",
        { } by => $"The time in which requests were sure to be looked at ended on {time.Full(by)}. Ask all the same: it is met as far as possible.",
    };

    /// <summary>At the desk of those who arrange.</summary>
    public static string ForDesk(DateTimeOffset? until, EventTime time, DateTimeOffset now) => until switch
    {
        null => "No deadline is set.",
        { } by when now < by => $"Requests until {time.Full(by)} are sure to be looked at in time.",
        { } by => $"The time in which requests were sure to be looked at ended on {time.Full(by)}. Later ones come in as well.",
    };
}
