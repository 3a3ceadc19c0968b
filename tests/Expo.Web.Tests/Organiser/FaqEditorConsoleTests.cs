using Bunit;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class FaqEditorConsoleTests : DeskTest
{
    private FaqService Faq => Services.GetRequiredService<FaqService>();

    private FaqQueries Queries => Services.GetRequiredService<FaqQueries>();

    [Fact]
    public async Task What_is_typed_is_saved_by_itself_and_shown_as_it_will_look()
    {
        var desk = await OpenAsync();

        await TypeAnswerAsync(desk, "Often **not**. <script>alert(1)</script>");

        desk.WaitForAssertion(() => Assert.StartsWith("Draft saved", desk.Find("p[role=status]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.Equal("<p>Often <strong>not</strong>. &lt;script&gt;alert(1)&lt;/script&gt;</p>", desk.Find(".answer").InnerHtml.Trim());
        Assert.Equal(("Often **not**. <script>alert(1)</script>", FaqState.Draft), await SavedAsync());
    }

    [Fact]
    public async Task Publishing_takes_what_stands_in_the_fields_although_it_was_typed_a_moment_ago()
    {
        var desk = await OpenAsync();
        await TypeAnswerAsync(desk, "A full answer.");

        // Clicking leaves the field first, as in a browser, and does not wait for what that sets off.
        var left = desk.FindAll("textarea:not([aria-hidden])")[^1].BlurAsync(new());
        var published = PublishAsync(desk);
        await Task.WhenAll(left, published);

        desk.WaitForAssertion(() => Assert.Contains("Version 1 is public.", desk.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal(("A full answer.", FaqState.Published), await SavedAsync());
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_published_and_the_reason_is_said()
    {
        var desk = await OpenAsync();

        await PublishAsync(desk);

        Assert.Equal(PublishingRefusals.NoAnswer.Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Equal(("", FaqState.Draft), await SavedAsync());
    }

    [Fact]
    public async Task When_somebody_else_saved_meanwhile_neither_text_is_lost()
    {
        var desk = await OpenAsync();
        await Faq.EditAsync(Organiser, 1, 0, new FaqText("Theirs", "Their words.", null), Ct);

        await TypeAnswerAsync(desk, "My words.");
        await PublishAsync(desk);

        desk.WaitForElement("[role=alert]", TimeSpan.FromSeconds(5));
        Assert.Equal(PublishingRefusals.EditedMeanwhile.Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Equal("My words.", desk.FindAll("textarea")[^1].GetAttribute("value") ?? desk.FindAll("textarea")[^1].TextContent);
        Assert.Equal(("Their words.", FaqState.Draft), await SavedAsync());
    }

    [Fact]
    public async Task While_the_database_is_away_a_typed_answer_stays_and_can_be_published_and_taken_down_later()
    {
        var desk = await OpenAsync();
        await RunAsync("ALTER TABLE FaqEntries RENAME TO Away");
        await TypeAnswerAsync(desk, "My words.");
        desk.WaitForAssertion(() => Assert.Contains("could not be saved", desk.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await PublishAsync(desk);
        Assert.Contains("could not be saved", desk.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("My words.", desk.FindAll("textarea:not([aria-hidden])")[^1].GetAttribute("value") ?? desk.FindAll("textarea:not([aria-hidden])")[^1].TextContent);
        await RunAsync("ALTER TABLE Away RENAME TO FaqEntries");

        await desk.Find(".acts button:not([disabled])").ClickAsync();

        desk.WaitForAssertion(() => Assert.Contains("Version 1 is public.", desk.Markup, StringComparison.Ordinal));
        Assert.Equal(("My words.", FaqState.Published), await SavedAsync());
        desk.Find("button[aria-label^='Take down']").Click();
        await RunAsync("ALTER TABLE FaqEntries RENAME TO Away");
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();
        desk.WaitForAssertion(() => Assert.Contains("could not be saved", desk.Markup, StringComparison.Ordinal));
        await RunAsync("ALTER TABLE Away RENAME TO FaqEntries");
        Assert.Equal(("My words.", FaqState.Published), await SavedAsync());
    }

    private async Task<IRenderedComponent<FaqEditorConsole>> OpenAsync()
    {
        await AddAsync(new Question
        {
            SessionId = 1, Text = "Can regions be told apart?", OriginalText = "can regions be told appart", AskerKey = "k", State = QuestionState.Answered,
            AskedAt = Samples.Opening, AnsweredAt = Samples.Opening.AddMinutes(3), AnsweredLive = true,
        });
        await Faq.DraftAsync(Organiser, 1, Ct);
        return Render<FaqEditorConsole>(p => p.Add(d => d.Id, 1));
    }

    private static Task TypeAnswerAsync(IRenderedComponent<FaqEditorConsole> desk, string text) =>
        desk.FindAll("textarea:not([aria-hidden])")[^1].InputAsync(text);

    private static Task PublishAsync(IRenderedComponent<FaqEditorConsole> desk) => desk.Find(".acts button").ClickAsync();

    private async Task<(string Answer, FaqState State)> SavedAsync() => (await Queries.EntryAsync(Organiser, 1, Ct)).Value is { } entry ? (entry.AnswerMarkdown, entry.State) : default;
}
