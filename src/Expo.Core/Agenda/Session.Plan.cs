namespace Expo.Core.Agenda;

public sealed partial class Session
{
    /// <summary>Puts what is planned into the session; what has begun keeps its time, stage and kind. Speakers are the caller's to load.</summary>
    internal Result<Session> Plan(SessionSheet sheet, IReadOnlyCollection<Speaker> speakers, DateTimeOffset now)
    {
        var before = SessionSheet.Of(this);
        if (State is SessionState.Live or SessionState.Ended && (sheet.At, sheet.Kind, sheet.IsCancelled) != (before.At, before.Kind, before.IsCancelled))
        {
            return ProgrammeRefusals.HasBegun(Title);
        }

        if (before.IsCancelled && sheet.IsCancelled && sheet.At != before.At)
        {
            return ProgrammeRefusals.IsCancelled(Title);
        }

        (Title, Summary, Kind, IsPlaced, ChangedAt) = (sheet.Title, sheet.Summary, sheet.Kind, sheet.At is not null, now);
        if (sheet.At is { } at)
        {
            (StageId, StartsAt, EndsAt) = (at.StageId, at.StartsAt, at.EndsAt);
        }

        if (sheet.IsCancelled != before.IsCancelled)
        {
            State = sheet.IsCancelled ? SessionState.Cancelled : SessionState.Planned;
        }

        if (!sheet.Topics.SequenceEqual(Topics))
        {
            Topics.Clear();
            Topics.AddRange(sheet.Topics);
        }

        Speakers.RemoveAll(s => !sheet.Speakers.Contains(s.Id));
        Speakers.AddRange(speakers.Where(s => !Speakers.Contains(s)));
        return this;
    }
}
