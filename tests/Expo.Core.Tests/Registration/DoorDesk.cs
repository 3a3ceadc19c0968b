using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>The first day of an event at half past ten in the morning, people with every kind of ticket, and everything of the door.</summary>
internal sealed class DoorDesk : IAsyncDisposable
{
    public static readonly Actor Door = new() { Name = "Dora Door", IsDoor = true };
    public static readonly DateOnly First = new(2023, 3, 14);
    public static readonly DateOnly Second = new(2023, 3, 15);

    private int _keys;

    private DoorDesk(TestStore test)
    {
        Test = test;
        Service = new DoorService(test.Store, test.Clock);
        Queries = new DoorQueries(test.Store, test.Clock);
        Badges = new BadgeQueries(test.Store, test.Clock);
    }

    public TestStore Test { get; }

    public DoorService Service { get; }

    public DoorQueries Queries { get; }

    public BadgeQueries Badges { get; }

    /// <summary>By the clock of the test, which stands still.</summary>
    public DateTimeOffset Now => Test.Clock.GetUtcNow();

    public static async Task<DoorDesk> OpenAsync(DatabaseProvider provider, params Attendee[] more)
    {
        var secondDay = new TicketType { ConferenceId = 1, Code = "second", Name = "The second day", Position = 3, Days = [Second] };
        Attendee[] people =
        [
            Person("Ada Lovelace", 'A'), Person("Ben Seller", 'B', type: 3), Person("Cem Gone", 'C', state: AttendeeState.Cancelled), Person("Dina Stream", 'D', type: 2),
            Person("Ed Waiting", 'E', state: AttendeeState.Waiting), Person("Fay Offered", 'F', state: AttendeeState.Offered), Person("Gil Unpaid", 'G', state: AttendeeState.Unpaid),
        ];
        var test = await TestStore.CreateAsync(provider, [Samples.Conference(), Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket(), secondDay, .. people, .. more]);
        return new DoorDesk(test);
    }

    /// <summary>The code is the letter sixteen times.</summary>
    public static Attendee Person(string name, char letter, int type = 1, AttendeeState state = AttendeeState.Confirmed, DateTimeOffset? heldUntil = null) => new()
    {
        ConferenceId = 1,
        TicketTypeId = type,
        TicketCode = Code(letter),
        Name = name,
        Email = $"{letter}@example.org",
        NormalisedEmail = $"{letter}@example.org",
        Organisation = "Fernhollow Imports",
        Country = "US",
        State = state,
        HeldUntil = heldUntil,
        RegisteredAt = Samples.Opening.AddDays(-7),
    };

    public static string Code(char letter) => new(letter, TicketCodes.Length);

    /// <summary>By ten letters of a key of its own unless one is given.</summary>
    public DoorScanRequest Of(char letter, string? key = null, string door = "Door 1", int minutesAgo = 0) => new()
    {
        Key = key ?? $"key-{Interlocked.Increment(ref _keys):0000}",
        Code = Code(letter),
        Door = door,
        ScannedAt = Now.AddMinutes(-minutesAgo),
    };

    public async Task<DoorAnswer> ScanAsync(DoorScanRequest scan)
    {
        var answer = await Service.ScanAsync(Door, scan, default);
        Assert.Null(answer.Refusal);
        return answer.Value;
    }

    /// <summary>For instance <c>Ada Lovelace 14: key-0001 at Door 1 14:30</c>, times in UTC.</summary>
    public Task<List<string>> CheckInsAsync() => Test.Store.ReadAsync(async db =>
        (await db.CheckIns.Include(c => c.Attendee).OrderBy(c => c.AttendeeId).ThenBy(c => c.Day).ToListAsync())
        .ConvertAll(c => FormattableString.Invariant($"{c.Attendee!.Name} {c.Day.Day}: {c.ScanKey} at {c.Door} {c.ScannedAt.UtcDateTime:HH:mm}")));

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
