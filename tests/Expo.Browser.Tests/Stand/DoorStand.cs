using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Browser.Tests.Stand;

/// <summary>A site of its own with people who have tickets, so that journeys at the door do not meet those of others.</summary>
public sealed class DoorStand : IAsyncLifetime
{
    private ExpoDbFactory _database = null!;

    public RunningSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await RunningSite.StartAsync(("Streaming__FfmpegPath", "no-ffmpeg-in-this-test"));
        _database = new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(Site.Directory, "expo.db")}");
    }

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await Site.DisposeAsync();
    }

    /// <summary>Somebody with a ticket; gives the code.</summary>
    public async Task<string> PersonAsync(string name, AttendeeState state = AttendeeState.Confirmed, string? organisation = "Fernhollow Imports")
    {
        await using var db = _database.CreateDbContext();
        var code = TicketCodes.Create();
        db.Attendees.Add(new Attendee
        {
            ConferenceId = await db.Conferences.Select(c => c.Id).FirstAsync(),
            TicketTypeId = await db.TicketTypes.Where(t => t.Code == Places.Room).Select(t => t.Id).FirstAsync(),
            TicketCode = code,
            Name = name,
            Email = $"{code}@example.org",
            NormalisedEmail = $"{code}@example.org",
            Organisation = organisation,
            Country = "Norway",
            State = state,
            RegisteredAt = TimeProvider.System.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        return code;
    }

    public async Task<string> BadgeOfAsync(string code)
    {
        await using var db = _database.CreateDbContext();
        return DoorCodes.Badge(await db.Attendees.Where(a => a.TicketCode == code).Select(a => a.Id).SingleAsync(), code);
    }

    /// <summary>For instance <c>Door 1 Ok</c>: each scan of somebody, as the server took it, in that order.</summary>
    public async Task<List<string>> ScansOfAsync(string code)
    {
        await using var db = _database.CreateDbContext();
        var id = await db.Attendees.Where(a => a.TicketCode == code).Select(a => a.Id).SingleAsync();
        return (await db.DoorScans.Where(s => s.AttendeeId == id).OrderBy(s => s.Id).ToListAsync()).ConvertAll(s => $"{s.Door} {s.Result}");
    }

    /// <summary>Where somebody came in, or null.</summary>
    public async Task<string?> DoorOfAsync(string code)
    {
        await using var db = _database.CreateDbContext();
        return await db.CheckIns.Where(c => c.Attendee!.TicketCode == code).Select(c => c.Door).SingleOrDefaultAsync();
    }
}
