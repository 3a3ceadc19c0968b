using AngleSharp.Html.Dom;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Registration;

/// <summary>The organiser's questions on the form. They get the ids 1, 2, 3… in their order here.</summary>
public sealed class QuestionFieldTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FormQuestion Question(int position, AnswerKind kind, string label, bool required = false, params string[] types) => new()
    {
        ConferenceId = 1, Position = position, Kind = kind, Label = label, IsRequired = required, Purpose = "to plan lunch.", KeepDays = 30, TicketTypes = [.. types],
        Choices = kind == AnswerKind.Choice ? ["Soup", "Salad"] : [],
    };

    private static Task<RegistrationSite> OpenAsync(params FormQuestion[] questions) => RegistrationSite.OpenAsync(new() { More = questions });

    [Fact]
    public async Task Each_kind_of_question_has_its_control_and_says_why_it_is_asked_and_for_how_long()
    {
        var many = Question(6, AnswerKind.Choice, "Many");
        many.Choices.AddRange(["3", "4", "5", "6"]);
        await using var site = await OpenAsync(
            Question(1, AnswerKind.Text, "Text", required: true), Question(2, AnswerKind.Choice, "Few"), Question(3, AnswerKind.Number, "Number"),
            Question(4, AnswerKind.Date, "Date"), Question(5, AnswerKind.Consent, "Consent"), many);

        var page = await site.Visitor().PageAsync("/register");

        Assert.Equal(
            ["input text 1", "input radio 2", "input radio 2", "input radio 2", "input text 3", "input date 4", "input checkbox 5", "select  6"],
            page.QuerySelectorAll("[name^='Form.Answers']").Select(c => $"{c.LocalName} {(c as IHtmlInputElement)?.Type} {c.GetAttribute("name")!["Form.Answers[".Length..^1]}"));
        Assert.All(page.QuerySelectorAll(".fq"), field => Assert.Equal("Why we ask: to plan lunch; deleted 30 days after the event.", field.QuerySelector(".hint")!.TextContent));
        Assert.Equal(["Text", "Few (optional)"], page.QuerySelectorAll(".fq label[for='field-answers-1-'], .fq legend").Select(label => label.TextContent));
        Assert.All(page.QuerySelectorAll(".fq [aria-describedby]").SelectMany(c => c.GetAttribute("aria-describedby")!.Split(' ')), id => Assert.NotNull(page.GetElementById(id)));
    }

    [Fact]
    public async Task What_was_answered_is_kept_with_the_registration()
    {
        await using var site = await OpenAsync(Question(1, AnswerKind.Text, "Text"), Question(2, AnswerKind.Choice, "Few"), Question(3, AnswerKind.Number, "Number"), Question(4, AnswerKind.Consent, "Consent"));

        var answer = await site.Visitor().SendFormAsync("/register", new(RegistrationSite.Filled("ada"))
        {
            ["Form.Answers[1]"] = " <b>Ada</b> ", ["Form.Answers[2]"] = "Salad", ["Form.Answers[3]"] = "007", ["Form.Answers[4]"] = "yes", ["Form.Answers[99]"] = "forged",
        });

        Assert.Equal("/register/sent", answer.Whither());
        Assert.Equal(["1 <b>Ada</b>", "2 Salad", "3 7", "4 yes"], await site.Store.ReadAsync(async db => (await db.FormAnswers.OrderBy(a => a.FormQuestionId).ToListAsync(Ct)).ConvertAll(a => $"{a.FormQuestionId} {a.Value}")));
    }

    [Fact]
    public async Task A_wrong_answer_is_said_beside_its_question_and_nothing_typed_is_lost()
    {
        await using var site = await OpenAsync(Question(1, AnswerKind.Text, "Text", required: true), Question(2, AnswerKind.Choice, "Few"), Question(3, AnswerKind.Number, "Number"), Question(4, AnswerKind.Consent, "Consent", required: true));

        var page = await (await site.Visitor().SendFormAsync("/register", new(RegistrationSite.Filled("ada")) { ["Form.Answers[2]"] = "Cake", ["Form.Answers[3]"] = "many" })).PageAsync();

        Assert.Equal(
            [
                "field-answers-1-: Answer “Text”.", "field-answers-2-: Choose one of the answers in the list of “Few”.",
                "field-answers-3-: Enter a whole number for “Number”, with digits only.", "field-answers-4-: Tick “Consent” to go on, or choose a ticket that does not ask for it.",
            ],
            page.Mistakes());
        Assert.All(page.QuerySelectorAll("[role=alert] a"), link => Assert.Equal(link.TextContent, page.GetElementById(link.GetAttribute("href")!.Split('#')[1] )!.Closest(".field")!.QuerySelector(".msg")!.TextContent));
        Assert.Equal("many", page.QuerySelector("#field-answers-3-")!.GetAttribute("value"));
        Assert.Equal(RegistrationSite.Filled("ada"), page.Typed());
        Assert.Empty(await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_question_for_other_tickets_says_for_which_and_is_asked_of_them_only()
    {
        await using var site = await OpenAsync(Question(1, AnswerKind.Text, "Agency", required: true, "room"), Question(2, AnswerKind.Text, "Hidden", required: true, "press"));
        var visitor = site.Visitor();

        var page = await visitor.PageAsync("/register");
        var stream = await visitor.SendFormAsync("/register", RegistrationSite.Filled("ada", Places.Stream));
        var room = await (await visitor.SendFormAsync("/register", RegistrationSite.Filled("bob"))).PageAsync();

        var question = Assert.Single(page.QuerySelectorAll(".fq"));
        Assert.Equal("fq only t1", question.ClassName);
        Assert.StartsWith("Asked only for: A seat in the room. Why we ask:", question.QuerySelector(".hint")!.TextContent);
        Assert.Equal("/register/sent", stream.Whither());
        Assert.Equal(["field-answers-1-: Answer “Agency”."], room.Mistakes());
    }
}
