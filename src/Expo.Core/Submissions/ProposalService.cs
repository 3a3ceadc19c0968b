using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Some proposal was changed.</summary>
public sealed record ProposalsChanged;

/// <summary>A draft that was begun.</summary>
/// <param name="DraftKey">Secret of whoever began it without an account; null when an account owns it.</param>
public sealed record BegunProposal(string Code, string? DraftKey);

/// <summary>
/// What speakers do with their proposals. A proposal belongs to an account, or before there is one to whoever holds the secret
/// of its draft. All of it ends when the call closes, except withdrawing and answering invitations.
/// </summary>
public sealed partial class ProposalService(ExpoStore store, JobBell bell, Feed<ProposalsChanged> feed, Feed<AgendaChanged> agenda, TimeProvider clock)
{
    private const int Tries = 5;
    private const int MostLettersEachHour = 5;

    // Whoever pressed the button and never saved anything leaves no trace.
    private static readonly TimeSpan KeepUntouched = TimeSpan.FromDays(2);

    /// <summary>Begins a draft. Two that get the same code try again.</summary>
    public Task<Result<BegunProposal>> BeginAsync(Actor by, int conferenceId, CancellationToken ct) => AgainAsync(() => ChangeAsync(db => BeginAsync(db, by, conferenceId, ct), ct));

    /// <summary>Saves what was typed. A draft may be unfinished; what was sent already must stay complete.</summary>
    /// <returns>The new revision.</returns>
    public Task<Result<int>> SaveAsync(Actor by, string code, string? draftKey, ProposalEdit edit, CancellationToken ct) => ChangeOwnAsync<int>(
        by,
        code,
        draftKey,
        async (db, proposal, place) =>
        {
            if (WhyNotChange(proposal, edit.Revision, place) is { } no)
            {
                return no;
            }

            var mistakes = proposal.State == ProposalState.Draft ? ProposalRules.CheckDraft(edit.Draft) : ProposalRules.Check(edit.Draft, ProposalRules.TopicsOf(proposal, place.Call));
            if ((mistakes.FirstOrDefault() ?? Owner(proposal, edit.Draft)) is { } wrong)
            {
                return wrong;
            }

            var before = OwnerOf(proposal).NormalisedEmail;
            Apply(proposal, edit.Draft);
            await AttachAsync(db, proposal, edit, ct);
            Touch(proposal, place.Now);
            if (proposal.State == ProposalState.Draft)
            {
                return proposal.Revision;
            }

            Log(db, proposal, NameOf(proposal, by), "Changed.", place.Now);

            // A mistyped address was mended: the letter with the way back goes to the right one.
            return before != OwnerOf(proposal).NormalisedEmail && await TellOwnerAsync(db, proposal, place.Now, ct) is { } tooMany ? tooMany : proposal.Revision;
        },
        ct);

    /// <summary>Sends a draft that is complete. A letter with a way back goes to the speaker.</summary>
    public Task<Result<int>> SubmitAsync(Actor by, string code, string? draftKey, int revision, CancellationToken ct) => ChangeOwnAsync<int>(
        by,
        code,
        draftKey,
        async (db, proposal, place) =>
        {
            if (WhyNotChange(proposal, revision, place) is { } no)
            {
                return no;
            }

            if (proposal.State != ProposalState.Draft)
            {
                return ProposalRefusals.NotDraft;
            }

            if (ProposalRules.Check(ProposalDraft.Of(proposal), ProposalRules.TopicsOf(proposal, place.Call)).Count > 0)
            {
                return ProposalRefusals.Incomplete;
            }

            (proposal.State, proposal.SubmittedAt) = (ProposalState.Submitted, place.Now);
            Touch(proposal, place.Now);
            Log(db, proposal, NameOf(proposal, by), "Submitted.", place.Now);
            return await TellOwnerAsync(db, proposal, place.Now, ct) is { } tooMany ? tooMany : proposal.Revision;
        },
        ct);

    /// <summary>Takes a proposal back for good, at any time until it is in the programme. Its speakers are told, unless nobody knew of it.</summary>
    public Task<Result<int>> WithdrawAsync(Actor by, string code, string? draftKey, int revision, CancellationToken ct) => ChangeOwnAsync<int>(
        by,
        code,
        draftKey,
        (db, proposal, place) =>
        {
            if (WhyNotWithdraw(proposal, revision) is { } no)
            {
                return Task.FromResult<Result<int>>(no);
            }

            var told = proposal.State == ProposalState.Submitted;
            proposal.State = ProposalState.Withdrawn;
            Touch(proposal, place.Now);
            Log(db, proposal, NameOf(proposal, by), "Withdrawn.", place.Now);
            foreach (var speaker in proposal.Speakers)
            {
                speaker.InvitationHash = null;
                if (told && (speaker.IsOwner || speaker.AcceptedAt is not null))
                {
                    db.Outbox.Add(OutboxLetter.For(ProposalLetters.TakenBack, speaker.NormalisedEmail, speaker.Id, 0, place.Now));
                }
            }

            return Task.FromResult<Result<int>>(proposal.Revision);
        },
        ct);

    /// <summary>Gives the account of a confirmed address the proposals that were written or accepted under that address. Safe at any time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ClaimAsync(Actor by, CancellationToken ct)
    {
        if (by.AccountId is not { } account)
        {
            return 0;
        }

        var email = await store.ReadAsync(db => db.Accounts.Where(a => a.Id == account && a.EmailConfirmed).Select(a => a.Email).FirstOrDefaultAsync(ct));
        if (EmailAddresses.Normalise(email) is not { IsRefused: false, Value: var address }
            || !await store.ReadAsync(db => Unclaimed(db, address).AnyAsync(ct)))
        {
            return 0;
        }

        return (await store.ChangeAsync<int>(
            async db =>
            {
                var drafts = await Unclaimed(db, address).Where(s => s.IsOwner).Select(s => s.ProposalId).ToListAsync(ct);
                await db.Proposals.Where(p => drafts.Contains(p.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.DraftKeyHash, (string?)null), ct);
                return await Unclaimed(db, address).ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, account), ct);
            },
            ct)).Value;
    }

    /// <summary>Gives an invitation the secret that its letter carries; it is made only then. Null when it was answered or taken back.</summary>
    internal async Task<string?> SealInvitationAsync(int speakerId, CancellationToken ct)
    {
        var secret = LinkSecrets.Create();
        var hash = LinkSecrets.HashOf(secret);
        return await store.ReadAsync(db => db.ProposalSpeakers.Where(s => s.Id == speakerId && s.InvitationHash != null && s.AcceptedAt == null && s.DeclinedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.InvitationHash, hash), ct)) == 1 ? secret : null;
    }

    internal static ProposalSpeaker OwnerOf(Proposal proposal) => proposal.Speakers.First(s => s.IsOwner);

    /// <summary>Whether somebody may change a proposal: the owner's account, or the holder of the draft's secret while no account owns it.</summary>
    internal static bool Owns(Proposal proposal, Actor by, string? draftKey) =>
        (by.AccountId is { } account && proposal.Speakers.Any(s => s.IsOwner && s.AccountId == account))
        || (draftKey is not null && proposal.DraftKeyHash is { } kept && kept == LinkSecrets.HashOf(draftKey));

    private async Task<Result<BegunProposal>> BeginAsync(ExpoDb db, Actor by, int conferenceId, CancellationToken ct)
    {
        var place = await PlaceAsync(db, conferenceId, ct);
        if (CallRules.WhyShut(place.Call, place.Time, place.Now) is { } no)
        {
            return no;
        }

        var old = place.Now - KeepUntouched;
        var untouched = await db.Proposals.Where(p => p.State == ProposalState.Draft && p.Revision == 0 && p.ChangedAt < old).Select(p => p.Id).Take(100).ToListAsync(ct);
        await db.ProposalSpeakers.Where(s => untouched.Contains(s.ProposalId)).ExecuteDeleteAsync(ct);
        await db.Proposals.Where(p => untouched.Contains(p.Id)).ExecuteDeleteAsync(ct);

        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == by.AccountId && a.EmailConfirmed, ct);
        var key = account is null ? LinkSecrets.Create() : null;
        var proposal = new Proposal
        {
            ConferenceId = conferenceId, Code = ProposalCodes.Create(), StartedAt = place.Now, ChangedAt = place.Now, DraftKeyHash = key is null ? null : LinkSecrets.HashOf(key),
        };
        proposal.Speakers.Add(new ProposalSpeaker
        {
            IsOwner = true, AccountId = account?.Id, Name = account?.DisplayName ?? "", Email = account?.Email ?? "", NormalisedEmail = account is null ? "" : EmailAddresses.Normalise(account.Email).Value,
        });
        db.Proposals.Add(proposal);
        return new BegunProposal(proposal.Code, key);
    }

    private static Refusal? WhyNotWithdraw(Proposal proposal, int revision) =>
        proposal.State == ProposalState.Withdrawn ? ProposalRefusals.Withdrawn
        : proposal.SessionId is not null ? ProposalRefusals.InProgramme
        : proposal.Revision != revision ? ProposalRefusals.ChangedMeanwhile
        : null;

    private static Refusal? WhyNotChange(Proposal proposal, int revision, Place place) =>
        WhyShut(proposal, place.Call, place.Time, place.Now) ?? (proposal.Revision != revision ? ProposalRefusals.ChangedMeanwhile : null);

    /// <summary>Why a proposal cannot be changed at this moment, whoever asks; or null.</summary>
    internal static Refusal? WhyShut(Proposal proposal, CallForTalks? call, EventTime time, DateTimeOffset now) =>
        proposal.State == ProposalState.Withdrawn ? ProposalRefusals.Withdrawn
        : proposal.SessionId is not null ? ProposalRefusals.InProgramme
        : CallRules.WhyShut(call, time, now);

    private static IQueryable<ProposalSpeaker> Unclaimed(ExpoDb db, string address) =>
        db.ProposalSpeakers.Where(s => s.NormalisedEmail == address && s.AccountId == null && (s.IsOwner || s.AcceptedAt != null));
}
