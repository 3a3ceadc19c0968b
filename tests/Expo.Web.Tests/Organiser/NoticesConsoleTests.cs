using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class NoticesConsoleTests : DeskTest
{
    [Fact]
    public async Task The_desk_shows_who_waits_tells_them_now_and_then_who_was_told_of_what()
    {
        await StarAndMoveAsync();
        var desk = Render<NoticesConsole>();
        Assert.Contains("1 person starred a session that “Release 2” changed.", desk.Find("section[aria-labelledby=waiting]").TextContent, StringComparison.Ordinal);
        Assert.Equal("No notice is found", desk.Find("p[role=status]").TextContent);

        desk.FindAll("button").Single(b => b.TextContent.Contains("Tell them now", StringComparison.Ordinal)).Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();
        await Services.GetServices<IJobHandler>().Single(h => h.Kind == nameof(TellOfChanges)).HandleAsync(await JobAsync(), Ct);

        var told = Render<NoticesConsole>();
        Assert.Contains("Nobody. Whoever starred", told.Find("section[aria-labelledby=waiting]").TextContent, StringComparison.Ordinal);
        Assert.Equal("1 notice", told.Find("p[role=status]").TextContent);
        var row = told.Find("table.notices tbody tr");
        Assert.Equal(("/organiser/attendees/1", "Talk firstMoved from 14 March 2023, 09:00 EDT, to 11:00 EDT."), (row.QuerySelector("a")!.GetAttribute("href"), row.QuerySelectorAll("td")[0].TextContent));
        told.FindAll("select")[2].Change("Sent");
        told.WaitForAssertion(() => Assert.Equal("No notice is found", told.Find("p[role=status]").TextContent));
    }

    [Theory]
    [InlineData("30", 30, "Saved. It counts from the next release on.")]
    [InlineData("1441", 15, "The pause before people are told has 0 to 1,440 minutes, which is a day. Enter a number between them.")]
    [InlineData("", 15, "The pause before people are told has 0 to 1,440 minutes, which is a day. Enter a number between them.")]
    public async Task The_pause_is_set_between_nothing_and_a_day(string typed, int minutes, string said)
    {
        var desk = Render<NoticesConsole>();

        desk.Find("input[type=number]").Input(typed);
        await desk.Find("form").SubmitAsync();

        desk.WaitForAssertion(() => Assert.Contains(said, desk.Markup, StringComparison.Ordinal));
        Assert.Equal(minutes, await Store.ReadAsync(db => db.Conferences.Select(c => c.NoticeAfterMinutes).SingleAsync(Ct)));
    }

    private async Task StarAndMoveAsync()
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket());
        await AddAsync(new Attendee { ConferenceId = 1, TicketTypeId = 1, TicketCode = "0123456789ABCDEF", Name = "Ada", Email = "ada@example.org", NormalisedEmail = "ada@example.org", RegisteredAt = Samples.Opening });
        Assert.Null((await Services.GetRequiredService<StarService>().StarAsync("0123456789ABCDEF", "first", Ct)).Refusal);
        // What is over by now is told to nobody, and the desk's clock is the real one.
        await Store.ReadAsync(db => db.Sessions.Where(s => s.Slug == "first").ExecuteUpdateAsync(set => set.SetProperty(s => s.StartsAt, Samples.Opening.AddHours(2)).SetProperty(s => s.EndsAt, Samples.Opening.AddYears(99)), Ct));
        await Store.ReleaseAsync();
    }

    private Task<Job> JobAsync() => Store.ReadAsync(db => db.Jobs.AsNoTracking().SingleAsync(j => j.Kind == nameof(TellOfChanges), Ct));
}
