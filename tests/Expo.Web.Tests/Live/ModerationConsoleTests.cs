using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Expo.Web.Questions;
using Microsoft.EntityFrameworkCore;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Web.Tests.Live;

public sealed class ModerationConsoleTests : IAsyncLifetime
{
    private readonly Feed<QuestionChanged> _feed = new();
    private readonly List<BunitContext> _desks = [];
    private TestStore _test = null!;

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    private QuestionService Service => new(_test.Store, _feed, Options.Create(new QuestionOptions()), TimeProvider.System);

    /// <summary>Changes that no desk hears of, as if the hint had been lost.</summary>
    private QuestionService Unheard => new(_test.Store, new(), Options.Create(new QuestionOptions()), TimeProvider.System);

    public async ValueTask InitializeAsync() =>
        _test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, Samples.Conference(), Samples.Stage(), Samples.Session().GoLive(Samples.Opening).Value);

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in _desks)
        {
            await desk.DisposeAsync();
        }

        await _test.DisposeAsync();
    }

    [Fact]
    public async Task One_press_approves_and_the_selection_goes_on_to_the_next()
    {
        var first = await AskAsync("First?");
        var second = await AskAsync("Second?");
        var desk = Open("Priya");

        Press(desk, "A");

        desk.WaitForAssertion(() => Assert.Equal(["First?"], Texts(desk, "Live")));
        Assert.Equal(["Second?"], Texts(desk, "Queue"));
        Assert.Equal("Second?", desk.Find("[data-selected] .q").TextContent);
        Assert.Equal([(first.Id, QuestionState.Approved), (second.Id, QuestionState.Waiting)], await StatesAsync());
    }

    [Fact]
    public async Task Each_act_is_a_button_with_its_key_on_the_selected_question()
    {
        var asked = await AskAsync("First?");
        await AskAsync("Second?");
        var desk = Open("Priya");

        Assert.Equal(
            [("Approve", (string?)"A"), ("Edit", "E"), ("Answer in writing", "W"), ("Hide", "X")],
            desk.FindAll("[data-selected] .acts button").Select(b => (b.FirstChild!.TextContent, b.QuerySelector("kbd")!.GetAttribute("data-letter"))));
        Assert.Equal(["A", "E", "W", "X"], desk.FindAll("[data-selected] [data-key]").Select(b => b.GetAttribute("data-key")));
        Assert.Equal(4, desk.FindAll(".col kbd").Count);
        Assert.Equal($"Approve: {asked.Text}", desk.Find("[data-selected] [data-key=A]").GetAttribute("aria-label"));
        Assert.NotNull(desk.Find("[data-keys-toggle]"));
    }

    [Fact]
    public async Task J_and_K_walk_through_all_columns()
    {
        await Service.ApproveAsync(Someone, (await AskAsync("Live?")).Id, 1, Ct);
        await AskAsync("Waits?");
        var desk = Open("Priya");

        desk.Find(".keys [data-key=J]").Click();
        Assert.Equal("Live?", desk.Find("[data-selected] .q").TextContent);
        desk.Find(".keys [data-key=K]").Click();
        Assert.Equal("Waits?", desk.Find("[data-selected] .q").TextContent);
    }

    [Fact]
    public async Task Two_moderators_see_each_others_changes()
    {
        await AskAsync("Shared?");
        var (priya, tomas) = (Open("Priya"), Open("Tomas"));

        Press(priya, "A");

        tomas.WaitForAssertion(() => Assert.Equal(["Shared?"], Texts(tomas, "Live")), TimeSpan.FromSeconds(10));
        tomas.WaitForAssertion(() => Assert.Contains("Priya was here: “Shared?” is live.", tomas.Find(".modsaid").TextContent));
    }

    [Fact]
    public async Task A_new_question_appears_by_itself()
    {
        var desk = Open("Priya");
        Assert.Contains("No question waits", desk.Markup);

        await AskAsync("New?");

        desk.WaitForAssertion(() => Assert.Equal(["New?"], Texts(desk, "Queue")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_stale_press_says_who_was_faster_and_shows_how_it_stands()
    {
        var asked = await AskAsync("Contested?");
        var desk = Open("Priya");
        await Unheard.HideAsync(new Actor { Name = "Tomas", IsModerator = true }, asked.Id, 1, Ct);

        Press(desk, "A");

        desk.WaitForAssertion(() => Assert.Contains("Tomas changed this question before you: it is hidden.", desk.Find("[role=alert]").TextContent));
        Assert.Empty(Texts(desk, "Queue"));
        Assert.Equal("Hidden, 1", desk.Find(".hiddenq summary").TextContent);
        Assert.Equal([(asked.Id, QuestionState.Hidden)], await StatesAsync());
    }

    [Fact]
    public async Task An_edit_that_comes_second_keeps_its_text_and_can_be_saved_knowingly()
    {
        var asked = await AskAsync("wat is it");
        var desk = Open("Priya");
        Press(desk, "E");
        desk.Find("#mod-text").Input("What is it?");
        await Unheard.EditAsync(new Actor { Name = "Tomas", IsModerator = true }, asked.Id, 1, "What was it?", Ct);

        desk.Find(".modedit").Submit();
        desk.WaitForAssertion(() => Assert.Contains("Tomas changed this question before you", desk.Find(".modedit [role=alert]").TextContent));
        Assert.Equal("What is it?", desk.Find("#mod-text").GetAttribute("value"));
        Assert.Equal(["What was it?"], Texts(desk, "Queue"));
        desk.Find(".modedit").Submit();

        desk.WaitForAssertion(() => Assert.Equal(["What is it?"], Texts(desk, "Queue")));
        Assert.Empty(desk.FindAll(".modedit"));
        Assert.Contains("“wat is it”", desk.Find(".asked").TextContent);
    }

    [Theory]
    [InlineData("Live")]
    [InlineData("Hidden")]
    public async Task What_a_moderator_types_stays_when_a_colleague_moves_the_question_meanwhile(string where)
    {
        var asked = await AskAsync("wat is it");
        var desk = Open("Priya");
        Press(desk, "E");
        desk.Find("#mod-text").Input("What is it?");
        var tomas = new Actor { Name = "Tomas", IsModerator = true };
        await (where == "Live" ? Service.ApproveAsync(tomas, asked.Id, 1, Ct) : Service.HideAsync(tomas, asked.Id, 1, Ct));
        desk.WaitForAssertion(() => Assert.Empty(Texts(desk, "Queue")));

        desk.WaitForAssertion(() => Assert.Equal("What is it?", desk.Find("#mod-text").GetAttribute("value")));
        desk.Find(".modedit").Submit();

        desk.WaitForAssertion(() => Assert.Contains("Tomas changed this question before you", desk.Find(".modedit [role=alert]").TextContent));
        Assert.Equal("What is it?", desk.Find("#mod-text").GetAttribute("value"));
    }

    [Fact]
    public async Task An_edit_that_comes_second_twice_can_still_be_saved_knowingly()
    {
        var asked = await AskAsync("wat is it");
        var desk = Open("Priya");
        var tomas = new Actor { Name = "Tomas", IsModerator = true };
        Press(desk, "E");
        desk.Find("#mod-text").Input("What is it?");
        await Unheard.EditAsync(tomas, asked.Id, 1, "What was it?", Ct);
        desk.Find(".modedit").Submit();
        desk.WaitForAssertion(() => Assert.Equal(["What was it?"], Texts(desk, "Queue")));
        await Unheard.EditAsync(tomas, asked.Id, 2, "What will it be?", Ct);
        desk.Find(".modedit").Submit();
        desk.WaitForAssertion(() => Assert.Equal(["What will it be?"], Texts(desk, "Queue")));

        desk.Find(".modedit").Submit();

        desk.WaitForAssertion(() => Assert.Equal(["What is it?"], Texts(desk, "Queue")));
        Assert.Empty(desk.FindAll(".modedit"));
    }

    [Fact]
    public async Task While_the_database_is_away_a_half_written_answer_stays_and_can_be_saved_later()
    {
        var asked = await AskAsync("Why?");
        var desk = Open("Priya");
        Press(desk, "W");
        desk.Find("#mod-text").Input("Because.");
        await RunAsync("ALTER TABLE Questions RENAME TO Away");
        desk.Find(".modedit").Submit();
        desk.WaitForAssertion(() => Assert.Contains("could not be saved", desk.Find(".modedit [role=alert]").TextContent));
        Assert.Equal("Because.", desk.Find("#mod-text").GetAttribute("value"));
        await RunAsync("ALTER TABLE Away RENAME TO Questions");

        desk.Find(".modedit").Submit();

        desk.WaitForAssertion(() => Assert.Equal(["Why?"], Texts(desk, "Answered")));
        Assert.Equal([(asked.Id, QuestionState.Answered)], await StatesAsync());
        Assert.Empty(desk.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task A_written_answer_is_published_with_who_gives_it()
    {
        var asked = await AskAsync("Why?");
        var desk = Open("Priya");
        Press(desk, "W");
        desk.Find("#mod-text").Input("");
        desk.Find(".modedit").Submit();
        desk.WaitForAssertion(() => Assert.Contains(QuestionRefusals.AnswerEmpty.Message, desk.Find(".modedit [role=alert]").TextContent));

        desk.Find("#mod-text").Input("Because.");
        desk.Find("#mod-by").Input("Ingrid Solvang");
        desk.Find(".modedit").Submit();

        desk.WaitForAssertion(() => Assert.Equal(["Why?"], Texts(desk, "Answered")));
        var stored = await _test.Store.ReadAsync(db => db.Questions.AsNoTracking().SingleAsync(q => q.Id == asked.Id, Ct));
        Assert.Equal(("Because.", "Ingrid Solvang", false), (stored.AnswerText, stored.AnsweredBy, stored.AnsweredLive));
    }

    [Fact]
    public async Task Who_is_no_moderator_sees_no_question_even_if_the_page_let_them_in()
    {
        await AskAsync("SECRET?");

        var desk = Open("Ingrid", Roles.Speaker);

        Assert.DoesNotContain("SECRET", desk.Markup);
        Assert.Contains(QuestionRefusals.NotModerator.Message, desk.Markup);
    }

    private static Actor Someone => new() { Name = "Somebody else", IsModerator = true };

    private static void Press(IRenderedComponent<ModerationConsole> desk, string key) => desk.Find($"[data-selected] [data-key={key}]").Click();

    private static string[] Texts(IRenderedComponent<ModerationConsole> desk, string column) =>
        [.. desk.Find($"section[aria-labelledby=col-{column}]").QuerySelectorAll(":scope > .card > .q").Select(q => q.TextContent)];

    private async Task<Question> AskAsync(string text) => (await Service.AskAsync($"asker of {text}", new NewQuestion(1, text, null), Ct)).Value;

    private async Task<List<(int, QuestionState)>> StatesAsync() =>
        [.. (await _test.Store.ReadAsync(db => db.Questions.AsNoTracking().OrderBy(q => q.Id).ToListAsync(Ct))).Select(q => (q.Id, q.State))];

    private Task<int> RunAsync(string sql) => _test.Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql, Ct));

    private IRenderedComponent<ModerationConsole> Open(string name, string role = Roles.Moderator)
    {
        var context = new BunitContext();
        _desks.Add(context);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var account = context.AddAuthorization().SetAuthorized(name);
        account.SetRoles(role);
        account.SetClaims(new Claim("display_name", name));
        context.Services.AddSingleton(_feed);
        context.Services.AddSingleton(new Feed<AgendaChanged>());
        context.Services.AddSingleton(TimeProvider.System);
        context.Services.AddSingleton(new AgendaQueries(_test.Store));
        context.Services.AddSingleton(new QuestionQueries(_test.Store));
        context.Services.AddSingleton(Service);
        context.Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return context.Render<ModerationConsole>(parameters => parameters.Add(c => c.Session, "isotopes"));
    }
}
