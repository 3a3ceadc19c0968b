using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

internal static class RegistrationMapping
{
    public static void MapRegistration(this ModelBuilder model)
    {
        model.Entity<SeatPool>(pool =>
        {
            pool.ToTable("SeatPools", t => t.HasCheckConstraint("CK_SeatPools_Taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Capacity\""));
            pool.HasOne<Conference>().WithMany().HasForeignKey(p => p.ConferenceId);
            pool.Property(p => p.Name).HasMaxLength(120);
        });
        model.Entity<TicketType>(type =>
        {
            type.HasOne<Conference>().WithMany().HasForeignKey(t => t.ConferenceId);
            type.HasOne(t => t.SeatPool).WithMany().HasForeignKey(t => t.SeatPoolId);
            type.HasIndex(t => new { t.ConferenceId, t.Code }).IsUnique();
            type.Property(t => t.Code).HasMaxLength(40);
            type.Property(t => t.Name).HasMaxLength(120);
        });
        model.Entity<Attendee>(attendee =>
        {
            attendee.HasOne<Conference>().WithMany().HasForeignKey(a => a.ConferenceId);
            attendee.HasOne(a => a.TicketType).WithMany().HasForeignKey(a => a.TicketTypeId);
            attendee.HasIndex(a => a.TicketCode).IsUnique();
            attendee.HasIndex(a => new { a.ConferenceId, a.NormalisedEmail }, "IX_Attendees_OneActivePerAddress")
                .IsUnique().HasFilter($"\"State\" <> {(int)AttendeeState.Cancelled}");
            attendee.HasIndex(a => new { a.TicketTypeId, a.State, a.WaitingSince });
            attendee.Property(a => a.TicketCode).HasMaxLength(32);
            attendee.Property(a => a.Name).HasMaxLength(120);
            attendee.Property(a => a.Email).HasMaxLength(254);
            attendee.Property(a => a.NormalisedEmail).HasMaxLength(254);
            attendee.Property(a => a.Organisation).HasMaxLength(160);
            attendee.Property(a => a.Country).HasMaxLength(80);
            attendee.Property(a => a.AccessNeeds).HasMaxLength(1000);
        });
        model.Entity<SeatLedgerLine>(line =>
        {
            line.ToTable("SeatLedger");
            line.HasOne<SeatPool>().WithMany().HasForeignKey(l => l.SeatPoolId);
            line.HasOne<Attendee>().WithMany().HasForeignKey(l => l.AttendeeId);
            line.HasIndex(l => new { l.SeatPoolId, l.Id });
            line.Property(l => l.Text).HasMaxLength(300);
        });
    }
}
