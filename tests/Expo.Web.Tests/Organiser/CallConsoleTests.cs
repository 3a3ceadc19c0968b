using Bunit;
using Expo.Core.Submissions;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class CallConsoleTests : DeskTest
{
    private CallQueries Calls => Services.GetRequiredService<CallQueries>();

    [Fact]
    public async Task The_call_is_laid_in_the_events_zone_to_the_minute_and_opened_and_closed_by_a_button()
    {
        var desk = Render<CallConsole>();
        await desk.Find("#call-opensat").ChangeAsync("2099-03-08T02:30");
        var note = desk.Find(".fieldnote.warn").TextContent;
        await desk.Find("#call-closesat").ChangeAsync("2099-04-01T17:00");
        await desk.Find("#call-topics").ChangeAsync("Tracing\nRemedy\n");
        await desk.Find("form").SubmitAsync();
        var laid = (await Calls.CallAsync(1, Ct))!;

        desk.Find("button[aria-label='Open now: the call for talks']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();
        var open = await Calls.IsOpenAsync(1, Ct);
        desk.Find("button[aria-label='Close now: the call for talks']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal("There is no 02:30 on 8 March 2099 in this time zone: clocks go forward then. 8 March 2099, 03:30 EDT is meant.", note);
        Assert.Equal((new DateTimeOffset(2099, 3, 8, 7, 30, 0, TimeSpan.Zero), new DateTimeOffset(2099, 4, 1, 21, 0, 0, TimeSpan.Zero), "Tracing, Remedy"), (laid.OpensAt, laid.ClosesAt, string.Join(", ", laid.Topics)));
        Assert.Equal((true, false), (open, await Calls.IsOpenAsync(1, Ct)));
        Assert.Equal("The call is closed.", desk.Find("[role=status] .alert").TextContent.Trim());
    }

    [Fact]
    public async Task A_mistake_is_said_at_its_field_and_another_organisers_change_is_not_overwritten()
    {
        var desk = Render<CallConsole>();
        await desk.Find("#call-topics").ChangeAsync("Tracing");
        await desk.Find("#call-talkminutes").ChangeAsync("long");
        await desk.Find("form").SubmitAsync();
        var wrong = desk.Find("#call-talkminutes-message").TextContent.Trim();
        await Services.GetRequiredService<CallService>().EditAsync(Organiser, 1, new CallDraft { Topics = ["Theirs"] }, Ct);
        await desk.Find("#call-talkminutes").ChangeAsync("20");
        await desk.Find("form").SubmitAsync();

        Assert.Equal(CallRefusals.TalkMinutesWrong.Message, wrong);
        Assert.Contains(CallRefusals.ChangedMeanwhile.Message, desk.Find("form [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Theirs"], (await Calls.CallAsync(1, Ct))!.Topics);
    }
}
