using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Testing;

namespace Expo.Core.Tests.Publishing;

/// <summary>What the tests of this slice begin with: one conference, one stage, one session, and the services over them.</summary>
internal sealed class PublishingTest : IAsyncDisposable
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };
    public static readonly Actor Moderator = new() { Name = "Mo Moderator", IsModerator = true };

    private PublishingTest(TestStore test)
    {
        Test = test;
        Recordings = new PublishingService(test.Store, RecordingFeed, test.Clock);
        Faq = new FaqService(test.Store, FaqFeed, test.Clock);
        RecordingQueries = new PublishingQueries(test.Store);
        FaqQueries = new FaqQueries(test.Store);
    }

    public TestStore Test { get; }

    public Feed<RecordingChanged> RecordingFeed { get; } = new();

    public Feed<FaqChanged> FaqFeed { get; } = new();

    public PublishingService Recordings { get; }

    public FaqService Faq { get; }

    public PublishingQueries RecordingQueries { get; }

    public FaqQueries FaqQueries { get; }

    public static async Task<PublishingTest> CreateAsync(DatabaseProvider provider, params object[] more) =>
        new(await TestStore.CreateAsync(provider, [Samples.Conference(), Samples.Stage(), Samples.Session(), .. more]));

    /// <summary>Takes the cut as the packager does.</summary>
    public Task<Result<Recording>> AttachAsync(string manifest, CancellationToken ct, long durationMs = 1_500_000) =>
        Recordings.AttachAsync(Actor.System, 1, "main", Samples.Opening, Samples.Opening.AddMinutes(25), durationMs, manifest, ct);

    public static Question Answered(string text = "Can isotope testing tell regions apart?", string? answer = "Often not.") => new()
    {
        SessionId = 1,
        Text = text,
        OriginalText = "can isotops tell regions appart??",
        AskedBy = "Wei-Lin",
        AskerKey = "secret-key-of-the-asker",
        State = QuestionState.Answered,
        Votes = 86,
        AskedAt = Samples.Opening.AddMinutes(5),
        AnsweredAt = Samples.Opening.AddMinutes(9),
        AnsweredLive = true,
        AnsweredBy = "Ingrid Solvang",
        AnswerText = answer,
    };

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
