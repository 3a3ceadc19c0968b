using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Publishing;

public sealed class FaqTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_answered_question_is_written_up_once_although_the_job_runs_twice(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());
        var handler = new QuestionAnsweredHandler(test.Faq);
        var job = Job.For(new QuestionAnswered(1), test.Test.Clock.GetUtcNow());

        await handler.HandleAsync(job, Ct);
        await handler.HandleAsync(job, Ct);

        var entry = await test.Test.Store.ReadAsync(db => db.FaqEntries.SingleAsync(Ct));
        Assert.Equal(
            ("Can isotope testing tell regions apart?", "can isotops tell regions appart??", "Often not.", "Wei-Lin", "Ingrid Solvang", Samples.Opening.AddMinutes(5), Samples.Opening.AddMinutes(9), true, FaqState.Draft, 0),
            (entry.Heading, entry.AskedWording, entry.AnswerMarkdown, entry.AskedBy, entry.AnsweredBy, entry.AskedAt, entry.AnsweredAt, entry.AnsweredLive, entry.State, entry.Version));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task What_a_moderator_marks_as_answered_reaches_the_drafts_by_the_job_it_leaves(DatabaseProvider provider)
    {
        var approved = PublishingTest.Answered();
        (approved.State, approved.AnsweredLive, approved.AnsweredAt) = (QuestionState.Approved, false, null);
        await using var test = await PublishingTest.CreateAsync(provider, approved);
        var questions = new QuestionService(test.Test.Store, new Feed<QuestionChanged>(), Options.Create(new QuestionOptions()), test.Test.Clock);
        var runner = new JobRunner(test.Test.Store, [new QuestionAnsweredHandler(test.Faq)], test.Test.Clock, NullLogger<JobRunner>.Instance);

        var ranBefore = await runner.RunOneAsync(Ct);
        await questions.MarkAnsweredLiveAsync(PublishingTest.Moderator, 1, version: 1, Ct);
        var ranAfter = await runner.RunOneAsync(Ct);

        Assert.Equal((false, true), (ranBefore, ranAfter));
        Assert.Equal((true, test.Test.Clock.GetUtcNow()), await test.Test.Store.ReadAsync(db => db.FaqEntries.SingleAsync(Ct)) is var entry ? (entry.AnsweredLive, entry.AnsweredAt) : default);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Workers_that_meet_write_it_up_once(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => test.Faq.DraftAsync(Actor.System, 1, Ct), Ct)));

        Assert.All(results, r => Assert.Null(r.Refusal));
        Assert.Single((await test.FaqQueries.AllAsync(PublishingTest.Organiser, 1, Ct)).Value);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Waiting_approved_and_hidden_questions_never_become_entries(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);
        foreach (var state in new[] { QuestionState.Waiting, QuestionState.Approved, QuestionState.Hidden })
        {
            var question = PublishingTest.Answered();
            question.State = state;
            await test.Test.AddAsync(question);
        }

        var refusals = new List<Refusal?>();
        foreach (var id in new[] { 1, 2, 3, 99 })
        {
            refusals.Add((await test.Faq.DraftAsync(Actor.System, id, Ct)).Refusal);
        }

        Assert.Equal([PublishingRefusals.NotAnswered, PublishingRefusals.NotAnswered, PublishingRefusals.NotAnswered, PublishingRefusals.UnknownQuestion], refusals);
        Assert.Empty((await test.FaqQueries.AllAsync(PublishingTest.Organiser, 1, Ct)).Value);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_question_hidden_after_it_was_written_up_cannot_be_published(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());
        var entry = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value;
        await test.Test.Store.ReadAsync(db => db.Questions.ExecuteUpdateAsync(set => set.SetProperty(q => q.State, QuestionState.Hidden), Ct));

        var result = await test.Faq.PublishAsync(PublishingTest.Organiser, entry.Id, 0, Ct);

        Assert.Equal(PublishingRefusals.QuestionHidden, result.Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_entry_that_is_taken_down_leaves_its_address_and_comes_back_as_it_was(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());
        var id = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value.Id;
        var early = await test.Faq.WithdrawAsync(PublishingTest.Organiser, id, 0, Ct);
        var slug = (await test.Faq.PublishAsync(PublishingTest.Organiser, id, 0, Ct)).Value.Slug;

        var byVisitor = await test.Faq.WithdrawAsync(Actor.Visitor, id, 0, Ct);
        await test.Faq.WithdrawAsync(PublishingTest.Organiser, id, 0, Ct);
        var gone = (await test.FaqQueries.PageAsync(slug, Ct), (await test.FaqQueries.PublishedAsync(1, Ct)).Count, await test.FaqQueries.IsWithdrawnAsync(slug, Ct));
        await test.Faq.PublishAsync(PublishingTest.Organiser, id, 0, Ct);
        var back = (await test.FaqQueries.PageAsync(slug, Ct))!;

        Assert.Equal([PublishingRefusals.EntryNotPublished, PublishingRefusals.NotOrganiser], [early.Refusal, byVisitor.Refusal]);
        Assert.Equal((null, 0, true), gone);
        Assert.Equal((1, false), (Assert.Single(back.Revisions).Number, await test.FaqQueries.IsWithdrawnAsync(slug, Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_later_answer_reaches_an_untouched_draft_and_never_an_edited_one(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered(answer: null), PublishingTest.Answered("Second", answer: null));
        var untouched = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value;
        var edited = (await test.Faq.DraftAsync(Actor.System, 2, Ct)).Value;
        await test.Faq.EditAsync(PublishingTest.Organiser, edited.Id, 0, new FaqText("My heading", "My words", null), Ct);
        await test.Test.Store.ReadAsync(db => db.Questions.ExecuteUpdateAsync(set => set.SetProperty(q => q.AnswerText, "A written answer."), Ct));

        await test.Faq.DraftAsync(Actor.System, 1, Ct);
        await test.Faq.DraftAsync(Actor.System, 2, Ct);

        Assert.Equal("A written answer.", (await test.FaqQueries.EntryAsync(PublishingTest.Organiser, untouched.Id, Ct)).Value.AnswerMarkdown);
        Assert.Equal("My words", (await test.FaqQueries.EntryAsync(PublishingTest.Organiser, edited.Id, Ct)).Value.AnswerMarkdown);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_save_made_from_an_older_text_is_refused_and_changes_nothing(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());
        var entry = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value;
        await test.Faq.EditAsync(PublishingTest.Organiser, entry.Id, 0, new FaqText("First", "first", null), Ct);

        var late = await test.Faq.EditAsync(PublishingTest.Organiser, entry.Id, 0, new FaqText("Second", "second", null), Ct);
        var publishedBlind = await test.Faq.PublishAsync(PublishingTest.Organiser, entry.Id, 0, Ct);

        var kept = (await test.FaqQueries.EntryAsync(PublishingTest.Organiser, entry.Id, Ct)).Value;
        Assert.Equal([PublishingRefusals.EditedMeanwhile, PublishingRefusals.EditedMeanwhile], [late.Refusal, publishedBlind.Refusal]);
        Assert.Equal(("First", "first", 1, FaqState.Draft), (kept.Heading, kept.AnswerMarkdown, kept.Edit, kept.State));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_editors_who_save_at_once_one_wins(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());
        var entry = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value;

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => test.Faq.EditAsync(PublishingTest.Organiser, entry.Id, 0, new FaqText($"Editor {i}", "text", null), Ct), Ct)));

        var winner = Assert.Single(results, r => !r.IsRefused);
        Assert.All(results.Where(r => r.IsRefused), r => Assert.Equal(PublishingRefusals.EditedMeanwhile, r.Refusal));
        Assert.Equal(winner.Value.Heading, (await test.FaqQueries.EntryAsync(PublishingTest.Organiser, entry.Id, Ct)).Value.Heading);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_public_page_changes_only_by_publishing_and_keeps_its_address(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered());
        var entry = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value;
        Assert.Empty(await test.FaqQueries.PublishedAsync(1, Ct));
        Assert.Null(await test.FaqQueries.PageAsync(entry.Slug, Ct));

        var first = test.Test.Clock.GetUtcNow();
        await test.Faq.PublishAsync(PublishingTest.Organiser, entry.Id, 0, Ct);
        const string Address = "can-isotope-testing-tell-regions-apart";
        await test.Faq.EditAsync(PublishingTest.Organiser, entry.Id, 0, new FaqText("Another heading", "A third.", "Cotton"), Ct);
        var whileDraft = (await test.FaqQueries.PageAsync(Address, Ct))!;
        test.Test.Clock.Advance(TimeSpan.FromDays(4));
        await test.Faq.PublishAsync(PublishingTest.Organiser, entry.Id, 1, Ct);
        var revised = (await test.FaqQueries.PageAsync(Address, Ct))!;

        Assert.Equal("Can isotope testing tell regions apart?", whileDraft.Shown.Heading);
        Assert.Equal(
            [(2, "Another heading", "A third.", first.AddDays(4), "Ona Organiser"), (1, "Can isotope testing tell regions apart?", "Often not.", first, "Ona Organiser")],
            revised.Revisions.Select(r => (r.Number, r.Heading, r.AnswerMarkdown, r.At, r.By)));
        Assert.Equal((first, 86), (revised.Entry.PublishedAt, revised.Votes));
        Assert.Equal((Address, "Another heading", "Cotton", 2), (await test.FaqQueries.PublishedAsync(1, Ct)) is [var line] ? (line.Slug, line.Heading, line.Topic, line.Version) : default);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_entries_of_one_heading_get_two_addresses(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider, PublishingTest.Answered(), PublishingTest.Answered(), PublishingTest.Answered("这项技术能追溯吗?"));
        foreach (var id in new[] { 1, 2, 3 })
        {
            await test.Faq.DraftAsync(Actor.System, id, Ct);
            await test.Faq.PublishAsync(PublishingTest.Organiser, id, 0, Ct);
        }

        var slugs = (await test.FaqQueries.PublishedAsync(1, Ct)).Select(l => l.Slug);

        Assert.Equal(["can-isotope-testing-tell-regions-apart", "can-isotope-testing-tell-regions-apart-2", "question-3"], slugs);
    }

    [Fact]
    public async Task Publishing_needs_a_heading_an_answer_and_something_new()
    {
        await using var test = await PublishingTest.CreateAsync(DatabaseProvider.Sqlite, PublishingTest.Answered());
        var entry = (await test.Faq.DraftAsync(Actor.System, 1, Ct)).Value;
        async Task<Refusal?> PublishAsync(int edit, string heading, string answer)
        {
            await test.Faq.EditAsync(PublishingTest.Organiser, entry.Id, edit, new FaqText(heading, answer, null), Ct);
            return (await test.Faq.PublishAsync(PublishingTest.Organiser, entry.Id, edit + 1, Ct)).Refusal;
        }

        var refusals = new[] { await PublishAsync(0, " \t ", "Answer"), await PublishAsync(1, "Heading", " \n "), await PublishAsync(2, "Heading", "Answer"), await PublishAsync(3, "Heading", "Answer") };

        Assert.Equal([PublishingRefusals.NoHeading, PublishingRefusals.NoAnswer, null, PublishingRefusals.NothingNew], refusals);
    }

    [Fact]
    public async Task What_is_too_long_or_of_control_characters_does_not_get_in()
    {
        await using var test = await PublishingTest.CreateAsync(DatabaseProvider.Sqlite, PublishingTest.Answered());
        await test.Faq.DraftAsync(Actor.System, 1, Ct);
        Task<Result<FaqEntry>> EditAsync(string heading, string answer, string? topic) => test.Faq.EditAsync(PublishingTest.Organiser, 1, 0, new FaqText(heading, answer, topic), Ct);

        var refusals = new[]
        {
            (await EditAsync(new string('h', 401), "a", null)).Refusal,
            (await EditAsync("h", new string('a', 20_001), null)).Refusal,
            (await EditAsync("h", "a", new string('t', 81))).Refusal,
        };
        var saved = await EditAsync("A\0 heading\r\nof two lines", "line one\r\nline\0 two\u001b", " ");

        Assert.Equal([PublishingRefusals.HeadingTooLong, PublishingRefusals.AnswerTooLong, PublishingRefusals.TopicTooLong], refusals);
        Assert.Equal(("A heading of two lines", "line one\nline two", null), (saved.Value.Heading, saved.Value.AnswerMarkdown, saved.Value.Topic));
    }

    [Fact]
    public async Task Only_an_organiser_drafts_edits_and_publishes()
    {
        await using var test = await PublishingTest.CreateAsync(DatabaseProvider.Sqlite, PublishingTest.Answered());
        await test.Faq.DraftAsync(Actor.System, 1, Ct);

        var refusals = new[]
        {
            (await test.Faq.DraftAsync(PublishingTest.Moderator, 1, Ct)).Refusal,
            (await test.Faq.EditAsync(PublishingTest.Moderator, 1, 0, new FaqText("h", "a", null), Ct)).Refusal,
            (await test.Faq.PublishAsync(PublishingTest.Moderator, 1, 0, Ct)).Refusal,
            (await test.FaqQueries.AllAsync(PublishingTest.Moderator, 1, Ct)).Refusal,
            (await test.FaqQueries.EntryAsync(PublishingTest.Moderator, 1, Ct)).Refusal,
        };

        Assert.Equal(Enumerable.Repeat(PublishingRefusals.NotOrganiser, 5), refusals);
    }

    [Fact]
    public void A_long_question_becomes_a_heading_of_whole_words()
    {
        var heading = FaqText.HeadingFrom(string.Join(' ', Enumerable.Repeat("sourcing", 100)));

        Assert.InRange(heading.Length, 390, 400);
        Assert.EndsWith("sourcing…", heading, StringComparison.Ordinal);
    }
}
