using Expo.Core.Agenda;

namespace Expo.Web.Organiser;

/// <summary>What stands on a session in the grid: how many warnings name it, and whether one of them is about when and where it is.</summary>
public readonly record struct ProgrammeMark(int Count, bool IsSerious)
{
    public static IReadOnlyDictionary<int, ProgrammeMark> Of(IReadOnlyList<ProgrammeWarning> warnings) =>
        warnings.SelectMany(w => w.Sessions.Select(id => (Id: id, w.Kind))).GroupBy(w => w.Id).ToDictionary(g => g.Key, g => new ProgrammeMark(g.Count(), g.Any(w => w.Kind < WarningKind.NoConsent)));
}

/// <summary>Words of the programme's desk.</summary>
internal static class ProgrammeWords
{
    public static readonly (SessionKind Kind, string Words)[] Kinds =
        [(SessionKind.Talk, "Talk"), (SessionKind.Keynote, "Keynote"), (SessionKind.Panel, "Panel"), (SessionKind.Break, "Break")];

    private static readonly Dictionary<WarningKind, string> Heads = new()
    {
        [WarningKind.EndsBeforeStart] = "End before start", [WarningKind.OutsideDays] = "Outside the event", [WarningKind.StageOverlap] = "Overlap on a stage", [WarningKind.SpeakerTwice] = "Speaker in two places",
        [WarningKind.SpeakerAway] = "Speaker not available", [WarningKind.SpeakerAtNight] = "Night for a remote speaker", [WarningKind.ShortChangeover] = "Change-over too short", [WarningKind.ShortSlot] = "Slot too short",
        [WarningKind.NoConsent] = "Consent missing", [WarningKind.NoDeck] = "No deck",
    };

    public static string Of(WarningKind kind) => Heads[kind];

    /// <summary>Behind a time; empty for what is only planned.</summary>
    public static string State(Session session) => session.State switch { SessionState.Cancelled => ", cancelled", SessionState.Live => ", live", SessionState.Ended => ", over", _ => "" };

    public static string Minutes(TimeSpan length) => $"{length.TotalMinutes:0}";

    /// <summary>How long a session is that has no time yet, for a start.</summary>
    public static int UsualMinutes(Session session, int? talkMinutes) => session.Kind switch { SessionKind.Break => 15, SessionKind.Panel => 45, _ => talkMinutes ?? 25 };
}
