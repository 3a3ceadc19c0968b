using System.Globalization;
using Expo.Core;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Questions;
using Expo.Testing;
using Microsoft.Extensions.Options;

namespace Expo.Bench;

/// <summary>
/// A vote on its way to everybody who watches, from just before the voter's call to receipt by each: through the running product
/// (checks, commit, relay, hub), through a hub that does nothing else, and written to bare WebSockets. The product holds counts back
/// only if others went out less than 500 ms ago; the votes here are further apart, so nothing is coalesced.
/// </summary>
internal static class LiveRun
{
    public const string Session = "isotopes";

    /// <summary>Of the demo's questions the one that waits is the last; this is one that may be voted for.</summary>
    public const int Question = 3;

    private const int Rounds = 12;
    private const int WarmRounds = 4;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(TextWriter report)
    {
        await report.WriteLineAsync("| viewers | server | heard | first ms | p50 ms | p99 ms | last ms | CPU ms per 1,000 deliveries | memory MB | KB each viewer |");
        await report.WriteLineAsync("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var viewers in new[] { 1_000, 5_000, 10_000 })
        {
            await ProductAsync(report, viewers);
            await BareAsync(report, viewers, "bare SignalR hub", BareServer.Hub);
            await BareAsync(report, viewers, "bare WebSockets", BareServer.Sockets);
        }
    }

    private static async Task ProductAsync(TextWriter report, int viewers)
    {
        var directory = Directory.CreateTempSubdirectory("expo-bench-");
        try
        {
            // The demo's own live session would come with the demo's recordings, which are cut while this measures.
            await using var test = await TestStore.CreateAsync(
                DatabaseProvider.Sqlite, Samples.Conference(), Samples.Stage(), Samples.Session(Session).GoLive(Samples.Opening).Value);
            await new DemoQuestions(test.Store, new QuestionService(test.Store, new Feed<QuestionChanged>(), Options.Create(new QuestionOptions()), TimeProvider.System))
                .AskInTheLiveSessionAsync(default);
            var votes = (await new QuestionQueries(test.Store).CountsAsync(1, default))[Question];
            await using var site = await RunningProduct.StartAsync(directory.FullName, new Dictionary<string, string>
            {
                ["Database__Provider"] = nameof(DatabaseProvider.Sqlite),
                ["ConnectionStrings__Expo"] = test.Factory.ConnectionString,
            });
            await RowAsync(report, viewers, "Expo", site, votes);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task BareAsync(TextWriter report, int viewers, string name, string kind)
    {
        await using var server = await BareServer.StartAsync(kind);
        await RowAsync(report, viewers, name, server, votes: 0);
    }

    /// <param name="report">Where the row goes.</param>
    /// <param name="viewers">How many.</param>
    /// <param name="name">What the row calls the server.</param>
    /// <param name="server">Who sends.</param>
    /// <param name="votes">What the question has before the first vote.</param>
    private static async Task RowAsync(TextWriter report, int viewers, string name, RunningServer server, int votes)
    {
        var empty = server.Memory;
        await using var crowd = await Crowd.GatherAsync(server.Port, Session, viewers);
        var rounds = new List<double[]>();
        var (cpu, heard) = (TimeSpan.Zero, 0L);
        for (var i = 0; i < WarmRounds + Rounds; i++)
        {
            if (i == WarmRounds)
            {
                (cpu, heard) = (server.Cpu, crowd.Heard);
            }

            await Task.Delay(BetweenRounds);
            var wanted = i % 2 == 0;
            var round = await crowd.VoteAsync(Question, wanted ? votes + 1 : votes, wanted, Patience);
            if (i >= WarmRounds)
            {
                rounds.Add(round.Milliseconds);
            }
        }

        await Task.Delay(BetweenRounds);
        (cpu, heard) = (server.Cpu - cpu, crowd.Heard - heard);
        var memory = server.Memory;
        var all = new Load(0, [.. rounds.SelectMany(r => r).Order()]);
        await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"| {viewers:N0} | {name} | {rounds.Sum(r => r.Length):N0} of {viewers * Rounds:N0} | {Middle(rounds, r => r[0]):N1} | {all.Percentile(50):N1} | {all.Percentile(99):N1} | {Middle(rounds, r => r[^1]):N1} | {cpu.TotalMilliseconds / (heard / 1000.0):N1} | {memory / 1e6:N0} | {(memory - empty) / 1e3 / viewers:N0} |"));
    }

    private static double Middle(List<double[]> rounds, Func<double[], double> of)
    {
        var values = rounds.Where(r => r.Length > 0).Select(of).Order().ToList();
        return values.Count == 0 ? double.NaN : values[values.Count / 2];
    }
}
