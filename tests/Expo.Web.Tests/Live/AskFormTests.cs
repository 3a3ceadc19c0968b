using System.Net;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Questions;
using Expo.Streaming.Live;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Live;

/// <summary>Asking without a script, in the whole site.</summary>
public sealed class AskFormTests
{
    private static readonly Actor Organiser = new() { Name = "Priya", IsOrganiser = true, IsModerator = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_that_was_opened_under_another_session_is_not_sent_to_the_one_that_is_live_now()
    {
        await using var site = new ExpoFactory();
        var visitor = site.Visitor();
        var before = await LiveAsync(site);
        var next = await ReplaceAsync(site, before);

        var answer = await SendAsync(visitor, "Which laboratory was that?", before.Slug);

        var page = await answer.PageAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"“{next.Title}” is live now", page.QuerySelector("form[data-ask] [role=alert]")!.TextContent);
        Assert.Equal("Which laboratory was that?", page.QuerySelector("#field-text")!.TextContent.Trim());
        Assert.Equal(next.Slug, page.QuerySelector("form[data-ask] [name='Form.Session']")!.GetAttribute("value"));
        Assert.False(await IsStoredAsync(site, "Which laboratory was that?"));

        var knowingly = await SendAsync(visitor, "Which laboratory was that?");
        Assert.Equal(HttpStatusCode.Redirect, knowingly.StatusCode);
        Assert.True(await IsStoredAsync(site, "Which laboratory was that?"));
    }

    [Fact]
    public async Task Page_and_connection_ask_from_one_budget()
    {
        await using var site = new ExpoFactory { Settings = [("Live:AsksEachMinuteByAddress", "3")] };
        var session = await LiveAsync(site);
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(site.Server.BaseAddress, "/hubs/live"), HttpTransportType.LongPolling, o => o.HttpMessageHandlerFactory = _ => site.Server.CreateHandler()).Build();
        await hub.StartAsync(Ct);

        var byHub = await hub.InvokeAsync<LiveReply<OwnQuestion>>("Ask", session.Slug, "First?", "Ada", Ct);
        var first = await SendAsync(site.Visitor(), "Second?");
        var second = await SendAsync(site.Visitor(), "Third?");
        var third = await SendAsync(site.Visitor(), "Fourth?");
        var byHubAgain = await hub.InvokeAsync<LiveReply<OwnQuestion>>("Ask", session.Slug, "Fifth?", "Ada", Ct);

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.OK], new[] { first, second, third }.Select(a => a.StatusCode));
        Assert.Equal([null, "live.too-fast"], new[] { byHub, byHubAgain }.Select(a => a.Refusal?.Code));
        var page = await third.PageAsync();
        Assert.Contains("Too much came from your network", page.QuerySelector("form[data-ask]")!.TextContent);
        Assert.Equal("Fourth?", page.QuerySelector("#field-text")!.TextContent.Trim());
    }

    [Fact]
    public async Task One_network_cannot_fill_the_queue_with_ever_new_cookies()
    {
        await using var site = new ExpoFactory { Settings = [("Questions:WaitingForEachNetwork", "2")] };

        var first = await SendAsync(site.Visitor(), "First?");
        var second = await SendAsync(site.Visitor(), "Second?");
        var third = await SendAsync(site.Visitor(), "Third?");
        await ModerateAsync(site, "First?");
        var later = await SendAsync(site.Visitor(), "Third?");

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.Redirect], new[] { first, second, third, later }.Select(a => a.StatusCode));
        Assert.Contains("Vote for one that is close to yours", (await third.PageAsync()).QuerySelector("form[data-ask]")!.TextContent);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient visitor, string text, string? session = null)
    {
        var values = new Dictionary<string, string> { ["Form.Text"] = text, ["Form.Name"] = "Ada" };
        if (session is not null)
        {
            values["Form.Session"] = session;
        }

        return visitor.SendFormAsync("/live/main", values, "form[data-ask]");
    }

    private static Task<Session> LiveAsync(ExpoFactory site) =>
        site.Store.ReadAsync(db => db.Sessions.AsNoTracking().SingleAsync(s => s.State == SessionState.Live && s.Stage!.Slug == "main", Ct));

    private static async Task<Session> ReplaceAsync(ExpoFactory site, Session live)
    {
        var agenda = site.Services.GetRequiredService<AgendaService>();
        var next = await site.Store.ReadAsync(db => db.Sessions.AsNoTracking()
            .FirstAsync(s => s.StageId == live.StageId && s.State == SessionState.Planned && s.Kind != SessionKind.Break, Ct));
        Assert.False((await agenda.EndAsync(Organiser, live.Id, Ct)).IsRefused);
        Assert.False((await agenda.GoLiveAsync(Organiser, next.Id, Ct)).IsRefused);
        return next;
    }

    private static Task<bool> IsStoredAsync(ExpoFactory site, string text) => site.Store.ReadAsync(db => db.Questions.AnyAsync(q => q.Text == text, Ct));

    private static async Task ModerateAsync(ExpoFactory site, string text)
    {
        var question = await site.Store.ReadAsync(db => db.Questions.AsNoTracking().SingleAsync(q => q.Text == text, Ct));
        Assert.False((await site.Services.GetRequiredService<QuestionService>().ApproveAsync(Organiser, question.Id, question.Version, Ct)).IsRefused);
    }
}
