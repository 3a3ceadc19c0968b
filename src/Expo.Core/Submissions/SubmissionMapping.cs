using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Files;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

internal static class SubmissionMapping
{
    public const int LongestText = 4000;
    private const int Hash = 64;

    public static void MapSubmissions(this ModelBuilder model)
    {
        model.Entity<CallForTalks>(call =>
        {
            call.ToTable("CallsForTalks");
            call.HasOne<Conference>().WithMany().HasForeignKey(c => c.ConferenceId);
            call.HasIndex(c => c.ConferenceId).IsUnique();
            call.Property(c => c.Introduction).HasMaxLength(LongestText);
            call.Property(c => c.Revision).IsConcurrencyToken();
        });
        model.Entity<Proposal>(proposal =>
        {
            proposal.ToTable("Proposals");
            proposal.HasOne<Conference>().WithMany().HasForeignKey(p => p.ConferenceId);
            proposal.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.AttachmentId);
            proposal.HasOne<Session>().WithMany().HasForeignKey(p => p.SessionId);
            proposal.HasMany(p => p.Speakers).WithOne().HasForeignKey(s => s.ProposalId);
            proposal.HasIndex(p => new { p.ConferenceId, p.Code }).IsUnique();
            proposal.HasIndex(p => p.DraftKeyHash).IsUnique().HasFilter("\"DraftKeyHash\" IS NOT NULL");
            // Accepting twice makes one session.
            proposal.HasIndex(p => p.SessionId).IsUnique().HasFilter("\"SessionId\" IS NOT NULL");
            proposal.Property(p => p.Code).HasMaxLength(12);
            proposal.Property(p => p.Title).HasMaxLength(200);
            proposal.Property(p => p.Topic).HasMaxLength(120);
            proposal.Property(p => p.Savings).HasMaxLength(LongestText);
            proposal.Property(p => p.Description).HasMaxLength(LongestText);
            proposal.Property(p => p.NoteToOrganisers).HasMaxLength(LongestText);
            proposal.Property(p => p.DraftKeyHash).HasMaxLength(Hash);
            proposal.Property(p => p.DecidedBy).HasMaxLength(120);
            proposal.Property(p => p.Revision).IsConcurrencyToken();
        });
        model.Entity<ProposalSpeaker>(speaker =>
        {
            speaker.ToTable("ProposalSpeakers");
            speaker.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
            speaker.HasOne<Speaker>().WithMany().HasForeignKey(s => s.SpeakerId);
            speaker.HasIndex(s => new { s.ProposalId, s.NormalisedEmail }).IsUnique();
            speaker.HasIndex(s => s.InvitationHash).IsUnique().HasFilter("\"InvitationHash\" IS NOT NULL");
            speaker.Property(s => s.Email).HasMaxLength(254);
            speaker.Property(s => s.NormalisedEmail).HasMaxLength(254);
            speaker.Property(s => s.Name).HasMaxLength(120);
            speaker.Property(s => s.Company).HasMaxLength(160);
            speaker.Property(s => s.Country).HasMaxLength(80);
            speaker.Property(s => s.Phone).HasMaxLength(40);
            speaker.Property(s => s.Biography).HasMaxLength(LongestText);
            speaker.Property(s => s.InvitationHash).HasMaxLength(Hash);
        });
        model.Entity<ProposalLogLine>(line =>
        {
            line.ToTable("ProposalLog");
            line.HasOne<Proposal>().WithMany().HasForeignKey(l => l.ProposalId);
            line.Property(l => l.By).HasMaxLength(120);
            line.Property(l => l.Text).HasMaxLength(1000);
        });
        MapReviews(model);
        MapDecks(model);
    }

    private static void MapReviews(ModelBuilder model)
    {
        model.Entity<ReviewPhase>(phase =>
        {
            phase.ToTable("ReviewPhases");
            phase.HasOne<Conference>().WithMany().HasForeignKey(p => p.ConferenceId);
            phase.HasIndex(p => p.ConferenceId, "IX_ReviewPhases_OneActive").IsUnique().HasFilter("\"ActiveSince\" IS NOT NULL");
            phase.Property(p => p.Name).HasMaxLength(120);
            phase.Ignore(p => p.IsActive);
        });
        model.Entity<Review>(review =>
        {
            review.ToTable("Reviews", t => t.HasCheckConstraint("CK_Reviews_Score", $"\"Score\" IS NULL OR (\"Score\" >= {Review.LowestScore} AND \"Score\" <= {Review.HighestScore})"));
            review.HasOne<Proposal>().WithMany().HasForeignKey(r => r.ProposalId);
            review.HasOne<Account>().WithMany().HasForeignKey(r => r.ReviewerId);
            review.HasIndex(r => new { r.ProposalId, r.ReviewerId }).IsUnique();
            review.Property(r => r.Comment).HasMaxLength(LongestText);
        });
        model.Entity<ReviewAssignment>(assignment =>
        {
            assignment.ToTable("ReviewAssignments");
            assignment.HasKey(a => new { a.ProposalId, a.ReviewerId });
            assignment.HasOne<Proposal>().WithMany().HasForeignKey(a => a.ProposalId);
            assignment.HasOne<Account>().WithMany().HasForeignKey(a => a.ReviewerId);
        });
        model.Entity<ReviewConflict>(conflict =>
        {
            conflict.ToTable("ReviewConflicts");
            conflict.HasKey(c => new { c.ProposalId, c.ReviewerId });
            conflict.HasOne<Proposal>().WithMany().HasForeignKey(c => c.ProposalId);
            conflict.HasOne<Account>().WithMany().HasForeignKey(c => c.ReviewerId);
            conflict.Property(c => c.Reason).HasMaxLength(400);
            conflict.Property(c => c.DeclaredBy).HasMaxLength(120);
        });
    }

    private static void MapDecks(ModelBuilder model)
    {
        model.Entity<DeckVersion>(deck =>
        {
            deck.ToTable("DeckVersions");
            deck.HasOne<Session>().WithMany().HasForeignKey(d => d.SessionId);
            deck.HasOne<StoredFile>().WithMany().HasForeignKey(d => d.FileId);
            deck.HasOne<StoredFile>().WithMany().HasForeignKey(d => d.PublicFileId);
            deck.HasOne<Account>().WithMany().HasForeignKey(d => d.UploadedById);
            deck.HasIndex(d => new { d.SessionId, d.Number }).IsUnique();
            deck.HasIndex(d => d.SessionId, "IX_DeckVersions_OneOnStage").IsUnique().HasFilter("\"FrozenAt\" IS NOT NULL");
            deck.Ignore(d => d.IsOnStage);
            deck.Property(d => d.Refusal).HasMaxLength(400);
            deck.Property(d => d.FrozenBy).HasMaxLength(120);
            deck.Property(d => d.ApprovedBy).HasMaxLength(120);
        });
        model.Entity<DeckPage>(page =>
        {
            page.ToTable("DeckPages");
            page.HasKey(p => new { p.DeckVersionId, p.Number });
            page.HasOne<DeckVersion>().WithMany().HasForeignKey(p => p.DeckVersionId);
            page.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.PictureId);
        });
    }
}
