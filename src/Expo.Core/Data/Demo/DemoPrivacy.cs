using Expo.Core.Registration;

namespace Expo.Core.Data.Demo;

/// <summary>The demo's privacy statement. A real event's counsel writes its own.</summary>
internal static class DemoPrivacy
{
    public static PrivacyStatement Statement(int conferenceId, DateTimeOffset now) => new StatementDraft(
        "This is a demo, run under no law. An agency names here the statute or order under which it collects registrations.",
        "To give out seats, to send tickets and changes, to let people in, to arrange what they need to take part, and to answer for how seats were given away.",
        "None outside of the event's organizers. Nothing is sold or shared, and speakers do not see who registered.",
        "Giving these details is voluntary. Without a name, an email address and a country we cannot give you a seat; the live stream can be watched without them.")
        .ToStatement(conferenceId, 1, now);
}
