using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Payments;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data;

/// <summary>Every table by name. Everyone may read any of them in a query; only a slice's service writes its own.</summary>
public abstract class ExpoDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<IdentityRole<int>> Roles => Set<IdentityRole<int>>();

    public DbSet<IdentityUserRole<int>> AccountRoles => Set<IdentityUserRole<int>>();

    public DbSet<Conference> Conferences => Set<Conference>();

    public DbSet<Stage> Stages => Set<Stage>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Speaker> Speakers => Set<Speaker>();

    public DbSet<SpeakerAvailability> SpeakerAvailability => Set<SpeakerAvailability>();

    public DbSet<SpeakerConsent> SpeakerConsents => Set<SpeakerConsent>();

    public DbSet<Release> Releases => Set<Release>();

    public DbSet<ReleasedSession> ReleasedSessions => Set<ReleasedSession>();

    public DbSet<ReleasedSpeaker> ReleasedSpeakers => Set<ReleasedSpeaker>();

    public DbSet<ReleasedSessionSpeaker> ReleasedSessionSpeakers => Set<ReleasedSessionSpeaker>();

    public DbSet<CallForTalks> CallsForTalks => Set<CallForTalks>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<ProposalSpeaker> ProposalSpeakers => Set<ProposalSpeaker>();

    public DbSet<ProposalLogLine> ProposalLog => Set<ProposalLogLine>();

    public DbSet<ReviewPhase> ReviewPhases => Set<ReviewPhase>();

    public DbSet<Review> Reviews => Set<Review>();

    public DbSet<ReviewAssignment> ReviewAssignments => Set<ReviewAssignment>();

    public DbSet<ReviewConflict> ReviewConflicts => Set<ReviewConflict>();

    public DbSet<DeckVersion> DeckVersions => Set<DeckVersion>();

    public DbSet<DeckPage> DeckPages => Set<DeckPage>();

    public DbSet<StoredFile> Files => Set<StoredFile>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();

    public DbSet<SavedSession> SavedSessions => Set<SavedSession>();

    public DbSet<ChangeNotice> ChangeNotices => Set<ChangeNotice>();

    public DbSet<SeatPool> SeatPools => Set<SeatPool>();

    public DbSet<TicketType> TicketTypes => Set<TicketType>();

    public DbSet<Attendee> Attendees => Set<Attendee>();

    public DbSet<SeatLedgerLine> SeatLedger => Set<SeatLedgerLine>();

    public DbSet<TicketTypePool> TicketTypePools => Set<TicketTypePool>();

    public DbSet<AccessCode> AccessCodes => Set<AccessCode>();

    public DbSet<FormQuestion> FormQuestions => Set<FormQuestion>();

    public DbSet<FormAnswer> FormAnswers => Set<FormAnswer>();

    public DbSet<PrivacyStatement> PrivacyStatements => Set<PrivacyStatement>();

    public DbSet<RegistrationSettings> RegistrationSettings => Set<RegistrationSettings>();

    public DbSet<RegistrationLogLine> RegistrationLog => Set<RegistrationLogLine>();

    public DbSet<CheckIn> CheckIns => Set<CheckIn>();

    public DbSet<DoorScan> DoorScans => Set<DoorScan>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<PaymentEvent> PaymentEvents => Set<PaymentEvent>();

    public DbSet<PaymentNote> PaymentNotes => Set<PaymentNote>();

    public DbSet<Question> Questions => Set<Question>();

    public DbSet<QuestionVote> QuestionVotes => Set<QuestionVote>();

    public DbSet<SessionSequence> SessionSequences => Set<SessionSequence>();

    public DbSet<SessionEvent> SessionEvents => Set<SessionEvent>();

    public DbSet<Recording> Recordings => Set<Recording>();

    public DbSet<FaqEntry> FaqEntries => Set<FaqEntry>();

    public DbSet<FaqRevision> FaqRevisions => Set<FaqRevision>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<OutboxLetter> Outbox => Set<OutboxLetter>();

    public DbSet<BulkLetter> BulkLetters => Set<BulkLetter>();

    public DbSet<MailSuppression> MailSuppressions => Set<MailSuppression>();

    /// <summary>In queries only: see <see cref="FoldedText.Translate"/>.</summary>
    public static string? Translate(string? text, string from, string to) => throw new InvalidOperationException("Runs in the database.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapAccounts();
        modelBuilder.MapFiles();
        modelBuilder.MapAgenda();
        modelBuilder.MapRegistration();
        modelBuilder.MapQuestions();
        modelBuilder.MapPublishing();
        modelBuilder.MapJobs();
        modelBuilder.MapMail();
        modelBuilder.MapPayments();
        modelBuilder.MapSubmissions();
        modelBuilder.HasDbFunction(((Func<string?, string, string, string?>)Translate).Method).HasName("translate").IsBuiltIn();

        // Nothing vanishes because something else was deleted: whoever deletes says what goes. SQL Server also refuses
        // more than one path of cascades between two tables.
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetForeignKeys()))
        {
            key.DeleteBehavior = DeleteBehavior.Restrict;
        }
    }
}
