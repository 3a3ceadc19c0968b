using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Core.Tests.Agenda;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

/// <summary>A zone that was not released yet, seen from registration, tickets and the door.</summary>
public sealed class DraftZoneTests
{
    private const string NewYork = "America/New_York";

    // 23:00 on the last day in New York, when it is the next day in Berlin and in Tokyo.
    private static readonly DateTimeOffset LateOnLastDay = new(2023, 3, 16, 3, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Registration_closes_when_the_zone_that_people_know_says_so(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, "Europe/Berlin");
        desk.Test.Clock.SetUtcNow(LateOnLastDay);

        var before = await desk.Service.RegisterAsync(RegistrationDesk.Request("ada"), Ct);
        await ReleaseTests.ReleaseAsync(desk.Test, "In Berlin");
        var after = await desk.Service.RegisterAsync(RegistrationDesk.Request("grace"), Ct);

        var ends = (await new AgendaQueries(desk.Test.Store).ConferenceAsync(Ct))!.RegistrationEndsAt;
        Assert.Equal(new DateTimeOffset(2023, 3, 15, 23, 0, 0, TimeSpan.Zero), ends);
        Assert.Equal((null, RegistrationRefusals.Closed(ends, "Europe/Berlin")), (before.Refusal, after.Refusal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Tickets_and_the_door_keep_the_days_that_people_know_until_the_release(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider, "Asia/Tokyo");
        await desk.RegisterAsync("ada");
        desk.Test.Clock.SetUtcNow(LateOnLastDay);

        var known = await SeenAsync(desk);
        await ReleaseTests.ReleaseAsync(desk.Test, "In Tokyo");
        var released = await SeenAsync(desk);

        Assert.Equal((NewYork, new DateOnly(2023, 3, 15), "14 March 2023, 09:00 EDT; 14 March 2023, 20:00 EDT"), known);
        Assert.Equal(("Asia/Tokyo", new DateOnly(2023, 3, 16), "14 March 2023, 09:00 JST; 14 March 2023, 20:00 JST"), released);
    }

    /// <summary>A talk at 9:00 and one at 20:00 in New York, which the working copy has in another zone.</summary>
    private static async Task<RegistrationDesk> OpenAsync(DatabaseProvider provider, string zone)
    {
        var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.Test.AddAsync(Samples.Stage(), Samples.Session(), Samples.Session("night", Samples.Opening.AddHours(11)));
        var changed = await new AgendaService(desk.Test.Store, new Feed<AgendaChanged>(), new JobBell(), desk.Test.Clock).ChangeZoneAsync(RegistrationDesk.Organiser, 1, NewYork, zone, Ct);
        Assert.Null(changed.Refusal);
        return desk;
    }

    /// <summary>The zone of the ticket, today at the door, and when the talks of the event's days begin.</summary>
    private static async Task<(string Zone, DateOnly Today, string Days)> SeenAsync(RegistrationDesk desk)
    {
        var ticket = (await desk.Queries.TicketAsync(1, Ct))!;
        var time = EventTime.In(ticket.Conference.TimeZone);
        var door = (await new DoorQueries(desk.Test.Store, desk.Test.Clock).DaysAsync(Ct))!;
        var sessions = await new AgendaQueries(desk.Test.Store).ProgrammeAsync(1, Ct);
        Assert.Single(await desk.Queries.DaysAsync(ticket.Conference, Ct));
        return (ticket.Conference.TimeZone, door.Today, string.Join("; ", sessions.Select(s => time.Full(s.StartsAt))));
    }
}
