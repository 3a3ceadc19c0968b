using Expo.Core.Files;
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
            conference.Property(c => c.DraftTimeZone).HasMaxLength(64);
            conference.Property(c => c.Venue).HasMaxLength(200);
            conference.Property(c => c.City).HasMaxLength(200);
            conference.Property(c => c.VenueNote).HasMaxLength(400);
            conference.Property(c => c.ChangeoverMinutes).HasDefaultValue(5).HasSentinel(-1);
            conference.Property(c => c.NoticeAfterMinutes).HasDefaultValue(15).HasSentinel(-1);
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
            session.Property(s => s.IsPlaced).HasDefaultValue(true);
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
            speaker.Property(s => s.Email).HasMaxLength(254);
            speaker.Property(s => s.TimeZone).HasMaxLength(64);
            speaker.HasOne<StoredFile>().WithMany().HasForeignKey(s => s.PortraitId);
        });
        model.Entity<SpeakerAvailability>(time =>
        {
            time.ToTable("SpeakerAvailability");
            time.HasOne<Speaker>().WithMany().HasForeignKey(t => t.SpeakerId);
        });
        model.Entity<SpeakerConsent>(consent =>
        {
            consent.ToTable("SpeakerConsents");
            consent.HasKey(c => new { c.SessionId, c.SpeakerId });
            consent.HasOne<Session>().WithMany().HasForeignKey(c => c.SessionId);
            consent.HasOne<Speaker>().WithMany().HasForeignKey(c => c.SpeakerId);
        });
        MapReleases(model);
    }

    private static void MapReleases(ModelBuilder model)
    {
        model.Entity<Release>(release =>
        {
            release.ToTable("Releases");
            release.HasOne<Conference>().WithMany().HasForeignKey(r => r.ConferenceId);
            release.HasMany(r => r.Sessions).WithOne().HasForeignKey(s => s.ReleaseId);
            release.HasMany(r => r.Speakers).WithOne().HasForeignKey(s => s.ReleaseId);
            // Two who release at once: the second one meets this index.
            release.HasIndex(r => new { r.ConferenceId, r.Number }).IsUnique();
            release.HasIndex(r => new { r.ConferenceId, r.Name }).IsUnique();
            release.Property(r => r.Name).HasMaxLength(Release.MostOfName);
            release.Property(r => r.Note).HasMaxLength(Release.MostOfNote);
            release.Property(r => r.ReleasedBy).HasMaxLength(120);
            release.Property(r => r.TimeZone).HasMaxLength(64);
        });
        model.Entity<ReleasedSession>(session =>
        {
            session.ToTable("ReleasedSessions");
            session.HasKey(s => new { s.ReleaseId, s.SessionId });
            session.HasOne<Session>().WithMany().HasForeignKey(s => s.SessionId);
            session.HasOne<Stage>().WithMany().HasForeignKey(s => s.StageId);
            session.HasMany(s => s.Speakers).WithOne().HasForeignKey(s => new { s.ReleaseId, s.SessionId });
            session.Property(s => s.StageName).HasMaxLength(120);
            session.Property(s => s.Slug).HasMaxLength(120);
            session.Property(s => s.Title).HasMaxLength(200);
            session.Property(s => s.Summary).HasMaxLength(4000);
        });
        model.Entity<ReleasedSpeaker>(speaker =>
        {
            speaker.ToTable("ReleasedSpeakers");
            speaker.HasKey(s => new { s.ReleaseId, s.SpeakerId });
            speaker.HasOne<Speaker>().WithMany().HasForeignKey(s => s.SpeakerId);
            speaker.HasOne<StoredFile>().WithMany().HasForeignKey(s => s.PortraitId);
            speaker.Property(s => s.Slug).HasMaxLength(120);
            speaker.Property(s => s.Name).HasMaxLength(120);
            speaker.Property(s => s.Company).HasMaxLength(160);
            speaker.Property(s => s.Country).HasMaxLength(80);
            speaker.Property(s => s.Biography).HasMaxLength(4000);
        });
        model.Entity<ReleasedSessionSpeaker>(link =>
        {
            link.ToTable("ReleasedSessionSpeakers");
            link.HasKey(l => new { l.ReleaseId, l.SessionId, l.SpeakerId });
            link.HasOne<Speaker>().WithMany().HasForeignKey(l => l.SpeakerId);
        });
    }
}
