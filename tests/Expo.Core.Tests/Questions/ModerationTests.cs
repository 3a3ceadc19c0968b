using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Questions;

public sealed class ModerationTests
{
    private static readonly Actor Speaker = new() { Name = "Ingrid", IsSpeaker = true, IsCaptioner = true, IsDoor = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_a_moderator_moderates(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var asked = await desk.AskAsync();
        var (service, id) = (desk.Service, asked.Id);

        foreach (var by in new[] { Actor.Visitor, Speaker })
        {
            Result<Question>[] results =
            [
                await service.ApproveAsync(by, id, 1, Ct), await service.EditAsync(by, id, 1, "Mine", Ct), await service.HideAsync(by, id, 1, Ct),
                await service.BackToQueueAsync(by, id, 1, Ct), await service.MarkAnsweredLiveAsync(by, id, 1, Ct),
                await service.AnswerInWritingAsync(by, id, 1, "Yes.", null, Ct),
            ];
            Assert.Equal([QuestionRefusals.NotModerator], results.Select(r => r.Refusal).Distinct());
            Assert.Equal(QuestionRefusals.NotModerator, (await desk.Queries.ModerationAsync(by, 1, Ct)).Refusal);
            Assert.Equal(QuestionRefusals.NotModerator, (await desk.Queries.DesksAsync(by, Ct)).Refusal);
        }

        var untouched = await desk.Test.Store.ReadAsync(db => db.Questions.AsNoTracking().SingleAsync(Ct));
        Assert.Equivalent(asked, untouched);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_moderators_never_overwrite_each_other(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var asked = await desk.AskAsync();
        var tomas = new Actor { Name = "Tomas Brandvik", IsModerator = true };

        var results = await Task.WhenAll(
            desk.Service.EditAsync(QuestionDesk.Moderator, asked.Id, 1, "Edited by Priya", Ct),
            desk.Service.EditAsync(tomas, asked.Id, 1, "Edited by Tomas", Ct));

        var winner = results.Single(r => !r.IsRefused).Value;
        var stored = await desk.Test.Store.ReadAsync(db => db.Questions.AsNoTracking().SingleAsync(Ct));
        Assert.Equivalent(winner, stored);
        Assert.Equal(QuestionRefusals.Stale(winner), results.Single(r => r.IsRefused).Refusal);
        Assert.StartsWith($"{winner.ChangedBy} changed this question before you: it is waiting", results.Single(r => r.IsRefused).Refusal!.Message);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_edit_keeps_the_askers_words(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var asked = await desk.AskAsync("wat duz it cost");

        var edited = await desk.Service.EditAsync(QuestionDesk.Moderator, asked.Id, 1, "What does it cost?", Ct);

        Assert.Equivalent(
            new { Text = "What does it cost?", OriginalText = "wat duz it cost", Version = 2, State = QuestionState.Waiting, EditedAt = desk.Test.Clock.GetUtcNow() },
            edited.Value);
        Assert.Equal(QuestionRefusals.SameWording, (await desk.Service.EditAsync(QuestionDesk.Moderator, asked.Id, 2, " What does it cost? ", Ct)).Refusal);
        Assert.Equal(QuestionRefusals.Empty, (await desk.Service.EditAsync(QuestionDesk.Moderator, asked.Id, 2, " \u202e ", Ct)).Refusal);
        Assert.Equal(QuestionRefusals.TooLong(280), (await desk.Service.EditAsync(QuestionDesk.Moderator, asked.Id, 2, new string('x', 281), Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_act_that_does_not_fit_the_state_is_refused_with_words(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var asked = await desk.AskAsync();
        var by = QuestionDesk.Moderator;

        Assert.Equal("This question is waiting in the queue, so it cannot be marked as answered live.", (await desk.Service.MarkAnsweredLiveAsync(by, asked.Id, 1, Ct)).Refusal?.Message);
        Assert.Equal("This question is waiting in the queue, so it cannot be put back into the queue.", (await desk.Service.BackToQueueAsync(by, asked.Id, 1, Ct)).Refusal?.Message);
        await desk.Service.HideAsync(by, asked.Id, 1, Ct);
        Assert.Equal("This question is hidden, so it cannot be approved.", (await desk.Service.ApproveAsync(by, asked.Id, 2, Ct)).Refusal?.Message);
        Assert.Equal("This question is hidden, so it cannot be answered.", (await desk.Service.AnswerInWritingAsync(by, asked.Id, 2, "No", null, Ct)).Refusal?.Message);
        Assert.Equal(QuestionRefusals.Unknown, (await desk.Service.ApproveAsync(by, 9999, 1, Ct)).Refusal);
        Assert.Equal(QuestionRefusals.Unknown, (await desk.Service.ApproveAsync(by, -1, 1, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_answer_carries_the_times_that_place_it_in_the_recording(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var askedAt = desk.Test.Clock.GetUtcNow();
        var live = await desk.ApprovedAsync("Live?");
        var written = await desk.AskAsync("Written?");
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(3));

        await desk.Service.MarkAnsweredLiveAsync(QuestionDesk.Moderator, live.Id, 2, Ct);
        await desk.Service.AnswerInWritingAsync(QuestionDesk.Moderator, written.Id, 1, "Yes.\n\nSee the paper.", "Ingrid Solvang", Ct);

        var answered = askedAt.AddMinutes(3);
        var snapshot = await desk.Queries.PublicAsync(1, Ct);
        Assert.Equal(
            [
                new PublicQuestion(live.Id, "Live?", null, "answered", askedAt, false, answered, true, null, null),
                new PublicQuestion(written.Id, "Written?", null, "answered", askedAt, false, answered, false, "Yes.\n\nSee the paper.", "Ingrid Solvang"),
            ],
            snapshot.Questions.OrderBy(q => q.Id));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_question_put_back_is_nobodys_business_until_it_is_approved_again(DatabaseProvider provider)
    {
        await using var desk = await QuestionDesk.OpenAsync(provider);
        var asked = await desk.ApprovedAsync();
        await desk.Service.MarkAnsweredLiveAsync(QuestionDesk.Moderator, asked.Id, 2, Ct);

        var back = await desk.Service.BackToQueueAsync(QuestionDesk.Moderator, asked.Id, 3, Ct);

        Assert.Equivalent(new { State = QuestionState.Waiting, AnsweredLive = false, AnsweredAt = (DateTimeOffset?)null, Version = 4 }, back.Value);
        Assert.Empty((await desk.Queries.PublicAsync(1, Ct)).Questions);
        Assert.Equal((SessionEventKinds.Gone, (PublicQuestion?)null), (await desk.EventsAsync()).Select(e => (e.Kind, e.Question)).Last());
    }
}
