using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>
/// What proposals, their reviews and their attachments say about a person. A proposal stays as what was offered, without anybody;
/// its attachment goes, because nobody can strike a name out of a file.
/// </summary>
internal sealed class ProposalPersonalData : IPersonalData
{
    private const string Mark = "erased-";

    public async Task<IReadOnlyList<string>> NamesAsync(ExpoDb db, IReadOnlyCollection<string> addresses, CancellationToken ct) =>
        await db.ProposalSpeakers.Where(s => addresses.Contains(s.NormalisedEmail)).Select(s => s.Name).Distinct().ToListAsync(ct);

    public async Task<IReadOnlyList<ExportTable>> ReadAsync(ExpoDb db, string address, PersonTables tables, CancellationToken ct)
    {
        var speakers = await db.ProposalSpeakers.AsNoTracking().Where(s => s.NormalisedEmail == address).OrderBy(s => s.Id).ToListAsync(ct);
        var ids = speakers.ConvertAll(s => s.ProposalId);
        var proposals = await db.Proposals.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct);
        var own = speakers.Where(s => s.IsOwner).Select(s => s.ProposalId).ToHashSet();
        var files = proposals.Where(p => own.Contains(p.Id)).Select(p => p.AttachmentId).OfType<Guid>().ToList();

        // What reviewers wrote and what was decided is told once the speakers were informed, here as everywhere.
        var informed = proposals.Where(p => p.Informed != Decision.None && p.Informed == p.Decision).Select(p => p.Id).ToList();
        proposals.ForEach(p => (p.Decision, p.DecidedAt) = (p.Informed, p.InformedAt));
        return
        [
            tables.Of("Proposals", "Proposal", "A talk that you offer or would give with others", proposals),
            tables.Of("Speakers of proposals", "Speaker of a proposal", "Who would speak, and how to reach you", speakers),
            tables.Of("Lines of the log of proposals", "Line of the log of proposals", "What happened to your proposals", await db.ProposalLog.AsNoTracking().Where(l => ids.Contains(l.ProposalId) && (informed.Contains(l.ProposalId) || (!l.Text.StartsWith(DecisionLetters.Decided) && l.Text != ReviewService.Conflict && l.Text != ReviewService.TookBack))).OrderBy(l => l.Id).ToListAsync(ct)),
            tables.Of("Attachments", "Attachment", "Files that you sent with a proposal", await db.Files.AsNoTracking().Where(f => files.Contains(f.Id)).OrderBy(f => f.StoredAt).ToListAsync(ct)),
            tables.Of("Reviews", "Review", "What reviewers wrote of your proposals", await db.Reviews.AsNoTracking().Where(r => informed.Contains(r.ProposalId)).OrderBy(r => r.Id).ToListAsync(ct)),
            tables.Of("Conflicts of interest", "Conflict of interest", "Why somebody did not review your proposals", await db.ReviewConflicts.AsNoTracking().Where(c => informed.Contains(c.ProposalId)).OrderBy(c => c.At).ToListAsync(ct)),
        ];
    }

    public async Task EraseAsync(ExpoDb db, PersonTraces who, DateTimeOffset now, CancellationToken ct)
    {
        var speakers = await db.ProposalSpeakers.Where(s => who.Addresses.Contains(s.NormalisedEmail)).ToListAsync(ct);
        var ids = speakers.ConvertAll(s => s.ProposalId);
        var owned = speakers.Where(s => s.IsOwner).Select(s => s.ProposalId).ToHashSet();
        foreach (var proposal in await db.Proposals.Where(p => ids.Contains(p.Id)).ToListAsync(ct))
        {
            (proposal.Title, proposal.Savings, proposal.Description) = (who.Strike(proposal.Title), who.Strike(proposal.Savings), who.Strike(proposal.Description));
            proposal.NoteToOrganisers = owned.Contains(proposal.Id) ? "" : who.Strike(proposal.NoteToOrganisers);
            proposal.Revision++;
            if (owned.Contains(proposal.Id))
            {
                proposal.State = proposal.SessionId is null ? ProposalState.Withdrawn : proposal.State;
                await ShutAsync(db, proposal, now, ct);
            }
        }

        speakers.ForEach(Empty);
        await TextsAsync(db, who, ids, ct);
        await db.SaveChangesAsync(ct);
    }

    public async Task<int> PurgeAsync(ExpoDb db, int conferenceId, DateTimeOffset untouchedSince, int most, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Proposals.Include(p => p.Speakers)
            .Where(p => p.ConferenceId == conferenceId && p.ChangedAt <= untouchedSince && (p.DraftKeyHash != null || p.Speakers.Any(s => !s.NormalisedEmail.StartsWith(Mark)))).OrderBy(p => p.Id).Take(most).ToListAsync(ct);
        foreach (var proposal in due)
        {
            var who = new PersonTraces([], [.. proposal.Speakers.Where(s => !s.NormalisedEmail.StartsWith(Mark, StringComparison.Ordinal)).SelectMany(s => new[] { s.Name, s.Email, s.NormalisedEmail }).Where(n => n.Length >= Erased.ShortestName).Distinct(StringComparer.OrdinalIgnoreCase)]);
            var isDraft = proposal.State == ProposalState.Draft;
            (proposal.Title, proposal.Savings, proposal.Description) = isDraft ? ("", "", "") : (who.Strike(proposal.Title), who.Strike(proposal.Savings), who.Strike(proposal.Description));
            proposal.NoteToOrganisers = "";
            proposal.Revision++;
            await ShutAsync(db, proposal, now, ct);
            proposal.Speakers.ForEach(Empty);
            await TextsAsync(db, who, [proposal.Id], ct);
        }

        await db.SaveChangesAsync(ct);
        return due.Count;
    }

    /// <summary>Takes the attachment away, and the key of a draft.</summary>
    private static Task ShutAsync(ExpoDb db, Proposal proposal, DateTimeOffset now, CancellationToken ct)
    {
        var attachment = proposal.AttachmentId;
        (proposal.AttachmentId, proposal.DraftKeyHash) = (null, null);
        return ProposalService.RemoveAsync(db, attachment, now, ct);
    }

    private static void Empty(ProposalSpeaker speaker)
    {
        (speaker.Name, speaker.Email, speaker.NormalisedEmail) = ("Erased", "", $"{Mark}{speaker.Id}");
        (speaker.Company, speaker.Country, speaker.Phone, speaker.Biography, speaker.AccountId, speaker.InvitationHash) = ("", "", "", "", null, null);
    }

    private static async Task TextsAsync(ExpoDb db, PersonTraces who, List<int> proposals, CancellationToken ct)
    {
        // The log and the conflicts can be added to only, so they are changed past what EF tracks.
        foreach (var line in await db.ProposalLog.Where(l => proposals.Contains(l.ProposalId)).Select(l => new { l.Id, l.By, l.Text }).ToListAsync(ct))
        {
            var (by, text) = (who.Strike(line.By), who.Strike(line.Text));
            await db.ProposalLog.Where(l => l.Id == line.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.By, by).SetProperty(l => l.Text, text), ct);
        }

        foreach (var review in await db.Reviews.Where(r => proposals.Contains(r.ProposalId)).ToListAsync(ct))
        {
            review.Comment = who.Strike(review.Comment);
        }

        foreach (var conflict in await db.ReviewConflicts.Where(c => proposals.Contains(c.ProposalId)).Select(c => new { c.ProposalId, c.ReviewerId, c.Reason }).ToListAsync(ct))
        {
            var reason = who.Strike(conflict.Reason);
            await db.ReviewConflicts.Where(c => c.ProposalId == conflict.ProposalId && c.ReviewerId == conflict.ReviewerId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Reason, reason), ct);
        }
    }
}
