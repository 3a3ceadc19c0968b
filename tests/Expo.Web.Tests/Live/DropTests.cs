using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Live;

public sealed class DropTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task With_thirty_per_cent_of_live_messages_thrown_away_all_clients_end_with_the_same_list_and_their_own_questions(DatabaseProvider provider)
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

        await RushAsync(host, viewers);
        var truth = await host.Queries.PublicAsync(1, Ct);
        var expected = truth.Questions.OrderBy(q => q.Id).ToList();
        var counts = truth.Counts.OrderBy(c => c.Key).ToList();
        var stored = await host.Store.ReadAsync(db => db.Questions.AsNoTracking().ToListAsync(Ct));
        await Task.WhenAll(viewers.Select(viewer => viewer.UntilAsync(
            v => v.Last == truth.Latest && v.List.Values.OrderBy(q => q.Id).SequenceEqual(expected) && v.Counts.OrderBy(c => c.Key).SequenceEqual(counts)
                && v.Mine.Values.SequenceEqual(stored.Where(q => v.Mine.ContainsKey(q.Id)).Select(OwnQuestion.Of)),
            seconds: 40)));

        Assert.All(viewers, v => Assert.True(v.Lost > 0));
        Assert.All(viewers, v => Assert.Single(v.Mine));
        Assert.InRange((double)viewers.Sum(v => v.Lost) / viewers.Sum(v => v.Received.Count), 0.25, 0.35);
        Assert.True(viewers.Sum(v => v.Refetched) > 0);
        foreach (var viewer in viewers)
        {
            await viewer.DisposeAsync();
        }
    }

    /// <summary>
    /// Each viewer's own question, of which some wait to the end, some are approved, answered, hidden, or taken down again; and
    /// sixty questions of others: approved, edited, answered, hidden, put back; and votes for them, in an order that a seed decides.
    /// </summary>
    private static async Task RushAsync(LiveHost host, List<LiveViewer> viewers)
    {
        var random = new Random(42);
        var by = LiveHost.Moderator;
        for (var i = 0; i < 60; i++)
        {
            if (i < viewers.Count)
            {
                await ModerateAsync(host, (await viewers[i].AskAsync($"Own {i}?")).Value!.Id, i % 6);
            }

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

    private static async Task ModerateAsync(LiveHost host, int id, int fate)
    {
        var by = LiveHost.Moderator;
        switch (fate)
        {
            case 1:
                await host.Questions.HideAsync(by, id, 1, Ct);
                break;
            case 2:
                await host.Questions.ApproveAsync(by, id, 1, Ct);
                break;
            case 3:
                await host.Questions.AnswerInWritingAsync(by, id, 1, "Yes.", null, Ct);
                break;
            case 4:
                await host.Questions.ApproveAsync(by, id, 1, Ct);
                await host.Questions.HideAsync(by, id, 2, Ct);
                break;
            case 5:
                await host.Questions.HideAsync(by, id, 1, Ct);
                await host.Questions.BackToQueueAsync(by, id, 2, Ct);
                break;
        }
    }
}
