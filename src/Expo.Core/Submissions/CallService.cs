using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>The call was changed.</summary>
public sealed record CallChanged;

/// <summary>Opens, closes and describes the call for talks.</summary>
public sealed class CallService(ExpoStore store, Feed<CallChanged> feed, TimeProvider clock)
{
    /// <summary>Changes the call from what was shown to what is wanted.</summary>
    public Task<Result<CallForTalks>> EditAsync(Actor by, int conferenceId, CallDraft wanted, CancellationToken ct) => ChangeAsync(
        by,
        conferenceId,
        wanted.Revision,
        call =>
        {
            var read = CallRules.Read(wanted);
            if (read.IsRefused)
            {
                return read.Refusal;
            }

            var draft = read.Value;
            (call.OpensAt, call.ClosesAt, call.Introduction) = (draft.OpensAt, draft.ClosesAt, draft.Introduction!);
            (call.TalkMinutes, call.QuestionMinutes, call.MostSpeakers, call.Topics) = (draft.TalkMinutes, draft.QuestionMinutes, draft.MostSpeakers, [.. draft.Topics]);
            return null;
        },
        ct);

    /// <summary>Opens it from this moment on. An end that has passed is taken away.</summary>
    public Task<Result<CallForTalks>> OpenNowAsync(Actor by, int conferenceId, int revision, CancellationToken ct) => ChangeAsync(
        by,
        conferenceId,
        revision,
        call =>
        {
            var now = clock.GetUtcNow();
            if (CallRules.StateOf(call, now) == CallState.Open)
            {
                return CallRefusals.AlreadyOpen;
            }

            if (call.Topics.Count == 0)
            {
                return CallRefusals.TopicWrong;
            }

            (call.OpensAt, call.ClosesAt) = (now, call.ClosesAt > now ? call.ClosesAt : null);
            return null;
        },
        ct);

    /// <summary>Closes it from this moment on.</summary>
    public Task<Result<CallForTalks>> CloseNowAsync(Actor by, int conferenceId, int revision, CancellationToken ct) => ChangeAsync(
        by,
        conferenceId,
        revision,
        call =>
        {
            var now = clock.GetUtcNow();
            if (CallRules.StateOf(call, now) != CallState.Open)
            {
                return CallRefusals.NotOpen;
            }

            call.ClosesAt = now;
            return null;
        },
        ct);

    private async Task<Result<CallForTalks>> ChangeAsync(Actor by, int conferenceId, int revision, Func<CallForTalks, Refusal?> change, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return CallRefusals.NotOrganiser;
        }

        try
        {
            var result = await store.ChangeAsync<CallForTalks>(
                async db =>
                {
                    if (!await db.Conferences.AnyAsync(c => c.Id == conferenceId, ct))
                    {
                        return CallRefusals.UnknownEvent;
                    }

                    var call = await db.CallsForTalks.FirstOrDefaultAsync(c => c.ConferenceId == conferenceId, ct);
                    if (call is null)
                    {
                        call = new CallForTalks { ConferenceId = conferenceId };
                        db.Add(call);
                    }

                    if (call.Revision != revision)
                    {
                        return CallRefusals.ChangedMeanwhile;
                    }

                    call.Revision++;
                    return change(call) is { } no ? no : call;
                },
                ct);
            if (!result.IsRefused)
            {
                feed.Tell(new CallChanged());
            }

            return result;
        }
        catch (Exception fault) when (fault is DbUpdateConcurrencyException || ExpoStore.IsDuplicate(fault))
        {
            // Somebody saved between our reading and our writing.
            return CallRefusals.ChangedMeanwhile;
        }
    }
}
