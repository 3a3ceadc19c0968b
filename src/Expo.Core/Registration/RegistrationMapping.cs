using Expo.Core.Agenda;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

internal static class RegistrationMapping
{
    // The shells of people who were erased are in no list. The condition stands word for word in the lists' queries.
    private const string NotErased = "\"Email\" <> ''";

    public static void MapRegistration(this ModelBuilder model)
    {
        model.Entity<SeatPool>(pool =>
        {
            pool.ToTable("SeatPools", t => t.HasCheckConstraint("CK_SeatPools_Taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Ceiling\" AND \"Ceiling\" >= \"Capacity\""));
            pool.HasOne<Conference>().WithMany().HasForeignKey(p => p.ConferenceId);
            pool.HasOne<SeatPool>().WithMany().HasForeignKey(p => p.ParentId);
            pool.HasIndex(p => new { p.ParentId, p.OrganisationKey }, "IX_SeatPools_OneForEachOrganisation").IsUnique().HasFilter("\"ParentId\" IS NOT NULL");
            pool.Property(p => p.Name).HasMaxLength(160);
            pool.Property(p => p.OrganisationKey).HasMaxLength(160);
            pool.Ignore(p => p.Over);
            pool.Ignore(p => p.Free);
        });
        model.Entity<TicketType>(type =>
        {
            type.ToTable("TicketTypes", t => t.HasCheckConstraint("CK_TicketTypes_Price", "\"PriceMinor\" >= 0"));
            type.HasOne<Conference>().WithMany().HasForeignKey(t => t.ConferenceId);
            type.HasMany(t => t.Pools).WithOne().HasForeignKey(p => p.TicketTypeId);
            type.HasIndex(t => new { t.ConferenceId, t.Code }).IsUnique();
            type.Property(t => t.Code).HasMaxLength(TicketType.LongestCode);
            type.Property(t => t.Name).HasMaxLength(120);
            type.Property(t => t.Description).HasMaxLength(300);
            type.Property(t => t.Currency).HasMaxLength(3);
            type.Ignore(t => t.IsFree);
        });
        model.Entity<TicketTypePool>(draws =>
        {
            draws.ToTable("TicketTypePools");
            draws.HasKey(d => new { d.TicketTypeId, d.SeatPoolId });
            draws.HasOne<SeatPool>().WithMany().HasForeignKey(d => d.SeatPoolId);
        });
        model.Entity<AccessCode>(code =>
        {
            code.ToTable("AccessCodes", t => t.HasCheckConstraint("CK_AccessCodes_Uses", "\"Uses\" >= 0 AND \"Uses\" <= \"MostUses\" AND \"SeatsHeld\" >= 0"));
            code.HasOne<Conference>().WithMany().HasForeignKey(c => c.ConferenceId);
            code.HasOne(c => c.TicketType).WithMany().HasForeignKey(c => c.TicketTypeId);
            code.HasIndex(c => new { c.ConferenceId, c.Code }).IsUnique();
            code.Property(c => c.Code).HasMaxLength(AccessCode.LongestCode);
            code.Property(c => c.Note).HasMaxLength(200);
        });
        model.Entity<SavedSession>(saved =>
        {
            saved.ToTable("SavedSessions");
            saved.HasKey(s => new { s.AttendeeId, s.SessionId });
            saved.HasIndex(s => s.SessionId);
            saved.HasOne<Attendee>().WithMany().HasForeignKey(s => s.AttendeeId);
            saved.HasOne<Session>().WithMany().HasForeignKey(s => s.SessionId);
            saved.HasOne<Release>().WithMany().HasForeignKey(s => s.KnownReleaseId);
        });
        model.Entity<ChangeNotice>(notice =>
        {
            notice.ToTable("ChangeNotices");
            notice.HasIndex(n => new { n.AttendeeId, n.SessionId, n.ReleaseId }).IsUnique();
            notice.HasIndex(n => n.SessionId);
            notice.HasOne<Attendee>().WithMany().HasForeignKey(n => n.AttendeeId);
            notice.HasOne<Session>().WithMany().HasForeignKey(n => n.SessionId);
            notice.HasOne<Release>().WithMany().HasForeignKey(n => n.FromReleaseId);
            notice.HasOne<Release>().WithMany().HasForeignKey(n => n.ReleaseId);
            notice.HasOne<OutboxLetter>().WithMany().HasForeignKey(n => n.OutboxLetterId);
            notice.Property(n => n.Text).HasMaxLength(400);
        });
        model.Entity<Attendee>(attendee =>
        {
            attendee.HasOne<Conference>().WithMany().HasForeignKey(a => a.ConferenceId);
            attendee.HasOne(a => a.TicketType).WithMany().HasForeignKey(a => a.TicketTypeId);
            attendee.HasOne<AccessCode>().WithMany().HasForeignKey(a => a.AccessCodeId);
            attendee.HasOne<PrivacyStatement>().WithMany().HasForeignKey(a => a.PrivacyStatementId);
            attendee.HasIndex(a => a.AccessCodeId).HasFilter("\"AccessCodeId\" IS NOT NULL");
            attendee.HasIndex(a => a.TicketCode).IsUnique();
            attendee.HasIndex(a => a.CalendarKey).IsUnique().HasFilter("\"CalendarKey\" IS NOT NULL");
            attendee.Property(a => a.CalendarKey).HasMaxLength(40);
            attendee.HasIndex(a => new { a.ConferenceId, a.NormalisedEmail }, "IX_Attendees_OneActivePerAddress")
                .IsUnique().HasFilter($"\"State\" <> {(int)AttendeeState.Cancelled}");
            attendee.HasIndex(a => new { a.TicketTypeId, a.State, a.WaitingSince });
            attendee.HasIndex(a => a.HeldUntil, "IX_Attendees_Held").HasFilter("\"HeldUntil\" IS NOT NULL");
            attendee.HasIndex(a => a.Party, "IX_Attendees_Party").HasFilter("\"Party\" IS NOT NULL");
            // One for each order of the organiser's list, so that a page of it is read and not sorted. The number stands last. Not for the
            // order by ticket type: there are few, and each index costs every registration of a rush.
            attendee.HasIndex(a => new { a.ConferenceId, a.RegisteredAt, a.Id }, "IX_Attendees_ByRegistered").HasFilter(NotErased);
            attendee.HasIndex(a => new { a.ConferenceId, a.Name, a.Id }, "IX_Attendees_ByName").HasFilter(NotErased);
            attendee.HasIndex(a => new { a.ConferenceId, a.Organisation, a.Id }, "IX_Attendees_ByOrganisation").HasFilter(NotErased);
            attendee.HasIndex(a => new { a.ConferenceId, a.State, a.RegisteredAt, a.Id, a.TicketTypeId }, "IX_Attendees_ByState").HasFilter(NotErased);
            attendee.HasIndex(a => new { a.ConferenceId, a.Priority, a.WaitingSince, a.Id }, "IX_Attendees_ByLine")
                .IsDescending(false, true, false, false).HasFilter($"\"State\" = {(int)AttendeeState.Waiting}");
            attendee.Property(a => a.TicketCode).HasMaxLength(32);
            attendee.Property(a => a.CalendarUid).HasMaxLength(20);
            attendee.Property(a => a.Name).HasMaxLength(120);
            attendee.Property(a => a.Email).HasMaxLength(254);
            attendee.Property(a => a.NormalisedEmail).HasMaxLength(254);
            attendee.Property(a => a.Organisation).HasMaxLength(160);
            attendee.Property(a => a.Country).HasMaxLength(80);
            attendee.Property(a => a.AccessNeeds).HasMaxLength(1000);
            attendee.Property(a => a.AccommodationReply).HasMaxLength(AccommodationService.LongestReply);
            attendee.Ignore(a => a.IsErased);
            attendee.Property(a => a.Party).HasMaxLength(32);
        });
        model.Entity<SeatLedgerLine>(line =>
        {
            line.ToTable("SeatLedger");
            line.HasOne<SeatPool>().WithMany().HasForeignKey(l => l.SeatPoolId);
            line.HasOne<Attendee>().WithMany().HasForeignKey(l => l.AttendeeId);
            line.HasOne<AccessCode>().WithMany().HasForeignKey(l => l.AccessCodeId);
            line.HasIndex(l => l.AccessCodeId).HasFilter("\"AccessCodeId\" IS NOT NULL");
            line.HasIndex(l => new { l.SeatPoolId, l.Id });
            line.Property(l => l.Text).HasMaxLength(500);
        });
        model.Entity<RegistrationSettings>(settings =>
        {
            settings.ToTable("RegistrationSettings");
            settings.HasKey(s => s.ConferenceId);
            settings.HasOne<Conference>().WithOne().HasForeignKey<RegistrationSettings>(s => s.ConferenceId);
            settings.Property(s => s.AccommodationsTo).HasMaxLength(254);
        });
        model.MapForm();
        model.MapDoor();
    }

    private static void MapForm(this ModelBuilder model)
    {
        model.Entity<FormQuestion>(question =>
        {
            question.ToTable("FormQuestions");
            question.HasOne<Conference>().WithMany().HasForeignKey(q => q.ConferenceId);
            question.Property(q => q.Label).HasMaxLength(200);
            question.Property(q => q.Hint).HasMaxLength(300);
            question.Property(q => q.Purpose).HasMaxLength(300);
        });
        model.Entity<FormAnswer>(answer =>
        {
            answer.ToTable("FormAnswers");
            answer.HasOne<Attendee>().WithMany().HasForeignKey(a => a.AttendeeId);
            answer.HasOne(a => a.Question).WithMany().HasForeignKey(a => a.FormQuestionId);
            answer.HasIndex(a => new { a.AttendeeId, a.FormQuestionId }).IsUnique();
            answer.Property(a => a.Value).HasMaxLength(1000);
        });
        model.Entity<PrivacyStatement>(statement =>
        {
            statement.ToTable("PrivacyStatements");
            statement.HasOne<Conference>().WithMany().HasForeignKey(s => s.ConferenceId);
            statement.HasIndex(s => new { s.ConferenceId, s.Version }).IsUnique();
            statement.Property(s => s.Authority).HasMaxLength(2000);
            statement.Property(s => s.Purpose).HasMaxLength(2000);
            statement.Property(s => s.RoutineUses).HasMaxLength(2000);
            statement.Property(s => s.Disclosure).HasMaxLength(2000);
        });
        model.Entity<RegistrationLogLine>(line =>
        {
            line.ToTable("RegistrationLog");
            line.HasOne<Conference>().WithMany().HasForeignKey(l => l.ConferenceId);
            line.HasOne<Attendee>().WithMany().HasForeignKey(l => l.AttendeeId);
            line.Property(l => l.By).HasMaxLength(120);
            line.HasIndex(l => new { l.ConferenceId, l.AttendeeId, l.Id });
            line.Property(l => l.Text).HasMaxLength(1000);
        });
    }

    private static void MapDoor(this ModelBuilder model)
    {
        model.Entity<CheckIn>(checkIn =>
        {
            checkIn.ToTable("CheckIns");
            checkIn.HasOne(c => c.Attendee).WithMany().HasForeignKey(c => c.AttendeeId);
            checkIn.HasIndex(c => new { c.AttendeeId, c.Day }, "IX_CheckIns_OncePerDay").IsUnique();
            checkIn.Property(c => c.Door).HasMaxLength(60);
            checkIn.Property(c => c.ScanKey).HasMaxLength(64);
        });
        model.Entity<DoorScan>(scan =>
        {
            scan.ToTable("DoorScans");
            scan.HasOne<Conference>().WithMany().HasForeignKey(s => s.ConferenceId);
            scan.HasOne<Attendee>().WithMany().HasForeignKey(s => s.AttendeeId);
            scan.HasIndex(s => s.Key).IsUnique();
            scan.HasIndex(s => new { s.ConferenceId, s.ReceivedAt });
            scan.Property(s => s.Key).HasMaxLength(64);
            scan.Property(s => s.Door).HasMaxLength(60);
        });
    }
}
