using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration.Privacy;

public sealed class StatementTests
{
    private static readonly StatementDraft Draft = new("19 U.S.C. 1", "To run the event.", "Shared with nobody.", "Voluntary; without it there is no seat.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_newest_version_is_in_force_and_older_ones_stay_as_they_were(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var before = await desk.Queries.CurrentAsync(1, Ct);
        await desk.Service.PublishAsync(RegistrationDesk.Organiser, 1, Draft, Ct);

        await desk.Service.PublishAsync(RegistrationDesk.Organiser, 1, Draft with { Purpose = " To run the event and its record. " }, Ct);

        var (current, first) = (await desk.Queries.CurrentAsync(1, Ct), await desk.Queries.VersionAsync(1, 1, Ct));
        Assert.Null(before);
        Assert.Equal((2, "To run the event and its record.", desk.Desk.Test.Clock.GetUtcNow()), (current!.Version, current.Purpose, current.PublishedAt));
        Assert.Equal((1, "To run the event."), (first!.Version, first.Purpose));
        Assert.Null(await desk.Queries.VersionAsync(1, 3, Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Four_that_publish_at_once_make_four_versions_and_overwrite_none(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Task.Run(() => desk.Service.PublishAsync(RegistrationDesk.Organiser, 1, Draft with { Purpose = $"Purpose {n}" }, Ct), Ct)));

        var versions = (await desk.Queries.VersionsAsync(1, Ct)).ConvertAll(s => s.Version);
        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal([4, 3, 2, 1], versions);
        Assert.Equal(["Purpose 1", "Purpose 2", "Purpose 3", "Purpose 4"], (await desk.Queries.VersionsAsync(1, Ct)).Select(s => s.Purpose).Order());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task It_is_told_how_many_registered_under_each_version(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        var first = (await desk.Service.PublishAsync(RegistrationDesk.Organiser, 1, Draft, Ct)).Value;
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("ada") with { PrivacyStatement = first.Id }, Ct);
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("grace") with { PrivacyStatement = first.Id }, Ct);
        var second = (await desk.Service.PublishAsync(RegistrationDesk.Organiser, 1, Draft, Ct)).Value;
        await desk.Desk.Service.RegisterAsync(RegistrationDesk.Request("linus") with { PrivacyStatement = second.Id }, Ct);
        await desk.Desk.RegisterAsync("unshown");

        var lines = (await desk.Queries.AllAsync(RegistrationDesk.Organiser, 1, Ct)).Value;

        Assert.Equal([(2, 1), (1, 2)], lines.Select(line => (line.Statement.Version, line.Seen)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task All_four_parts_must_be_there_and_only_an_organiser_publishes(DatabaseProvider provider)
    {
        await using var desk = await PrivacyDesk.OpenAsync(provider);
        StatementDraft[] wrong = [Draft with { Authority = " " }, Draft with { Purpose = null }, Draft with { RoutineUses = "" }, Draft with { Disclosure = new string('x', 2001) }, Draft with { Purpose = "\u0007" }];
        var refused = new List<string>();
        foreach (var draft in wrong)
        {
            var answer = await desk.Service.PublishAsync(RegistrationDesk.Organiser, 1, draft, Ct);
            refused.Add($"{answer.Refusal!.Code} {answer.Refusal.Field}");
        }

        var moderator = await desk.Service.PublishAsync(new Actor { Name = "Mo", IsModerator = true }, 1, Draft, Ct);

        Assert.Equal(["privacy.part-missing Authority", "privacy.part-missing Purpose", "privacy.part-missing RoutineUses", "privacy.part-too-long Disclosure", "privacy.part-unreadable Purpose"], refused);
        Assert.Equal(PrivacyRefusals.NotOrganiser, moderator.Refusal);
        Assert.Equal(PrivacyRefusals.NotOrganiser, (await desk.Queries.AllAsync(new Actor { Name = "Mo", IsModerator = true }, 1, Ct)).Refusal);
        Assert.Empty(await desk.Queries.VersionsAsync(1, Ct));
    }

    [Fact]
    public void A_difference_tells_which_words_went_and_which_came()
    {
        var (before, after) = (Of(Draft), Of(Draft with { Purpose = "To run and record the event.", RoutineUses = "Shared with the venue." }));

        var parts = StatementDiff.Between(before, after);

        Assert.Equal([false, true, true, false], parts.Select(part => part.IsChanged));
        Assert.Equal(["Same: To run", "Added: and record", "Same: the event."], parts[1].Runs.Select(run => $"{run.Kind}: {run.Text}"));
        Assert.Equal(["Same: Shared with", "Removed: nobody.", "Added: the venue."], parts[2].Runs.Select(run => $"{run.Kind}: {run.Text}"));
    }

    private static PrivacyStatement Of(StatementDraft draft) => new() { Authority = draft.Authority!, Purpose = draft.Purpose!, RoutineUses = draft.RoutineUses!, Disclosure = draft.Disclosure! };
}
