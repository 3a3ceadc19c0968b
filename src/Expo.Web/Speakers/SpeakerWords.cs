using System.Globalization;
using Expo.Core.Agenda;
using Expo.Core.Files;

namespace Expo.Web.Speakers;

/// <summary>Speakers in plain words, the same on their desk and on the organiser's.</summary>
internal static class SpeakerWords
{
    /// <summary>For instance <c>09:30 to 09:55 EDT, Tuesday 14 March 2023</c>.</summary>
    public static string When(Session session, EventTime time) => session.IsPlaced
        ? $"{time.Hour(session.StartsAt)} to {time.Clock(session.EndsAt)}, {time.LongDay(session.StartsAt)}"
        : "No time yet";

    /// <summary>A stretch of time. The day of its end is said where it is another.</summary>
    public static string Stretch(SpeakerAvailability stretch, EventTime time) => time.Day(stretch.From) == time.Day(stretch.Until)
        ? $"{time.LongDay(stretch.From)}, {time.Hour(stretch.From)} to {time.Clock(stretch.Until)}"
        : $"{time.LongDay(stretch.From)}, {time.Clock(stretch.From)}, to {time.LongDay(stretch.Until)}, {time.Clock(stretch.Until)}";

    public static string Due(SpeakerGap gap, EventTime time, DateTimeOffset now) => $"{(gap.DueAt < now ? "was asked for by" : "by")} {EventTime.LongDay(time.Day(gap.DueAt))}";

    /// <summary>For the organiser: whose page it is is clear.</summary>
    public static string Short(SpeakerLack what) => what switch
    {
        SpeakerLack.Availability => "Availability",
        SpeakerLack.Profile => "Profile",
        SpeakerLack.Portrait => "Portrait",
        SpeakerLack.Consent => "Consent",
        _ => "Deck",
    };

    public static string Of(SpeakerShow show) => show switch
    {
        SpeakerShow.All => "All",
        SpeakerShow.MissingSomething => "Something is missing",
        SpeakerShow.NoAddress => "No address",
        SpeakerShow.NoAccount => "No account",
        SpeakerShow.BadTime => "Not available, or night",
        _ => $"{Short(Enum.Parse<SpeakerLack>(show.ToString()))} missing",
    };

    /// <summary>For instance <c>Stream yes, record yes, publish no</c>.</summary>
    public static string Of(SpeakerConsent? consent) => consent is null ? "Nothing said yet" : $"Stream {YesNo(consent.Stream)}, record {YesNo(consent.Record)}, publish {YesNo(consent.Publish)}";

    public static string YesNo(bool yes) => yes ? "yes" : "no";

    public static string Account(SpeakerSheet sheet) => sheet switch
    {
        { AccountEmail: { } account } => $"Account {account}",
        { Speaker.Email: { } address } => $"{address}, no account yet",
        _ => "No address",
    };

    /// <summary>Picture and its version in one address, so that it can be kept for long.</summary>
    public static string Portrait(Speaker speaker) => $"/speakers/{speaker.Slug}/portrait?v={Version(speaker.PortraitId!.Value)}";

    /// <summary>For whoever may see the working copy.</summary>
    public static string OwnPortrait(Speaker speaker) => string.Create(CultureInfo.InvariantCulture, $"/speaker/portrait/{speaker.Id}?v={Version(speaker.PortraitId!.Value)}");

    public static string Version(Guid portrait) => portrait.ToString("N")[^12..];

    public static string Version(StoredFile portrait) => Version(portrait.Id);
}
