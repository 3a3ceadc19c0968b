using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Speakers who are asked to join.</summary>
public sealed partial class ProposalService
{
    private const int MostInvitationsEachDay = 12;
    private const string Invited = "Invited ";

    /// <summary>
    /// Invites somebody by letter. Only an owner whose address is confirmed may: otherwise anybody could write to anybody through
    /// this site. The most speakers is held by a lock on the proposal's row, so that two windows together invite no more.
    /// </summary>
    public async Task<Result<Done>> InviteAsync(Actor by, string code, string? draftKey, InvitationDraft draft, CancellationToken ct)
    {
        try
        {
            return await ChangeOwnAsync<Done>(by, code, draftKey, (db, proposal, place) => InviteAsync(db, proposal, by, draft, place, ct), ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ProposalRefusals.AlreadyInvited;
        }
    }

    /// <summary>Takes an invitation back that was not accepted. Its link is void then, and the address is forgotten.</summary>
    public Task<Result<Done>> TakeBackAsync(Actor by, string code, int speakerId, CancellationToken ct) => ChangeOwnAsync<Done>(
        by,
        code,
        null,
        async (db, proposal, place) =>
        {
            if (proposal.Speakers.FirstOrDefault(s => s.Id == speakerId && !s.IsOwner) is not { } speaker)
            {
                return ProposalRefusals.NotInvited;
            }

            // Accepting at the same moment wins or loses as a whole.
            if (await db.ProposalSpeakers.Where(s => s.Id == speakerId && s.AcceptedAt == null).ExecuteDeleteAsync(ct) == 0)
            {
                return await db.ProposalSpeakers.AnyAsync(s => s.Id == speakerId, ct) ? ProposalRefusals.AcceptedAlready : ProposalRefusals.NotInvited;
            }

            db.Entry(speaker).State = EntityState.Detached;
            DateTimeOffset? dropped = place.Now;
            await db.Outbox.Where(l => l.Template == ProposalLetters.Invitation && l.SubjectId == speakerId && l.SentAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.DroppedAt, dropped), ct);
            Log(db, proposal, NameOf(proposal, by), $"Took the invitation of {speaker.Name} back.", place.Now);
            return Done.It;
        },
        ct);

    /// <summary>Accepts an invitation by the secret of its letter; of several at once one succeeds. The owner is told.</summary>
    public Task<Result<Done>> AcceptAsync(string secret, AcceptanceDraft draft, CancellationToken ct) => AnswerAsync(
        secret,
        ProposalRules.Check(draft),
        async (db, open, now) =>
        {
            var (name, company, country) = (ProposalRules.Kept(draft.Name), ProposalRules.Kept(draft.Company), Countries.NameOf(draft.Country!)!);
            return await open.ExecuteUpdateAsync(
                set => set.SetProperty(s => s.AcceptedAt, now).SetProperty(s => s.InvitationHash, (string?)null)
                    .SetProperty(s => s.Name, name).SetProperty(s => s.Company, company).SetProperty(s => s.Country, country), ct);
        },
        "Accepted the invitation.",
        ct);

    /// <summary>Declines an invitation by the secret of its letter. The owner is told.</summary>
    public Task<Result<Done>> DeclineAsync(string secret, CancellationToken ct) => AnswerAsync(
        secret,
        null,
        async (db, open, now) => await open.ExecuteUpdateAsync(set => set.SetProperty(s => s.DeclinedAt, now).SetProperty(s => s.InvitationHash, (string?)null), ct),
        "Declined the invitation.",
        ct);

    private async Task<Result<Done>> AnswerAsync(string secret, Refusal? wrong, Func<ExpoDb, IQueryable<ProposalSpeaker>, DateTimeOffset?, Task<int>> answer, string said, CancellationToken ct)
    {
        if (wrong is not null)
        {
            return wrong;
        }

        var session = await AgainAsync(() => ChangeAsync(db => AnswerAsync(db, LinkSecrets.HashOf(secret), answer, said, ct), ct));
        if (session is { IsRefused: false, Value: { } joined })
        {
            agenda.Tell(new AgendaChanged(joined));
        }

        return session.IsRefused ? session.Refusal : Done.It;
    }

    /// <returns>The session that the person has joined, if the talk is in the programme already.</returns>
    private async Task<Result<int?>> AnswerAsync(ExpoDb db, string hash, Func<ExpoDb, IQueryable<ProposalSpeaker>, DateTimeOffset?, Task<int>> answer, string said, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.ProposalSpeakers.AsNoTracking().FirstOrDefaultAsync(s => s.InvitationHash == hash, ct) is not { } asked)
        {
            return ProposalRefusals.InvitationGone;
        }

        // Confirming the talk at the same moment comes before, and then this one joins the session, or after, and then takes this one along.
        await ReviewScope.LockAsync(db, asked.ProposalId, ct);

        // Guarded by the very hash, so that it is answered once.
        var open = db.ProposalSpeakers.Where(s => s.Id == asked.Id && s.InvitationHash == hash && s.AcceptedAt == null && s.DeclinedAt == null);
        if (await answer(db, open, now) != 1)
        {
            return ProposalRefusals.InvitationGone;
        }

        var proposal = await db.Proposals.AsNoTracking().Include(p => p.Speakers).FirstAsync(p => p.Id == asked.ProposalId, ct);
        if (proposal.State == ProposalState.Withdrawn)
        {
            return ProposalRefusals.Withdrawn;
        }

        var speaker = proposal.Speakers.First(s => s.Id == asked.Id);
        Log(db, proposal, speaker.Name, said, now);
        db.Outbox.Add(OutboxLetter.For(ProposalLetters.Answered, OwnerOf(proposal).NormalisedEmail, asked.Id, 0, now));
        if (proposal.SessionId is not { } session || speaker.AcceptedAt is null)
        {
            return (int?)null;
        }

        var joined = await UnplacedSessions.JoinAsync(db, session, new JoiningSpeaker(speaker.Name, speaker.Company, speaker.Country, speaker.Biography, speaker.AccountId, speaker.Email), now, ct);
        await db.ProposalSpeakers.Where(s => s.Id == speaker.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.SpeakerId, joined.Id), ct);
        return session;
    }

    private static async Task<Result<Done>> InviteAsync(ExpoDb db, Proposal proposal, Actor by, InvitationDraft draft, Place place, CancellationToken ct)
    {
        if (WhyShut(proposal, place.Call, place.Time, place.Now) is { } shut)
        {
            return shut;
        }

        if (OwnerOf(proposal) is not { AccountId: not null } owner)
        {
            return ProposalRefusals.SignInToInvite;
        }

        if (ProposalRules.Check(draft) is { } wrong)
        {
            return wrong;
        }

        // Takes the row's lock: whoever invites at the same moment waits here and then counts this one.
        await db.Proposals.Where(p => p.Id == proposal.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.ChangedAt, place.Now), ct);
        var address = EmailAddresses.Normalise(draft.InviteeEmail).Value;
        var others = await db.ProposalSpeakers.AsNoTracking().Where(s => s.ProposalId == proposal.Id && !s.IsOwner).ToListAsync(ct);
        var day = place.Now.AddDays(-1);
        if ((await db.Proposals.AnyAsync(p => p.Id == proposal.Id && p.SessionId != null, ct) ? ProposalRefusals.InProgramme
                : address == owner.NormalisedEmail ? ProposalRefusals.OwnInvitation
                : others.Any(s => s.NormalisedEmail == address) ? ProposalRefusals.AlreadyInvited
                : others.Count(s => s.DeclinedAt is null) + 1 >= place.MostSpeakers ? ProposalRefusals.Full(place.MostSpeakers)
                : await db.ProposalLog.CountAsync(l => l.ProposalId == proposal.Id && l.At > day && l.Text.StartsWith(Invited), ct) >= MostInvitationsEachDay ? ProposalRefusals.TooManyInvitations
                : null) is { } no)
        {
            return no;
        }

        var speaker = new ProposalSpeaker
        {
            ProposalId = proposal.Id, Position = others.Select(s => s.Position).DefaultIfEmpty().Max() + 1, Name = ProposalRules.Kept(draft.InviteeName), Email = EmailAddresses.Deliverable(draft.InviteeEmail!), NormalisedEmail = address,
            InvitedAt = place.Now, InvitationHash = LinkSecrets.HashOf(LinkSecrets.Create()),
        };
        db.ProposalSpeakers.Add(speaker);
        await db.SaveChangesAsync(ct);
        Log(db, proposal, NameOf(proposal, by), $"{Invited}{speaker.Name}.", place.Now);
        db.Outbox.Add(OutboxLetter.For(ProposalLetters.Invitation, address, speaker.Id, 0, place.Now));
        return Done.It;
    }
}
