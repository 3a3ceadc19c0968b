using System.Net;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
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
}
