using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>How a session stands at a moment, as pages show it.</summary>
internal static class SessionLook
{
    /// <summary>Behind us: by the organiser's word for what is given, by the clock for breaks.</summary>
    public static bool IsOver(this Session session, DateTimeOffset now) =>
        session.HasPage ? session.State is SessionState.Ended or SessionState.Cancelled : session.EndsAt <= now;

    /// <summary>0 to 100: how much of the planned time has passed.</summary>
    public static int PercentPassed(this Session session, DateTimeOffset now)
    {
        var length = (session.EndsAt - session.StartsAt).Ticks;
        return length <= 0 ? 100 : (int)Math.Clamp(100 * (now - session.StartsAt).Ticks / length, 0, 100);
    }

    public static string Address(this Session session) => $"/sessions/{session.Slug}";

    public static string Address(this Speaker speaker) => $"/speakers/{speaker.Slug}";

    /// <summary>"Ingrid Solvang, Nordlys Traceability AB, Sweden"; of several people the names only.</summary>
    public static string GivenBy(this Session session) => session.Speakers switch
    {
        [] => "",
        [var only] => $"{only.Name}, {only.Company}, {only.Country}",
        var several => string.Join(", ", several.SkipLast(1).Select(s => s.Name)) + " and " + several[^1].Name,
    };

    public static string Minutes(this Session session) => $"{(session.EndsAt - session.StartsAt).TotalMinutes:0} min";

    public static string KindInWords(this Session session) => session.Kind switch
    {
        SessionKind.Keynote => "Keynote",
        SessionKind.Panel => "Panel",
        SessionKind.Break => "Break",
        _ => "Talk",
    };
}
