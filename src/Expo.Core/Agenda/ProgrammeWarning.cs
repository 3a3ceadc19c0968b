namespace Expo.Core.Agenda;

public enum WarningKind
{
    EndsBeforeStart,
    OutsideDays,
    StageOverlap,
    SpeakerTwice,
    SpeakerAway,
    SpeakerAtNight,
    ShortChangeover,
    ShortSlot,
    NoConsent,
    NoDeck,
}

/// <summary>Something about the plan that an organiser should look at. Nothing is forbidden by it.</summary>
/// <param name="Text">A sentence that names the sessions and says what is wrong.</param>
/// <param name="Sessions">Ids; the first is the one to look at.</param>
public sealed record ProgrammeWarning(WarningKind Kind, string Text, IReadOnlyList<int> Sessions)
{
    public bool Equals(ProgrammeWarning? other) => other is not null && (Kind, Text) == (other.Kind, other.Text) && Sessions.SequenceEqual(other.Sessions);

    public override int GetHashCode() => HashCode.Combine(Kind, Text);
}
