using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>
/// Deciding on proposals, telling the speakers, and taking their answers: three steps, each on its own. Deciding tells nobody;
/// it does not even raise the revision that speakers see.
/// </summary>
public sealed partial class DecisionService(
    ExpoStore store, DecisionLetters letters, JobBell bell, Feed<ProposalsChanged> proposals, Feed<AgendaChanged> agenda, TimeProvider clock)
{
    private const int JoinTries = 5;

    /// <summary>Decides, from the decision that was shown to the one that is wanted. Of two who decide at once one wins and the other is told.</summary>
    /// <param name="by">An organiser, or a reviewer in a phase in which reviewers decide.</param>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="code">A proposal that was sent, in which the person has no interest.</param>
    /// <param name="seen">What was shown.</param>
    /// <param name="wanted"><see cref="Decision.None"/> takes the decision back.</param>
    /// <param name="ct">Ends the change.</param>
    public async Task<Result<Done>> DecideAsync(Actor by, int conferenceId, string code, Decision seen, Decision wanted, CancellationToken ct)
    {
        var result = await store.ChangeAsync<Done>(
            async db =>
            {
                var (mine, no) = await MineToDecideAsync(db, by, conferenceId, ct);
                if (mine is null)
                {
                    return no!;
                }

                var known = ProposalCodes.Parse(code);
                if (await mine.AsNoTracking().FirstOrDefaultAsync(p => p.Code == known, ct) is not { } proposal)
                {
                    return DecisionRefusals.Unknown;
                }

                var now = clock.GetUtcNow();
                var won = await db.Proposals.Where(p => p.Id == proposal.Id && p.State == ProposalState.Submitted && p.SessionId == null && p.Decision == seen).ExecuteUpdateAsync(
                    set => set.SetProperty(p => p.Decision, wanted).SetProperty(p => p.DecidedAt, wanted == Decision.None ? null : now).SetProperty(p => p.DecidedBy, wanted == Decision.None ? null : by.Name),
                    ct);
                if (won != 1)
                {
                    return WhyNot(await db.Proposals.AsNoTracking().FirstAsync(p => p.Id == proposal.Id, ct));
                }

                if (seen != wanted)
                {
                    ReviewScope.Log(db, proposal.Id, by.Name, $"{DecisionLetters.Decided} {DecisionWords.Of(wanted).ToLowerInvariant()}.", now);
                }

                return Done.It;
            },
            ct);
        if (!result.IsRefused)
        {
            proposals.Tell(new ProposalsChanged());
        }

        return result;
    }

    /// <summary>
    /// The speaker who sent an accepted talk confirms or declines it. Confirming makes the session, once: the guarded update and the unique index on the
    /// proposal's session hold it.
    /// </summary>
    /// <returns>Slug of the session; null after declining.</returns>
    public async Task<Result<string?>> AnswerAsync(Actor by, string code, bool confirms, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await store.ChangeAsync(db => AnswerAsync(db, by, code, confirms, ct), ct);
                if (result.IsRefused)
                {
                    return result.Refusal;
                }

                proposals.Tell(new ProposalsChanged());
                if (result.Value is { } session)
                {
                    agenda.Tell(new AgendaChanged(session.Id));
                }

                return result.Value?.Slug;
            }
            catch (DbUpdateException fault) when (attempt < JoinTries && ExpoStore.IsDuplicate(fault))
            {
                // Another talk or speaker has taken the same slug in the meantime.
            }
        }
    }

    private async Task<Result<Session?>> AnswerAsync(ExpoDb db, Actor by, string code, bool confirms, CancellationToken ct)
    {
        var (known, now) = (ProposalCodes.Parse(code), clock.GetUtcNow());
        if (by.AccountId is not { } account
            || await db.Proposals.AsNoTracking().Include(p => p.Speakers).OrderByDescending(p => p.Id).FirstOrDefaultAsync(p => p.Code == known && p.Speakers.Any(s => s.IsOwner && s.AccountId == account), ct) is not { } proposal)
        {
            return DecisionRefusals.NotYours;
        }

        DateTimeOffset? answered = now;
        var answer = confirms ? SpeakerAnswer.Confirmed : SpeakerAnswer.Declined;

        // Takes the row's lock: of two answers at once, or an answer and a new decision, one finds that it is too late. The revision goes up, so that a withdrawal under way fails.
        if (await db.Proposals.Where(p => p.Id == proposal.Id && p.State == ProposalState.Submitted && p.Decision == Decision.Accepted && p.Informed == Decision.Accepted && p.Answer == SpeakerAnswer.None && p.SessionId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Answer, answer).SetProperty(p => p.AnsweredAt, answered).SetProperty(p => p.Revision, p => p.Revision + 1), ct) != 1)
        {
            return await db.Proposals.AnyAsync(p => p.Id == proposal.Id && p.Answer != SpeakerAnswer.None, ct) ? DecisionRefusals.AnsweredAlready : DecisionRefusals.NotAsked;
        }

        ReviewScope.Log(db, proposal.Id, by.Name, confirms ? "Confirmed the talk." : "Declined to give the talk.", now);
        return confirms ? await JoinAsync(db, proposal.Id, now, ct) : (Session?)null;
    }

    private static async Task<Result<Session?>> JoinAsync(ExpoDb db, int proposalId, DateTimeOffset now, CancellationToken ct)
    {
        var proposal = await db.Proposals.Include(p => p.Speakers).FirstAsync(p => p.Id == proposalId, ct);
        var call = await db.CallsForTalks.AsNoTracking().FirstOrDefaultAsync(c => c.ConferenceId == proposal.ConferenceId, ct) ?? new CallForTalks();
        List<ProposalSpeaker> speaking = [.. proposal.Speakers.Where(s => s.IsOwner || s.AcceptedAt is not null).OrderBy(s => s.Position).ThenBy(s => s.Id)];
        var joined = await UnplacedSessions.AddAsync(
            db,
            new JoiningTalk(
                proposal.ConferenceId, proposal.Title, proposal.Description, proposal.Topic, TimeSpan.FromMinutes(call.TalkMinutes + call.QuestionMinutes),
                speaking.ConvertAll(s => new JoiningSpeaker(s.Name, s.Company, s.Country, s.Biography, s.AccountId, s.Email))),
            now,
            ct);
        if (joined is not { } made)
        {
            return DecisionRefusals.NoStage;
        }

        proposal.SessionId = made.Session.Id;
        foreach (var (speaker, index) in speaking.Select((speaker, index) => (speaker, index)))
        {
            speaker.SpeakerId = made.Speakers[index].Id;
        }

        return made.Session;
    }

    /// <summary>What the person may decide on, or why nothing.</summary>
    private static async Task<(IQueryable<Proposal>? Mine, Refusal? No)> MineToDecideAsync(ExpoDb db, Actor by, int conferenceId, CancellationToken ct)
    {
        if (by.IsOrganiser)
        {
            return (ReviewScope.ForOrganiser(db, conferenceId, by), null);
        }

        return by is not { IsReviewer: true, AccountId: { } reviewer } ? (null, DecisionRefusals.NotOrganiser)
            : await ReviewScope.ActiveAsync(db, conferenceId, ct) is not { MayDecide: true } phase ? (null, DecisionRefusals.MayNotDecide)
            : (ReviewScope.ForReviewer(db, conferenceId, phase, reviewer), null);
    }

    private static Refusal WhyNot(Proposal proposal) =>
        proposal.State != ProposalState.Submitted ? DecisionRefusals.Withdrawn
        : proposal.SessionId is not null ? DecisionRefusals.InProgramme
        : DecisionRefusals.DecidedMeanwhile(proposal.DecidedBy ?? "Somebody", proposal.Decision);
}
