using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration;

public sealed class FormQuestionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly QuestionDraft Meal = new() { Kind = AnswerKind.Choice, Label = "Which lunch?", Choices = ["Vegan", " Fish "], Purpose = "To order lunch.", KeepDays = 1 };

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_question_is_asked_from_the_moment_it_is_added_and_no_more_when_archived(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        Assert.Empty(await desk.Form.QuestionsAsync(Ct));

        var added = await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, Meal with { TicketTypes = ["room"] }, Ct);
        var asked = await desk.Form.QuestionsAsync(Ct);
        await desk.Service.ArchiveQuestionAsync(CatalogueDesk.Organiser, added.Value, true, Ct);

        var question = Assert.Single(asked);
        Assert.Equal(("Which lunch?", AnswerKind.Choice, "To order lunch."), (question.Label, question.Kind, question.Purpose));
        Assert.Equal(["Vegan", "Fish"], question.Choices);
        Assert.Equal(["room"], question.TicketTypes);
        Assert.Empty(await desk.Form.QuestionsAsync(Ct));
        Assert.Equal(["Ona Organiser: Question 1 was added to the form: “Which lunch?”, for: To order lunch. Kept 1 days.", "Ona Organiser: Question 1 was archived."], await desk.LogAsync());
    }

    [Fact]
    public async Task Each_mistake_names_its_field_and_a_reason_and_an_end_must_be_given()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);
        QuestionDraft[] wrong =
        [
            Meal with { Label = "" }, Meal with { Hint = "two\nlines" }, Meal with { Choices = ["One"] }, Meal with { Choices = ["One", "One "] }, Meal with { Purpose = " " },
            Meal with { KeepDays = 0 }, Meal with { KeepDays = 3651 }, Meal with { TicketTypes = ["nobody"] },
        ];

        var fields = new List<string?>();
        foreach (var draft in wrong)
        {
            fields.Add((await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, draft, Ct)).Refusal?.Field);
        }

        Assert.Equal(["Label", "Hint", "Choices", "Choices", "Purpose", "KeepDays", "KeepDays", "TicketTypes"], fields);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_change_loses_no_answer_and_breaks_no_promise_that_was_given_for_it(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await AnsweredAsync(desk, Meal with { KeepDays = 30 });
        var shown = (await desk.QuestionAsync(1)).Saved;

        var edited = await desk.Service.EditQuestionAsync(CatalogueDesk.Organiser, 1, shown, shown with { Label = "Lunch?", Choices = ["Fish", "Lamb"], IsRequired = true, KeepDays = 10 }, Ct);
        var now = (await desk.QuestionAsync(1)).Saved;

        Assert.Null(edited.Refusal);
        Assert.Equal(CatalogueRefusals.PurposeFixed, (await desk.Service.EditQuestionAsync(CatalogueDesk.Organiser, 1, now, now with { Purpose = "To sell it." }, Ct)).Refusal);
        Assert.Equal(CatalogueRefusals.KeepDaysFixed, (await desk.Service.EditQuestionAsync(CatalogueDesk.Organiser, 1, now, now with { KeepDays = 11 }, Ct)).Refusal);
        Assert.Equal(CatalogueRefusals.KindFixed, (await desk.Service.EditQuestionAsync(CatalogueDesk.Organiser, 1, now, now with { Kind = AnswerKind.Text }, Ct)).Refusal);
        Assert.Equal(["Vegan"], await AnswersAsync(desk));
        Assert.Equal("Ona Organiser: Question 1 was changed: question from Which lunch? to Lunch?; answer from optional to required; choices from Vegan / Fish to Fish / Lamb; days kept from 30 to 10.", (await desk.LogAsync())[^1]);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_two_who_edit_or_reorder_at_once_the_second_is_told(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, Meal, Ct);
        await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, Meal with { Label = "Which day?" }, Ct);
        var shown = (await desk.QuestionAsync(1)).Saved;

        Assert.Null((await desk.Service.EditQuestionAsync(CatalogueDesk.Organiser, 1, shown, shown with { Label = "Lunch?" }, Ct)).Refusal);
        var stale = await desk.Service.EditQuestionAsync(CatalogueDesk.Other, 1, shown, shown with { Hint = "Both are good." }, Ct);
        var moved = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Service.ReorderQuestionsAsync(CatalogueDesk.Organiser, 1, [1, 2], [2, 1], Ct)));

        Assert.Contains("question is Lunch? now", stale.Refusal?.Message, StringComparison.Ordinal);
        Assert.Single(moved, m => !m.IsRefused);
        Assert.Equal([2, 1], (await desk.Form.QuestionsAsync(Ct)).Select(q => q.Id));
    }

    [Fact]
    public async Task A_ticket_that_a_question_names_is_not_deleted_or_the_question_would_be_asked_of_everybody()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, Meal with { TicketTypes = ["stream"] }, Ct);

        Assert.Equal(CatalogueRefusals.TypeIsAsked, (await desk.Service.DeleteTypeAsync(CatalogueDesk.Organiser, 2, Ct)).Refusal);
    }

    public static IEnumerable<object[]> Ends() => TestDatabases.All().SelectMany(_ => (int[])[-1, 0], (provider, milliseconds) => new[] { provider[0], milliseconds });

    // The last day is 15 March; kept one day more, that is to the end of the 16th in Washington.
    [Theory, MemberData(nameof(Ends))]
    public async Task Answers_are_deleted_from_their_end_in_the_events_zone_on_and_not_before(DatabaseProvider provider, int milliseconds)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        await AnsweredAsync(desk, Meal);
        await desk.Service.ArchiveQuestionAsync(CatalogueDesk.Organiser, 1, true, Ct);
        desk.At(new DateTimeOffset(2023, 3, 17, 4, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds));

        await RunDueAsync(desk);

        Assert.Equal(milliseconds < 0 ? ["Vegan"] : [], await AnswersAsync(desk));
        Assert.Equal(new DateOnly(2023, 3, 17), (await desk.QuestionAsync(1)).DeletedOn);
        Assert.Equal(milliseconds < 0 ? "Ona Organiser: Question 1 was archived." : "System: 1 answer to question 1 had reached the end and was deleted.", (await desk.LogAsync())[^1]);
    }

    [Fact]
    public async Task While_a_hold_stands_answers_are_kept_and_the_next_look_is_left()
    {
        await using var desk = await CatalogueDesk.OpenAsync(DatabaseProvider.Sqlite);
        await AnsweredAsync(desk, Meal);
        desk.At(Samples.Opening.AddYears(1));

        await RunDueAsync(desk, hold: "Litigation");

        Assert.Equal(["Vegan"], await AnswersAsync(desk));
        Assert.Equal([desk.Desk.Test.Clock.GetUtcNow().AddDays(1)], await DueAsync(desk));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_look_at_ends_is_left_anew_each_day_and_there_is_one_of_it(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var purge = new AnswerPurge(desk.Desk.Test.Store, Options.Create(new PrivacyOptions()), desk.Desk.Test.Clock);
        await purge.StartAsync(Ct);
        await purge.StartAsync(Ct);
        await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, Meal, Ct);
        await desk.Desk.Test.AddAsync(Job.For(new PurgeAnswers(), desk.Desk.Test.Clock.GetUtcNow()));

        await RunDueAsync(desk);
        var first = await DueAsync(desk);
        desk.Desk.Test.Clock.Advance(TimeSpan.FromDays(1));
        await RunDueAsync(desk);

        Assert.Equal([new DateTimeOffset(2023, 3, 15, 14, 30, 0, TimeSpan.Zero)], first);
        Assert.Equal([new DateTimeOffset(2023, 3, 16, 14, 30, 0, TimeSpan.Zero)], await DueAsync(desk));
    }

    private static async Task AnsweredAsync(CatalogueDesk desk, QuestionDraft question)
    {
        Assert.Null((await desk.Service.AddQuestionAsync(CatalogueDesk.Organiser, 1, question, Ct)).Refusal);
        var service = desk.Desk.ServiceOf(desk.Desk.Writer);
        Assert.Null((await service.RegisterAsync(RegistrationDesk.Request("ada") with { Answers = new Dictionary<string, string?> { ["1"] = "Vegan" } }, Ct)).Refusal);
        Assert.Equal(["Vegan"], await AnswersAsync(desk));
    }

    private static async Task RunDueAsync(CatalogueDesk desk, string? hold = null)
    {
        var test = desk.Desk.Test;
        var runner = new JobRunner(test.Store, [new AnswerPurge(test.Store, Options.Create(new PrivacyOptions { Hold = hold }), test.Clock)], test.Clock, NullLogger<JobRunner>.Instance);
        while (await runner.RunOneAsync(Ct))
        {
        }
    }

    private static Task<List<string>> AnswersAsync(CatalogueDesk desk) => desk.Desk.Test.Store.ReadAsync(db => db.FormAnswers.OrderBy(a => a.Id).Select(a => a.Value).ToListAsync());

    private static Task<List<DateTimeOffset>> DueAsync(CatalogueDesk desk) => desk.Desk.Test.Store.ReadAsync(db => db.Jobs.Where(j => j.DoneAt == null).Select(j => j.DueAt).ToListAsync());
}
