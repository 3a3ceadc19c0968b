using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Payments;

internal static class PaymentMapping
{
    public static void MapPayments(this ModelBuilder model)
    {
        model.Entity<Payment>(payment =>
        {
            payment.ToTable("Payments", t => t.HasCheckConstraint("CK_Payments_Refunded", "\"AmountMinor\" > 0 AND \"RefundedMinor\" >= 0 AND \"RefundedMinor\" <= \"AmountMinor\""));
            payment.HasOne(p => p.Attendee).WithMany().HasForeignKey(p => p.AttendeeId);
            payment.HasIndex(p => p.CheckoutId, "IX_Payments_Checkout").IsUnique().HasFilter("\"CheckoutId\" IS NOT NULL");
            payment.HasIndex(p => p.IntentId, "IX_Payments_Intent").IsUnique().HasFilter("\"IntentId\" IS NOT NULL");
            payment.HasIndex(p => p.Key, "IX_Payments_Key").IsUnique();
            payment.HasIndex(p => p.AttendeeId, "IX_Payments_OneOpen").IsUnique().HasFilter($"\"State\" = {(int)PaymentState.Open}");
            payment.HasIndex(p => p.AttendeeId, "IX_Payments_Attendee");
            payment.Property(p => p.Key).HasMaxLength(64);
            payment.Property(p => p.Currency).HasMaxLength(3);
            payment.Property(p => p.CheckoutId).HasMaxLength(255);
            payment.Property(p => p.CheckoutUrl).HasMaxLength(2000);
            payment.Property(p => p.IntentId).HasMaxLength(255);
            payment.Property(p => p.Look).HasMaxLength(300);
            payment.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<Refund>(refund =>
        {
            refund.ToTable("Refunds", t => t.HasCheckConstraint("CK_Refunds_Amount", "\"AmountMinor\" > 0"));
            refund.HasOne(r => r.Payment).WithMany().HasForeignKey(r => r.PaymentId);
            refund.HasIndex(r => r.Key).IsUnique();
            refund.Property(r => r.Reason).HasMaxLength(300);
            refund.Property(r => r.By).HasMaxLength(120);
            refund.Property(r => r.Key).HasMaxLength(255);
            refund.Property(r => r.ProviderId).HasMaxLength(255);
        });
        model.Entity<PaymentNote>(note =>
        {
            note.ToTable("PaymentNotes");
            note.HasOne<Payment>().WithMany().HasForeignKey(n => n.PaymentId);
            note.Property(n => n.By).HasMaxLength(120);
            note.Property(n => n.Text).HasMaxLength(500);
        });
        model.Entity<PaymentEvent>(seen =>
        {
            seen.ToTable("PaymentEvents");
            seen.Property(e => e.Id).HasMaxLength(255).ValueGeneratedNever();
            seen.Property(e => e.Type).HasMaxLength(120);
        });
    }
}
