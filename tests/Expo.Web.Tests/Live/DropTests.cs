using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;

namespace Expo.Web.Tests.Live;

public sealed class DropTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task With_thirty_per_cent_of_live_messages_thrown_away_all_clients_end_with_the_same_list(DatabaseProvider provider)
    {
        await using var host = await LiveHost.StartAsync(provider, o =>
        {
            (o.EventsEvery, o.CountsEvery, o.PulseEvery) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250));
        });
        var viewers = new List<LiveViewer>();
        for (var i = 0; i < 50; i++)
        {
            var random = new Random(i);
            viewers.Add(await (await new LiveViewer(host.Address, messagePack: i % 2 == 0, loses: () => random.NextDouble() < 0.3).ConnectAsync()).JoinAsync());
        }

        await RushAsync(host);
        var truth = await host.Queries.PublicAsync(1, Ct);
        var expected = truth.Questions.OrderBy(q => q.Id).ToList();
        var counts = truth.Counts.OrderBy(c => c.Key).ToList();
        await Task.WhenAll(viewers.Select(viewer => viewer.UntilAsync(
            v => v.Last == truth.Latest && v.List.Values.OrderBy(q => q.Id).SequenceEqual(expected) && v.Counts.OrderBy(c => c.Key).SequenceEqual(counts), seconds: 40)));

        Assert.All(viewers, v => Assert.True(v.Lost > 0));
        Assert.InRange((double)viewers.Sum(v => v.Lost) / viewers.Sum(v => v.Received.Count), 0.25, 0.35);
        Assert.True(viewers.Sum(v => v.Refetched) > 0);
        foreach (var viewer in viewers)
        {
            await viewer.DisposeAsync();
        }
    }

    /// <summary>Sixty questions: approved, edited, answered, hidden, put back; and votes for them, in an order that a seed decides.</summary>
    private static async Task RushAsync(LiveHost host)
    {
        var random = new Random(42);
        var by = LiveHost.Moderator;
        for (var i = 0; i < 60; i++)
        {
            var question = await host.ApprovedAsync($"Question {i}?");
            var acts = new Func<Task>[]
            {
                () => Task.CompletedTask,
                () => host.Questions.EditAsync(by, question.Id, 2, $"Edited {i}", Ct),
                () => host.Questions.MarkAnsweredLiveAsync(by, question.Id, 2, Ct),
                () => host.Questions.AnswerInWritingAsync(by, question.Id, 2, $"Answer {i}", null, Ct),
                () => host.Questions.HideAsync(by, question.Id, 2, Ct),
                () => host.Questions.BackToQueueAsync(by, question.Id, 2, Ct),
            };
            for (var vote = random.Next(6); vote > 0; vote--)
            {
                await host.Questions.VoteAsync($"voter-{vote}", 1, question.Id, Ct);
            }

            await acts[random.Next(acts.Length)]();
        }
    }
}
