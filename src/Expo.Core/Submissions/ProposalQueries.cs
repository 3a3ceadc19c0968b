using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>A proposal as one of its speakers sees it.</summary>
/// <param name="Proposal">With its speakers in their order. What organisers think of it is not in it.</param>
/// <param name="IsOwner">May change it while the call is open; other speakers read it.</param>
/// <param name="Shut">Why it cannot be changed at this moment, or null.</param>
public sealed record ProposalView(Proposal Proposal, CallForTalks? Call, Conference Conference, StoredFile? Attachment, bool IsOwner, Refusal? Shut)
{
    public EventTime Time => EventTime.In(Conference.TimeZone);

    public ProposalSpeaker Owner => ProposalService.OwnerOf(Proposal);

    /// <summary>A person who has shown by a letter's link that the address is theirs.</summary>
    public bool IsConfirmed => Owner.AccountId is not null;
}

/// <summary>An invitation as whoever holds its link sees it.</summary>
public sealed record InvitationView(string Title, string OwnerName, string OwnerCompany, string Name, string MaskedEmail, Conference Conference);

/// <summary>Reads of proposals, for those whose they are.</summary>
public sealed class ProposalQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>For the owner, the holder of the draft's secret, and speakers who have accepted.</summary>
    public async Task<Result<ProposalView>> OwnAsync(Actor by, string code, string? draftKey, CancellationToken ct)
    {
        if (ProposalCodes.Parse(code) is not { } known
            || await store.ReadAsync(db => Whole(db).OrderByDescending(p => p.Id).FirstOrDefaultAsync(p => p.Code == known, ct)) is not { } proposal)
        {
            return ProposalRefusals.Unknown;
        }

        var owns = ProposalService.Owns(proposal, by, draftKey);
        return owns || (by.AccountId is { } account && proposal.Speakers.Any(s => s.AccountId == account && s.AcceptedAt != null))
            ? await ViewAsync(proposal, owns, ct)
            : ProposalRefusals.Unknown;
    }

    /// <summary>What the account's person offers or would speak in, the newest first. Drafts of which nothing was saved are left out.</summary>
    public async Task<IReadOnlyList<Proposal>> MineAsync(Actor by, CancellationToken ct)
    {
        if (by.AccountId is not { } account)
        {
            return [];
        }

        var mine = await store.ReadAsync(db => Whole(db).Where(p => p.Speakers.Any(s => s.AccountId == account && (s.IsOwner || s.AcceptedAt != null))).OrderByDescending(p => p.Id).ToListAsync(ct));
        mine.ForEach(HideDecision);
        return mine;
    }

    /// <summary>Drafts and proposals of whoever holds these secrets and has no account yet.</summary>
    public async Task<IReadOnlyList<Proposal>> HeldAsync(IReadOnlyCollection<string> draftKeys, CancellationToken ct)
    {
        var hashes = draftKeys.Take(20).Select(LinkSecrets.HashOf).ToList();
        var held = hashes.Count == 0 ? [] : await store.ReadAsync(db => Whole(db).Where(p => p.DraftKeyHash != null && hashes.Contains(p.DraftKeyHash)).OrderByDescending(p => p.Id).ToListAsync(ct));
        held.ForEach(HideDecision);
        return held;
    }

    /// <summary>Changes nothing: mail scanners open every link.</summary>
    public Task<Result<InvitationView>> InvitationAsync(string secret, CancellationToken ct) => store.ReadAsync<Result<InvitationView>>(async db =>
    {
        var hash = LinkSecrets.HashOf(secret);
        var asked = await db.ProposalSpeakers.AsNoTracking().FirstOrDefaultAsync(s => s.InvitationHash == hash && s.AcceptedAt == null && s.DeclinedAt == null, ct);
        if (asked is null || await Whole(db).FirstAsync(p => p.Id == asked.ProposalId, ct) is not { State: not ProposalState.Withdrawn } proposal)
        {
            return ProposalRefusals.InvitationGone;
        }

        var owner = ProposalService.OwnerOf(proposal);
        var at = asked.Email.LastIndexOf('@');
        return new InvitationView(proposal.Title, owner.Name, owner.Company, asked.Name, $"{asked.Email[0]}…{asked.Email[at..]}", await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == proposal.ConferenceId, ct));
    });

    /// <summary>The attachment, for its speakers and for organisers. Reviewers get it elsewhere, where names can be hidden.</summary>
    public async Task<Result<StoredFile>> AttachmentAsync(Actor by, string code, string? draftKey, CancellationToken ct)
    {
        if (!by.IsOrganiser && await OwnAsync(by, code, draftKey, ct) is { IsRefused: true, Refusal: var no })
        {
            return no;
        }

        // An organiser with an interest gets it only as a speaker does.
        var known = ProposalCodes.Parse(code);
        var (account, staff) = (by.AccountId ?? 0, by.IsOrganiser);
        return await store.ReadAsync(db => db.Files.AsNoTracking()
            .Where(f => f.State == FileState.Accepted && db.Proposals.Any(p => p.Code == known && p.AttachmentId == f.Id
                && (!staff || !db.ReviewConflicts.Any(c => c.ProposalId == p.Id && c.ReviewerId == account)))).FirstOrDefaultAsync(ct)) is { } file ? file : ProposalRefusals.Unknown;
    }

    private async Task<ProposalView> ViewAsync(Proposal proposal, bool owns, CancellationToken ct) => await store.ReadAsync(async db =>
    {
        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == proposal.ConferenceId, ct);
        var call = await db.CallsForTalks.AsNoTracking().FirstOrDefaultAsync(c => c.ConferenceId == conference.Id, ct);
        var file = proposal.AttachmentId is { } id ? await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct) : null;
        HideDecision(proposal);
        var shut = ProposalService.WhyShut(proposal, call, EventTime.In(conference.TimeZone), clock.GetUtcNow());
        return new ProposalView(proposal, call, conference, file, owns, shut);
    });

    private static IQueryable<Proposal> Whole(ExpoDb db) => db.Proposals.AsNoTracking().Include(p => p.Speakers.OrderBy(s => s.Position).ThenBy(s => s.Id));

    // Speakers know what they were told, and nothing of what was decided since.
    private static void HideDecision(Proposal proposal) => (proposal.Decision, proposal.DecidedAt, proposal.DecidedBy) = (proposal.Informed, null, null);
}
