namespace Expo.Core.Registration;

/// <summary>Every "no" of looking at attendees and taking their data out.</summary>
public static class AttendeeRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("registration.unknown-attendee", "Nobody is registered under this number. Go back to the list of attendees.");

    public static readonly Refusal NoColumn = Refusal.Invalid("registration.export-no-column", "Choose at least one column.", "Columns");

    public static readonly Refusal UnknownColumn = Refusal.Invalid("registration.export-unknown-column", "One of the columns is not there any more. Choose the columns again.", "Columns");

    public static readonly Refusal PurposeMissing = Refusal.Invalid("registration.export-no-purpose", "Enter what the file is for, in one line. It is kept with your name.", "Purpose");

    public static readonly Refusal PurposeTooLong = Refusal.Invalid(
        "registration.export-purpose-too-long", $"Say what the file is for in at most {AttendeeExports.LongestPurpose} characters.", "Purpose");
}
