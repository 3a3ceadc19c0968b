namespace Expo.Core.Agenda;

/// <summary>Why something about a speaker is not shown or not changed.</summary>
public static class SpeakerRefusals
{
    /// <summary>Also for somebody else's: nobody learns from it who is there.</summary>
    public static readonly Refusal Unknown = Refusal.NotFound("speakers.unknown", "There is no such speaker, or it is not you. Go back to your sessions and choose there.");

    public static readonly Refusal NotOrganiser = Refusal.Forbidden("speakers.not-organiser", "Only organizers can see and change all speakers. Sign in with an organizer's account.");

    public static readonly Refusal NotTheirs = Refusal.NotFound("speakers.not-their-session", "You do not speak in this session. Go back to your sessions and choose there.");

    public static readonly Refusal NoPage = Refusal.Conflict("speakers.no-page", "This is a break. It is neither streamed nor recorded, so nobody is asked.");

    public static readonly Refusal NameNeeded = Refusal.Invalid("speakers.name-needed", "Enter the name under which you speak.", "Name");

    public static readonly Refusal UnknownZone = Refusal.Invalid("speakers.unknown-zone", "There is no time zone by that name. Choose one from the list, or write it like America/New_York.", "TimeZone");

    public static readonly Refusal ChangedMeanwhile = Refusal.Conflict(
        "speakers.changed-meanwhile", "Somebody else changed this profile while you were writing. Nothing of yours was saved. Look at what is saved now in another window, then save yours again to replace it.");

    public static readonly Refusal NoAnswer = Refusal.Invalid("speakers.no-answer", "Answer all three questions with yes or no. You can change each answer later.");

    public static readonly Refusal NoDay = Refusal.Invalid("speakers.no-day", "Choose the day, for instance 2023-03-14.", "Day");

    public static readonly Refusal NoFrom = Refusal.Invalid("speakers.no-from", "Write when you can begin as hours and minutes, for instance 09:30.", "From");

    public static readonly Refusal NoUntil = Refusal.Invalid("speakers.no-until", "Write until when you can speak as hours and minutes, for instance 17:00.", "Until");

    public static readonly Refusal NoLength = Refusal.Invalid("speakers.no-length", "The end is the same as the beginning. Choose a later time.", "Until");

    public static readonly Refusal TooManyTimes = Refusal.Conflict("speakers.too-many-times", $"{SpeakerTimes.Most} stretches of time are the most. Remove one, or make one longer.");

    public static readonly Refusal NoPortrait = Refusal.NotFound("speakers.no-portrait", "There is no portrait any more.");

    public static Refusal TooLong(string field, string what, int most) => Refusal.Invalid("speakers.too-long", $"The {what} can have {most:N0} characters. Make it shorter.", field);

    public static Refusal Unreadable(string field, string what) => Refusal.Invalid("speakers.unreadable", $"The {what} holds characters that cannot be shown. Type it again rather than paste it.", field);

    public static Refusal OutsideEvent(string days) => Refusal.Invalid("speakers.outside-event", $"This is outside the event, which is {days}. Choose a time within it.", "Day");
}

/// <summary>Why a portrait is not taken. What its content is decides, not its name; other reasons are those of <see cref="Files.ContentRefusals"/>.</summary>
public static class PortraitRefusals
{
    public const string Field = "Portrait";

    public const int MostBytes = 5 * 1024 * 1024;

    public static readonly Refusal Missing = Refusal.Invalid("portraits.missing", "Choose a picture first: a JPEG, PNG or WebP file.", Field);

    public static readonly Refusal Empty = Refusal.Invalid("portraits.empty", "The file is empty: it has 0 bytes. Look that the picture opens on your computer, then choose it again.", Field);

    public static readonly Refusal TooLarge = Refusal.Invalid("portraits.too-large", $"A portrait can have {MostBytes / 1024 / 1024} MB at most. Save the picture smaller, some 1,000 pixels wide, and choose it again.", Field);

    public static readonly Refusal NotScanned = Refusal.Conflict("portraits.not-scanned", "The virus scanner does not answer at the moment, and no file is taken without it. Try again in a few minutes.");
}
