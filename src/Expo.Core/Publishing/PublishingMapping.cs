using Expo.Core.Agenda;
using Expo.Core.Questions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Publishing;

internal static class PublishingMapping
{
    public static void MapPublishing(this ModelBuilder model)
    {
        model.Entity<Recording>(recording =>
        {
            recording.HasOne(r => r.Session).WithMany().HasForeignKey(r => r.SessionId);
            recording.HasIndex(r => r.SessionId).IsUnique();
            recording.HasIndex(r => r.Slug).IsUnique();
            recording.Property(r => r.Slug).HasMaxLength(120);
            recording.Property(r => r.StageSlug).HasMaxLength(80);
            recording.Ignore(r => r.Duration);
        });
        model.Entity<FaqEntry>(entry =>
        {
            entry.ToTable("FaqEntries");
            entry.HasOne<Conference>().WithMany().HasForeignKey(e => e.ConferenceId);
            entry.HasOne<Question>().WithMany().HasForeignKey(e => e.QuestionId);
            entry.HasOne(e => e.Session).WithMany().HasForeignKey(e => e.SessionId);
            entry.HasMany(e => e.Revisions).WithOne().HasForeignKey(r => r.FaqEntryId);
            entry.HasIndex(e => e.Slug).IsUnique();
            // Unknown questions are many, so null must not count: a filter, which SQL Server needs and the others allow.
            entry.HasIndex(e => e.QuestionId).IsUnique().HasFilter("\"QuestionId\" IS NOT NULL");
            entry.Property(e => e.Slug).HasMaxLength(120);
            entry.Property(e => e.Heading).HasMaxLength(FaqService.HeadingLength);
            entry.Property(e => e.AskedWording).HasMaxLength(2000);
            entry.Property(e => e.AskedBy).HasMaxLength(120);
            entry.Property(e => e.AnsweredBy).HasMaxLength(160);
            entry.Property(e => e.Topic).HasMaxLength(80);
            entry.Property(e => e.AnswerMarkdown).HasMaxLength(FaqService.AnswerLength);
            entry.Property(e => e.EditedBy).HasMaxLength(120);
            entry.Property(e => e.Version).IsConcurrencyToken();
            entry.Property(e => e.Edit).IsConcurrencyToken();
        });
        model.Entity<FaqRevision>(revision =>
        {
            revision.ToTable("FaqRevisions");
            revision.HasIndex(r => new { r.FaqEntryId, r.Number }).IsUnique();
            revision.Property(r => r.Heading).HasMaxLength(FaqService.HeadingLength);
            revision.Property(r => r.AnswerMarkdown).HasMaxLength(FaqService.AnswerLength);
            revision.Property(r => r.By).HasMaxLength(120);
        });
    }
}
