using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

internal static class MailMapping
{
    public static void MapMail(this ModelBuilder model)
    {
        model.Entity<OutboxLetter>(letter =>
        {
            letter.ToTable("Outbox");
            // The subject first: it grows, so a rush of letters is written at the end of the index and not all over it.
            letter.HasIndex(l => new { l.SubjectId, l.Template, l.Version, l.Recipient }, "IX_Outbox_Once").IsUnique().HasFilter("\"Recipient\" <> ''");
            letter.HasIndex(l => new { l.DueAt, l.Id }, "IX_Outbox_Due").HasFilter("\"SentAt\" IS NULL AND \"FailedAt\" IS NULL AND \"DroppedAt\" IS NULL");
            letter.HasIndex(l => l.UnsubscribeToken, "IX_Outbox_Unsubscribe").IsUnique().HasFilter("\"UnsubscribeToken\" IS NOT NULL");
            letter.HasOne<BulkLetter>().WithMany().HasForeignKey(l => l.BulkLetterId);
            letter.HasIndex(l => l.BulkLetterId).HasFilter("\"BulkLetterId\" IS NOT NULL");
            letter.Property(l => l.Template).HasMaxLength(60);
            letter.Property(l => l.Recipient).HasMaxLength(254);
            letter.Property(l => l.LastError).HasMaxLength(1000);
            letter.Property(l => l.UnsubscribeToken).HasMaxLength(40);
        });
        model.Entity<BulkLetter>(letter =>
        {
            letter.ToTable("BulkLetters");
            letter.Property(l => l.Subject).HasMaxLength(200);
            letter.Property(l => l.Text).HasMaxLength(10_000);
            letter.Property(l => l.Segment).HasMaxLength(2000);
            letter.Property(l => l.CreatedBy).HasMaxLength(120);
            letter.Property(l => l.ConfirmedBy).HasMaxLength(120);
        });
        model.Entity<MailSuppression>(suppression =>
        {
            suppression.ToTable("MailSuppressions");
            suppression.HasIndex(s => new { s.Recipient, s.Kind }).IsUnique();
            suppression.Property(s => s.Recipient).HasMaxLength(254);
            suppression.Property(s => s.Kind).HasMaxLength(40);
        });
    }
}
