using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>Reads and writes releases in the caller's context. Others may read by it; only this slice releases.</summary>
internal static class ReleaseDesk
{
    /// <summary>The release that the public sees: the last. Empty before the first.</summary>
    public static IQueryable<Release> Current(this IQueryable<Release> releases, int conferenceId) =>
        releases.Where(r => r.ConferenceId == conferenceId).OrderByDescending(r => r.Number).Take(1);

    /// <summary>A release with its sessions and speakers, detached.</summary>
    public static Task<Release?> WholeAsync(IQueryable<Release> releases, CancellationToken ct) =>
        releases.AsNoTracking().Include(r => r.Sessions).ThenInclude(s => s.Speakers).Include(r => r.Speakers).AsSplitQuery().FirstOrDefaultAsync(ct);

    /// <summary>What a release of the working copy would be now.</summary>
    public static async Task<ReleasePlan> PlanAsync(ExpoDb db, int conferenceId, string timeZone, DateTimeOffset now, CancellationToken ct)
    {
        var last = await db.Releases.Current(conferenceId).Select(r => (int?)r.Id).FirstOrDefaultAsync(ct) is { } id ? await WholeAsync(db.Releases.Where(r => r.Id == id), ct) : null;
        var working = await db.Sessions.AsNoTrackingWithIdentityResolution().Where(s => s.ConferenceId == conferenceId)
            .Include(s => s.Stage).Include(s => s.Speakers).OrderBy(s => s.Id).AsSplitQuery().ToListAsync(ct);
        return ReleasePlan.Of(last, working, timeZone, now);
    }

    /// <summary>Adds what was planned as the next release, and puts the event into its zone; the caller saves.</summary>
    /// <param name="conference">Tracked.</param>
    public static Release Add(ExpoDb db, Conference conference, ReleasePlan plan, string name, string note, string by, DateTimeOffset now)
    {
        var release = new Release
        {
            ConferenceId = conference.Id, Number = plan.After + 1, Name = name, Note = note, ReleasedAt = now, ReleasedBy = by, TimeZone = plan.TimeZone,
            Sessions = [.. plan.Sessions], Speakers = [.. plan.Speakers.Select(ReleaseRow.Copy)],
        };
        db.Releases.Add(release);
        conference.ReleaseZone();
        return release;
    }

    /// <summary>Releases whatever the working copy holds, for demo data and tests. Without sessions it does nothing.</summary>
    public static async Task ReleaseAllAsync(ExpoDb db, Conference conference, string name, DateTimeOffset now, CancellationToken ct)
    {
        var plan = await PlanAsync(db, conference.Id, conference.WorkingTimeZone, now, ct);
        if (!plan.ChangesNothing)
        {
            Add(db, conference, plan, name, "", "System", now);
            await db.SaveChangesAsync(ct);
        }
    }
}
