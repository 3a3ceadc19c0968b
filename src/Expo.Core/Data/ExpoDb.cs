using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Core.Registration;
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

    public DbSet<SeatPool> SeatPools => Set<SeatPool>();

    public DbSet<TicketType> TicketTypes => Set<TicketType>();

    public DbSet<Attendee> Attendees => Set<Attendee>();

    public DbSet<SeatLedgerLine> SeatLedger => Set<SeatLedgerLine>();

    public DbSet<Question> Questions => Set<Question>();

    public DbSet<QuestionVote> QuestionVotes => Set<QuestionVote>();

    public DbSet<SessionSequence> SessionSequences => Set<SessionSequence>();

    public DbSet<SessionEvent> SessionEvents => Set<SessionEvent>();

    public DbSet<Recording> Recordings => Set<Recording>();

    public DbSet<FaqEntry> FaqEntries => Set<FaqEntry>();

    public DbSet<FaqRevision> FaqRevisions => Set<FaqRevision>();

    public DbSet<Job> Jobs => Set<Job>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapAccounts();
        modelBuilder.MapAgenda();
        modelBuilder.MapRegistration();
        modelBuilder.MapQuestions();
        modelBuilder.MapPublishing();
        modelBuilder.MapJobs();

        // Nothing vanishes because something else was deleted: whoever deletes says what goes. SQL Server also refuses
        // more than one path of cascades between two tables.
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetForeignKeys()))
        {
            key.DeleteBehavior = DeleteBehavior.Restrict;
        }
    }
}
