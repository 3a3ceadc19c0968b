using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

internal static class AgendaMapping
{
    public static void MapAgenda(this ModelBuilder model)
    {
        model.Entity<Conference>(conference =>
        {
            conference.HasIndex(c => c.Slug).IsUnique();
            conference.Property(c => c.Slug).HasMaxLength(80);
            conference.Property(c => c.Name).HasMaxLength(200);
            conference.Property(c => c.Tagline).HasMaxLength(400);
            conference.Property(c => c.TimeZone).HasMaxLength(64);
            conference.Property(c => c.Venue).HasMaxLength(200);
            conference.Property(c => c.City).HasMaxLength(200);
            conference.Property(c => c.VenueNote).HasMaxLength(400);
        });
        model.Entity<Stage>(stage =>
        {
            stage.HasOne<Conference>().WithMany().HasForeignKey(s => s.ConferenceId);
            stage.HasIndex(s => s.Slug).IsUnique();
            stage.Property(s => s.Slug).HasMaxLength(80);
            stage.Property(s => s.Name).HasMaxLength(120);
        });
        model.Entity<Session>(session =>
        {
            session.HasOne<Conference>().WithMany().HasForeignKey(s => s.ConferenceId);
            session.HasOne(s => s.Stage).WithMany().HasForeignKey(s => s.StageId);
            session.HasIndex(s => s.Slug).IsUnique();
            session.HasIndex(s => new { s.ConferenceId, s.StartsAt });
            session.HasIndex(s => new { s.StageId, s.State });
            // Two organisers who press "go live" at once on one stage: the second one meets this index.
            session.HasIndex(s => s.StageId, "IX_Sessions_OneLivePerStage").IsUnique().HasFilter($"\"State\" = {(int)SessionState.Live}");
            session.Property(s => s.Slug).HasMaxLength(120);
            session.Property(s => s.Title).HasMaxLength(200);
            session.Property(s => s.Summary).HasMaxLength(4000);
            session.Property(s => s.State).IsConcurrencyToken();
            session.HasMany(s => s.Speakers).WithMany(s => s.Sessions).UsingEntity("SessionSpeakers");
        });
        model.Entity<Speaker>(speaker =>
        {
            speaker.HasOne<Conference>().WithMany().HasForeignKey(s => s.ConferenceId);
            speaker.HasOne<Accounts.Account>().WithMany().HasForeignKey(s => s.AccountId);
            speaker.HasIndex(s => s.Slug).IsUnique();
            speaker.Property(s => s.Slug).HasMaxLength(120);
            speaker.Property(s => s.Name).HasMaxLength(120);
            speaker.Property(s => s.Company).HasMaxLength(160);
            speaker.Property(s => s.Country).HasMaxLength(80);
            speaker.Property(s => s.Biography).HasMaxLength(4000);
        });
    }
}
