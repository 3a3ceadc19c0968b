using Ical.Net;

namespace Expo.Web.Tests.Registration;

public sealed class TicketCalendarFileTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_saved_as_a_calendar_with_one_entry_for_each_day()
    {
        var address = await site.TicketOfAsync("ada");

        var answer = await site.Visitor().GetAsync($"{address}.ics", Ct);

        var calendar = Calendar.Load(await answer.Content.ReadAsStringAsync(Ct))!;
        Assert.Equal("text/calendar; charset=utf-8; method=PUBLISH", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("attachment", "expo.ics"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
        Assert.Equal(
            ["2023-03-14 09:00 America/New_York CONFIRMED Potomac Hall, Washington, DC", "2023-03-15 09:00 America/New_York CONFIRMED Potomac Hall, Washington, DC"],
            calendar.Events.Select(e => $"{e.Start!.Value:yyyy-MM-dd HH:mm} {e.Start.TzId} {e.Status} {e.Location}"));
        Assert.DoesNotContain("ada@", calendar.ToString());
    }

    [Fact]
    public async Task After_cancelling_the_same_address_gives_a_file_that_takes_the_entries_out()
    {
        var (visitor, address) = (site.Visitor(), await site.TicketOfAsync("bob"));
        var before = Calendar.Load(await visitor.GetStringAsync($"{address}.ics", Ct))!;
        await visitor.SendFormAsync($"{address}?step=cancel", [], "#cancel form");

        var after = Calendar.Load(await visitor.GetStringAsync($"{address}.ics", Ct))!;

        Assert.Equal(before.Events.Select(e => $"{e.Uid} CANCELLED 1"), after.Events.Select(e => $"{e.Uid} {e.Status} {e.Sequence}"));
    }
}
