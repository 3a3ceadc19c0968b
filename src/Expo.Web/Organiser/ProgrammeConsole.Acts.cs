using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.JSInterop;

namespace Expo.Web.Organiser;

/// <summary>What is done at the desk, by form, by keys and by pointer; the script calls what is <c>JSInvokable</c>.</summary>
public sealed partial class ProgrammeConsole
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(ProgrammeDay.MinutesOfRow);

    /// <summary>A session was dropped.</summary>
    /// <param name="id">The session.</param>
    /// <param name="seen">The revision that it had when it was taken up: a colleague may have moved it since.</param>
    /// <param name="stageId">The lane it was dropped on, or 0 for the tray.</param>
    /// <param name="startsAt">Seconds since 1970.</param>
    /// <param name="minutes">Its length.</param>
    [JSInvokable]
    public async Task DropAsync(int id, int seen, int stageId, long startsAt, int minutes)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(startsAt);
        var wanted = stageId == 0 ? null : new Placement(stageId, start, start.AddMinutes(minutes));
        if (_programme?.Sessions.FirstOrDefault(s => s.Id == id) is { } session && At(session) != wanted)
        {
            await DoAsync(by => wanted is null ? Service.UnplaceAsync(by, id, seen, Ct) : Service.PlaceAsync(by, id, seen, wanted, Ct));
            StateHasChanged();
        }
    }

    /// <summary>An arrow lifts the focused session and moves it; Enter saves; anything else puts it back.</summary>
    [JSInvokable]
    public async Task KeyAsync(int id, string key, bool shift)
    {
        if (_programme?.Sessions.FirstOrDefault(s => s.Id == id) is not { IsPlaced: true, State: SessionState.Planned } session)
        {
            return;
        }

        var at = At(session)!;
        // Of the moment of the lift: what a colleague saves until Enter is not overwritten.
        var seen = _lifted is { } before && before.Session == id ? before.Revision : session.Revision;
        if (key == "Enter" && _lifted is not null)
        {
            _lifted = null;
            await DoAsync(by => Service.PlaceAsync(by, id, seen, at, Ct));
        }
        else if (Moved(at, key, shift) is { } moved)
        {
            (_lifted, _refusal, _done) = ((id, seen, moved), null, null);
            _day = Time.Day(moved.StartsAt);
            _said = $"{session.Title}: {(_days.Count > 1 ? EventTime.LongDay(_day) + ", " : "")}{Time.Hour(moved.StartsAt)} to {Time.Clock(moved.EndsAt)}, {_programme.Stages.First(s => s.Id == moved.StageId).Name}. Not saved. Enter saves, Escape puts it back.";
        }
        else if (_lifted is not null)
        {
            _lifted = null;
            _day = Time.Day(session.StartsAt);
            _said = $"{session.Title} is back at {Time.Clock(session.StartsAt)}.";
        }

        StateHasChanged();
    }

    [JSInvokable]
    public Task UndoAsync() => TurnAsync(_history.ToUndo, ProgrammeRefusals.NothingToUndo, "Undone", Service.UndoAsync, _history.Undid, _history.ForgetUndo);

    [JSInvokable]
    public Task RedoAsync() => TurnAsync(_history.ToRedo, ProgrammeRefusals.NothingToRedo, "Done again", Service.RedoAsync, _history.Redid, _history.ForgetRedo);

    private Placement? Moved(Placement at, string key, bool shift)
    {
        var stages = _programme!.Stages.ToList();
        var stage = stages.FindIndex(s => s.Id == at.StageId);
        return (key, shift) switch
        {
            ("ArrowUp", false) => at with { StartsAt = at.StartsAt - Step, EndsAt = at.EndsAt - Step },
            ("ArrowDown", false) => at with { StartsAt = at.StartsAt + Step, EndsAt = at.EndsAt + Step },
            ("ArrowUp", true) => at.EndsAt - at.StartsAt > Step ? at with { EndsAt = at.EndsAt - Step } : at,
            ("ArrowDown", true) => at with { EndsAt = at.EndsAt + Step },
            ("ArrowLeft", _) => at with { StageId = stages[Math.Max(0, stage - 1)].Id },
            ("ArrowRight", _) => at with { StageId = stages[Math.Min(stages.Count - 1, stage + 1)].Id },
            _ => null,
        };
    }

    private async Task<ProgrammeStep?> DoAsync(Func<Actor, Task<Result<ProgrammeStep>>> change)
    {
        var before = _warnings.Count;
        var result = await TryAsync(async () => await change(await ActorAsync()));
        (_refusal, _done, _said) = (result.Refusal, result.IsRefused ? null : result.Value.Words, null);
        if (!result.IsRefused)
        {
            _history.Did(result.Value);
        }

        await TryReloadAsync();
        if (!result.IsRefused)
        {
            Follow(result.Value);
            _done += _warnings.Count == before ? "" : $" {(_warnings.Count == 1 ? "There is 1 warning" : $"There are {_warnings.Count} warnings")} now, {before} before.";
        }

        return result.IsRefused ? null : result.Value;
    }

    private static bool IsWorthAnotherTry(Refusal refusal) => refusal.Code == NotSaved.Code || refusal == ProgrammeRefusals.BegunMeanwhile || refusal == ProgrammeRefusals.NotOrganiser;

    private async Task TurnAsync(
        ProgrammeStep? step, Refusal nothing, string word, Func<Actor, ProgrammeStep, CancellationToken, Task<Result<ProgrammeStep>>> turn, Action<ProgrammeStep> turned, Action forget)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _lifted, _said, _done, _refusal) = (true, null, null, null, step is null ? nothing : null);
        if (step is not null)
        {
            var result = await TryAsync(async () => await turn(await ActorAsync(), step, Ct));
            (_refusal, _done) = (result.Refusal, result.IsRefused ? null : $"{word}. {result.Value.Words}");
            if (!result.IsRefused)
            {
                turned(result.Value);
            }
            else if (!IsWorthAnotherTry(result.Refusal))
            {
                // What cannot be turned back would stand before every earlier step for ever.
                forget();
            }

            await TryReloadAsync();
            if (!result.IsRefused)
            {
                Follow(result.Value);
            }
        }

        _busy = false;
        StateHasChanged();
    }

    /// <summary>The grid shows the day on which something happened; a session that is gone is not chosen any more.</summary>
    private void Follow(ProgrammeStep step)
    {
        _day = step.After?.At is { } at && _days.Contains(Time.Day(at.StartsAt)) ? Time.Day(at.StartsAt) : _day;
        _selected = Selected is null ? null : _selected;
    }

    private async Task FocusAsync(int? session)
    {
        if (_hands is not null && session is { } id)
        {
            await _hands.InvokeVoidAsync("focus", Ct, id);
        }
    }
}
