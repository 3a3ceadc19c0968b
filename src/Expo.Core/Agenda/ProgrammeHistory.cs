namespace Expo.Core.Agenda;

/// <summary>
/// What one organiser has done at the programme and can undo, the last first, and what was undone and can be done again.
/// Undoing is a change too and makes a new revision, so the steps that wait below learn it: only a change by somebody else
/// then stands in their way.
/// </summary>
public sealed class ProgrammeHistory
{
    private const int MostSteps = 100;

    private readonly List<ProgrammeStep> _done = [];
    private readonly List<ProgrammeStep> _undone = [];

    public ProgrammeStep? ToUndo => _done.Count == 0 ? null : _done[^1];

    public ProgrammeStep? ToRedo => _undone.Count == 0 ? null : _undone[^1];

    /// <summary>A new change: what was undone before it cannot be done again.</summary>
    public void Did(ProgrammeStep step)
    {
        _undone.Clear();
        _done.Add(step);
        if (_done.Count > MostSteps)
        {
            _done.RemoveAt(0);
        }
    }

    /// <param name="step">The change that undid <see cref="ToUndo"/>.</param>
    public void Undid(ProgrammeStep step)
    {
        var old = Take(_done);
        Rename(old.SessionId, step.SessionId);
        Learn(_done, step.SessionId, s => s.To == old.From, s => s with { To = step.To });
        _undone.Add(old with { SessionId = step.SessionId, From = step.To });
    }

    /// <param name="step">The change that did <see cref="ToRedo"/> again.</param>
    public void Redid(ProgrammeStep step)
    {
        var old = Take(_undone);
        Rename(old.SessionId, step.SessionId);
        Learn(_undone, step.SessionId, s => s.From == old.To, s => s with { From = step.To });
        _done.Add(old with { SessionId = step.SessionId, To = step.To });
    }

    /// <summary>It was refused and would be refused for ever.</summary>
    public void ForgetUndo() => Take(_done);

    /// <inheritdoc cref="ForgetUndo"/>
    public void ForgetRedo() => Take(_undone);

    private static ProgrammeStep Take(List<ProgrammeStep> steps)
    {
        var last = steps[^1];
        steps.RemoveAt(steps.Count - 1);
        return last;
    }

    /// <summary>A session that was removed and added again has another number.</summary>
    private void Rename(int old, int now)
    {
        if (old != now)
        {
            Learn(_done, old, _ => true, s => s with { SessionId = now });
            Learn(_undone, old, _ => true, s => s with { SessionId = now });
        }
    }

    private static void Learn(List<ProgrammeStep> steps, int session, Predicate<ProgrammeStep> which, Func<ProgrammeStep, ProgrammeStep> learned)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            steps[i] = steps[i].SessionId == session && which(steps[i]) ? learned(steps[i]) : steps[i];
        }
    }
}
