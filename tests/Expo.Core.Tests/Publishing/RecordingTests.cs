using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Publishing;

public sealed class RecordingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Attaching_the_same_cut_twice_leaves_one_recording_as_it_was(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);

        var first = await test.AttachAsync("cut one", Ct);
        var second = await test.AttachAsync("cut one", Ct);

        var all = (await test.RecordingQueries.AllAsync(PublishingTest.Organiser, 1, Ct)).Value;
        Assert.Equal((first.Value.Id, RecordingState.Draft, 1, "isotopes", 1_500_000L), (all.Single().Id, all[0].State, all[0].CutNumber, all[0].Slug, all[0].DurationMs));
        Assert.Equal(first.Value.Id, second.Value.Id);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Another_cut_raises_the_number_and_keeps_the_state(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);
        var recording = (await test.AttachAsync("cut one", Ct)).Value;
        await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, recording.Id, Ct);

        await test.AttachAsync("cut two", Ct, durationMs: 90_000);

        var after = (await test.RecordingQueries.AllAsync(PublishingTest.Organiser, 1, Ct)).Value.Single();
        Assert.Equal((RecordingState.Published, 2, 90_000L), (after.State, after.CutNumber, after.DurationMs));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Two_packagers_at_once_make_one_recording(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => test.AttachAsync("cut one", Ct), Ct)));

        Assert.All(results, r => Assert.Null(r.Refusal));
        Assert.Equal(1, (await test.RecordingQueries.AllAsync(PublishingTest.Organiser, 1, Ct)).Value.Single().CutNumber);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_an_organiser_attaches_publishes_withdraws_and_reads_drafts(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);
        var id = (await test.AttachAsync("cut", Ct)).Value.Id;

        var refusals = new[]
        {
            (await test.Recordings.AttachAsync(PublishingTest.Moderator, 1, "main", Samples.Opening, Samples.Opening, 5, "other", Ct)).Refusal,
            (await test.Recordings.PublishRecordingAsync(PublishingTest.Moderator, id, Ct)).Refusal,
            (await test.Recordings.WithdrawRecordingAsync(Actor.Visitor, id, Ct)).Refusal,
            (await test.RecordingQueries.AllAsync(PublishingTest.Moderator, 1, Ct)).Refusal,
        };

        Assert.Equal(Enumerable.Repeat(PublishingRefusals.NotOrganiser, 4), refusals);
        Assert.Equal((RecordingState.Draft, 1), (await test.RecordingQueries.AllAsync(PublishingTest.Organiser, 1, Ct)).Value is [var kept] ? (kept.State, kept.CutNumber) : default);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_public_sees_a_recording_only_while_it_is_published(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);
        var id = (await test.AttachAsync("cut", Ct)).Value.Id;
        async Task<(bool List, bool Page, bool Session, bool ForOrganiser)> SeenAsync() => (
            (await test.RecordingQueries.PublishedAsync(1, Ct)).Count == 1,
            await test.RecordingQueries.PlayableAsync(Actor.Visitor, "isotopes", Ct) is not null,
            await test.RecordingQueries.OfSessionAsync(1, Ct) is not null,
            await test.RecordingQueries.PlayableAsync(PublishingTest.Organiser, "isotopes", Ct) is not null);

        var asDraft = await SeenAsync();
        await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, id, Ct);
        var published = await SeenAsync();
        test.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.Recordings.WithdrawRecordingAsync(PublishingTest.Organiser, id, Ct);
        var withdrawn = await SeenAsync();

        Assert.Equal((false, false, false, true), asDraft);
        Assert.Equal((true, true, true, true), published);
        Assert.Equal((false, false, false, true), withdrawn);
        Assert.Equal(test.Test.Clock.GetUtcNow(), await test.RecordingQueries.WithdrawnAtAsync("isotopes", Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_recording_that_comes_back_after_a_takedown_has_other_addresses_than_caches_may_hold(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);
        var id = (await test.AttachAsync("cut", Ct)).Value.Id;
        var first = (await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, id, Ct)).Value.CutNumber;
        await test.Recordings.WithdrawRecordingAsync(PublishingTest.Organiser, id, Ct);

        var back = (await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, id, Ct)).Value.CutNumber;

        Assert.Equal((1, 2), (first, back));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_recording_without_pictures_cannot_be_published(DatabaseProvider provider)
    {
        await using var test = await PublishingTest.CreateAsync(provider);
        var id = (await test.AttachAsync("empty", Ct, durationMs: 0)).Value.Id;

        var result = await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, id, Ct);

        Assert.Equal(PublishingRefusals.NothingToPlay, result.Refusal);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        await using var test = await PublishingTest.CreateAsync(DatabaseProvider.Sqlite);
        var draft = (await test.AttachAsync("cut", Ct)).Value.Id;

        var session = await test.Recordings.AttachAsync(Actor.System, 99, "main", Samples.Opening, Samples.Opening, 5, "cut", Ct);
        var recording = await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, 99, Ct);
        var withdrawn = await test.Recordings.WithdrawRecordingAsync(PublishingTest.Organiser, draft, Ct);

        Assert.Equal([PublishingRefusals.UnknownSession, PublishingRefusals.UnknownRecording, PublishingRefusals.NotPublished], [session.Refusal, recording.Refusal, withdrawn.Refusal]);
    }

    [Fact]
    public async Task Publishing_again_keeps_the_first_date_and_each_change_is_told()
    {
        await using var test = await PublishingTest.CreateAsync(DatabaseProvider.Sqlite);
        using var heard = test.RecordingFeed.Listen();
        var id = (await test.AttachAsync("cut", Ct)).Value.Id;
        var first = test.Test.Clock.GetUtcNow();
        await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, id, Ct);
        test.Test.Clock.Advance(TimeSpan.FromHours(1));

        var again = await test.Recordings.PublishRecordingAsync(PublishingTest.Organiser, id, Ct);

        Assert.Equal(first, again.Value.PublishedAt);
        Assert.Equal(3, heard.Hints.Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Beside_a_recording_stand_answered_questions_only_in_the_order_of_their_moments(DatabaseProvider provider)
    {
        var waiting = new Question { SessionId = 1, Text = "waiting", OriginalText = "waiting", AskerKey = "k", AskedAt = Samples.Opening };
        var hidden = PublishingTest.Answered("hidden");
        hidden.State = QuestionState.Hidden;
        var written = PublishingTest.Answered("Asked at 13:05, answered in writing later");
        written.AnsweredLive = false;
        written.AnsweredAt = Samples.Opening.AddDays(1);
        await using var test = await PublishingTest.CreateAsync(provider, waiting, hidden, PublishingTest.Answered("Answered live at 13:09"), written);

        var shown = await test.RecordingQueries.AnsweredAsync(1, Ct);

        Assert.Equal(
            [("Asked at 13:05, answered in writing later", Samples.Opening.AddMinutes(5)), ("Answered live at 13:09", Samples.Opening.AddMinutes(9))],
            shown.Select(q => (q.Text, q.Moment)));
        Assert.Equal(2, await test.Test.Store.ReadAsync(db => db.Questions.CountAsync(q => q.State != QuestionState.Answered, Ct)));
    }
}
