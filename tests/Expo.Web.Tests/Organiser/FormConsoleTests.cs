using Bunit;
using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class FormConsoleTests : DeskTest
{
    private static readonly QuestionDraft Meal = new() { Kind = AnswerKind.Text, Label = "Which lunch?", Purpose = "To order lunch.", KeepDays = 30 };

    private CatalogueService Service => Services.GetRequiredService<CatalogueService>();

    private CatalogueQueries Queries => Services.GetRequiredService<CatalogueQueries>();

    [Fact]
    public async Task What_is_typed_is_shown_as_it_will_be_asked_and_is_added()
    {
        var desk = await OpenAsync();
        await desk.Find(".cardhead button").ClickAsync();
        await desk.Find("#question-label").InputAsync("Which lunch?");
        await desk.Find("#question-kind").ChangeAsync("Choice");
        await desk.Find("#question-choices").InputAsync("Vegan\n\nFish");
        await desk.Find("#question-purpose").InputAsync("To order lunch.");
        await desk.Find("#question-keepdays").InputAsync("1");
        var asked = (desk.Find("label[for=sample]").TextContent, desk.FindAll("#sample option").Select(o => o.TextContent), desk.Find("#sample-why").TextContent);

        await desk.Find("form").SubmitAsync();

        Assert.Equal("Which lunch? (optional)", asked.Item1);
        Assert.Equal(["Choose an answer", "Vegan", "Fish"], asked.Item2);
        Assert.Equal("To order lunch. Deleted on 17 March 2023.", asked.Item3);
        Assert.Equal(["Vegan", "Fish"], (await QuestionsAsync()).Single().Saved.Choices);
        Assert.Contains("0 answers, deleted on 17 March 2023.", desk.Find(".qrow .meta").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_asked_and_the_page_says_why()
    {
        var desk = await OpenAsync();
        await desk.Find(".cardhead button").ClickAsync();
        await desk.Find("form").SubmitAsync();
        var all = desk.FindAll("[role=alert] li").Select(line => line.TextContent).ToList();
        await desk.Find("#question-label").InputAsync("Which lunch?");

        await desk.Find("form").SubmitAsync();

        Assert.Equal([CatalogueRefusals.LabelMissing.Message, CatalogueRefusals.PurposeMissing.Message], all.Take(2));
        Assert.Equal(CatalogueRefusals.PurposeMissing.Message, desk.Find("#question-purpose-message").TextContent.Trim());
        Assert.Empty(await QuestionsAsync());
    }

    [Fact]
    public async Task Questions_are_moved_and_archived_with_buttons_that_say_which()
    {
        await Service.AddQuestionAsync(Organiser, 1, Meal, Ct);
        await Service.AddQuestionAsync(Organiser, 1, Meal with { Label = "Which day?" }, Ct);
        var desk = await OpenAsync();

        await desk.Find("button[aria-label='Move up: Which day?']").ClickAsync();
        Assert.Equal("“Which day?” is number 1 now.", desk.Find("[role=status] .alert").TextContent.Trim());
        await desk.Find("button[aria-label='Move up: Which day?']").ClickAsync();
        desk.Find("button[aria-label='Archive: Which lunch?']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal([("Which day?", false), ("Which lunch?", true)], (await QuestionsAsync()).Select(q => (q.Saved.Label!, q.IsArchived)));
        Assert.Equal("Archived: not asked", desk.Find(".qrow .chip").TextContent);
    }

    private async Task<IRenderedComponent<FormConsole>> OpenAsync()
    {
        await AddAsync(Samples.StreamTicket());
        return Render<FormConsole>();
    }

    private async Task<List<QuestionLine>> QuestionsAsync() => (await Queries.FormAsync(Organiser, (await Services.GetRequiredService<AgendaQueries>().ConferenceAsync(Ct))!, Ct)).Value;
}
