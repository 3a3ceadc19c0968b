using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

/// <summary>One event: when, where, in which time zone, and what it allows.</summary>
public sealed class Conference
{
    public int Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>One sentence for the home page.</summary>
    public required string Tagline { get; set; }

    /// <summary>IANA zone id, for instance <c>America/New_York</c>. Every time on the site is said in it unless the viewer asks otherwise.</summary>
    public required string TimeZone { get; set; }

    /// <summary>The zone that the working copy has and the next release makes public; null when it is <see cref="TimeZone"/>.</summary>
    public string? DraftTimeZone { get; set; }

    /// <summary>The zone that the working copy is in: for staff and speakers.</summary>
    public string WorkingTimeZone => DraftTimeZone ?? TimeZone;

    public required string Venue { get; set; }

    public required string City { get; set; }

    public string? VenueNote { get; set; }

    /// <summary>First day in the event's zone.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>Last day in the event's zone.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>Set by the organiser, or null: see <see cref="RegistrationEndsAt"/>.</summary>
    public DateTimeOffset? RegistrationClosesAt { get; set; }

    /// <summary>From this instant on nobody can register: the organiser's deadline, or the end of the last day.</summary>
    public DateTimeOffset RegistrationEndsAt => RegistrationEnd(RegistrationClosesAt, LastDay, TimeZone);

    /// <summary>Minutes that a stage needs between two sessions.</summary>
    public int ChangeoverMinutes { get; set; } = 5;

    /// <summary>Minutes from a release to the notices to those who have starred what changed: later releases within them are told of in the same notice.</summary>
    public int NoticeAfterMinutes { get; set; } = 15;

    public bool AllowAnonymousQuestions { get; set; } = true;

    /// <summary>Says "demo" on every page and in every letter.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Makes the working copy's zone public. Registration closes when clocks there show what they were to show here.</summary>
    internal void ReleaseZone()
    {
        if (DraftTimeZone is { } zone)
        {
            RegistrationClosesAt = RegistrationClosesAt is { } closes ? EventTime.In(zone).SameClock(closes, EventTime.In(TimeZone)) : null;
            (TimeZone, DraftTimeZone) = (zone, null);
        }
    }

    internal static DateTimeOffset RegistrationEnd(DateTimeOffset? closesAt, DateOnly lastDay, string timeZone) =>
        closesAt ?? EventTime.In(timeZone).At(lastDay.AddDays(1), TimeOnly.MinValue);
}

/// <summary>Which event a site is about, and its row's lock.</summary>
internal static class Conferences
{
    /// <summary>The event of this site first: the one that begins last.</summary>
    public static IOrderedQueryable<Conference> LastFirst(this IQueryable<Conference> conferences) => conferences.OrderByDescending(c => c.FirstDay).ThenBy(c => c.Id);

    /// <summary>
    /// Writes the event's row as it is and so holds its lock until the end of the transaction. Called before anything is read:
    /// the second of two who change the event waits here, and then reads what the first has saved. 0 when there is no such event.
    /// </summary>
    public static Task<int> LockAsync(this DbSet<Conference> conferences, int id, CancellationToken ct) =>
        conferences.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, c => c.Name), ct);
}

/// <summary>A place where sessions happen and that has its own live stream.</summary>
public sealed class Stage
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>0 for the first stage; its encoder's port is the first port plus this.</summary>
    public int Position { get; set; }
}
