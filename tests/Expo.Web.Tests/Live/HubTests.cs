using System.Net;
using System.Text.Json;
using Expo.Core.Questions;
using Expo.Streaming.Live;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Live;

public sealed class HubTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_question_goes_from_one_viewer_over_a_moderator_to_another(bool messagePack)
    {
        await using var host = await LiveHost.StartAsync();
        await using var asker = await new LiveViewer(host.Address, messagePack).ConnectAsync();
        await using var other = await new LiveViewer(host.Address, messagePack).ConnectAsync();
        await asker.JoinAsync();
        await other.JoinAsync();

        var asked = await asker.AskAsync("What does it cost?", "Ada");
        await host.Questions.ApproveAsync(LiveHost.Moderator, asked.Value!.Id, 1, Ct);
        await other.UntilAsync(v => v.List.Count == 1);
        var voted = await other.VoteAsync(asked.Value.Id);
        await asker.UntilAsync(v => v.Counts.GetValueOrDefault(asked.Value.Id) == 1);

        Assert.Equal(("What does it cost?", "waiting"), (asked.Value.Text, asked.Value.State));
        Assert.Equal(("What does it cost?", "Ada", "approved"), other.List.Values.Select(q => (q.Text, q.AskedBy!, q.State)).Single());
        Assert.Equal(new VoteCount(asked.Value.Id, 1, true), voted.Value);
        Assert.Equal(0, asker.Refetched + other.Refetched);
        await asker.UntilAsync(v => v.Received.Contains("isotopes"));
    }

    [Fact]
    public async Task Who_joins_gets_everything_public_and_their_own_part()
    {
        await using var host = await LiveHost.StartAsync();
        var question = await host.ApprovedAsync("Is it public?");
        await host.AskAsync("Waiting of another");
        var cookies = new CookieContainer();
        await using (var before = await new LiveViewer(host.Address).ConnectAsync(cookies))
        {
            await before.JoinAsync();
            await before.AskAsync("Mine");
            await before.VoteAsync(question.Id);
        }

        await using var again = await new LiveViewer(host.Address).ConnectAsync(cookies);
        await again.JoinAsync();

        Assert.Equal(("isotopes", "main", true, 1L), (again.Joined.Session, again.Joined.Stage, again.Joined.TakesQuestions, again.Joined.Latest));
        Assert.Equal(["Is it public?"], again.Joined.Questions.Select(q => q.Text));
        Assert.Equal([("Mine", "waiting")], again.Joined.Mine.Asked.Select(q => (q.Text, q.State)));
        Assert.Equal([question.Id], again.Joined.Mine.Voted);
    }

    [Fact]
    public async Task One_browser_has_one_vote_however_many_connections_it_opens()
    {
        await using var host = await LiveHost.StartAsync();
        var question = await host.ApprovedAsync("Vote for me");
        var cookies = new CookieContainer();
        var tabs = new List<LiveViewer>();
        for (var i = 0; i < 5; i++)
        {
            tabs.Add(await (await new LiveViewer(host.Address).ConnectAsync(cookies)).JoinAsync());
        }

        await Task.WhenAll(tabs.Select(tab => tab.VoteAsync(question.Id)));
        await using var stranger = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        var second = await stranger.VoteAsync(question.Id);

        Assert.Equal(2, second.Value?.Votes);
        foreach (var tab in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_forged_cookie_is_a_new_viewer()
    {
        await using var host = await LiveHost.StartAsync();
        var cookies = new CookieContainer();
        cookies.Add(new Uri(host.Address), new Cookie(Viewers.Cookie, "asker-of-Mine"));
        await host.AskAsync("Mine");

        await using var forger = await (await new LiveViewer(host.Address).ConnectAsync(cookies)).JoinAsync();

        Assert.Empty(forger.Joined.Mine.Asked);
        var given = Assert.Single(cookies.GetCookies(new Uri(host.Address)), c => c.Value.Length > 60);
        Assert.True(given.HttpOnly);
    }

    [Fact]
    public async Task Refusals_come_back_as_values_so_that_the_text_is_kept()
    {
        await using var host = await LiveHost.StartAsync();
        var question = await host.ApprovedAsync("Elsewhere", sessionId: 3);
        await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();

        var codes = new[]
        {
            (await viewer.AskAsync("")).Refusal?.Code,
            (await viewer.AskAsync(new string('x', 281))).Refusal?.Code,
            (await viewer.AskAsync("Fine?", new string('n', 61))).Refusal?.Code,
            (await viewer.VoteAsync(question.Id)).Refusal?.Code,
            (await viewer.VoteAsync(-1)).Refusal?.Code,
            (await viewer.Hub.InvokeAsync<LiveReply<OwnQuestion>>("Ask", "cotton", "Too early?", (string?)null, Ct)).Refusal?.Code,
            (await viewer.Hub.InvokeAsync<LiveReply<OwnQuestion>>("Ask", "no-such", "Hello?", (string?)null, Ct)).Refusal?.Code,
            (await viewer.Hub.InvokeAsync<LiveReply<JoinedSession>>("Join", new string('s', 5000), Ct)).Refusal?.Code,
            (await viewer.Hub.InvokeAsync<LiveReply<int>>("Watch", "no-such", Ct)).Refusal?.Code,
        };

        Assert.Equal(
            ["questions.empty", "questions.too-long", "questions.name-too-long", "questions.unknown", "questions.unknown", "questions.not-taken",
             "questions.unknown-session", "questions.unknown-session", "questions.unknown-session"],
            codes);
        Assert.Equal(HubConnectionState.Connected, viewer.Hub.State);
        Assert.Equal(1, await host.CountAsync(db => db.Questions));
    }

    [Fact]
    public async Task Too_much_from_one_address_is_refused()
    {
        await using var host = await LiveHost.StartAsync(configure: o => o.AsksEachMinuteByAddress = 3);

        var codes = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
            codes.Add((await viewer.AskAsync($"Question {i}?")).Refusal?.Code);
        }

        Assert.Equal([null, null, null, "live.too-fast", "live.too-fast"], codes);
    }

    [Fact]
    public async Task One_connection_cannot_buy_any_number_of_readings()
    {
        await using var host = await LiveHost.StartAsync(configure: o => o.PulseEvery = TimeSpan.FromSeconds(30));
        await using var greedy = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        await using var other = await new LiveViewer(host.Address).ConnectAsync();

        var codes = new List<string?>();
        for (var i = 0; i < 100; i++)
        {
            codes.Add((await greedy.Hub.InvokeAsync<LiveReply<ViewerPart>>("Mine", "isotopes", Ct)).Refusal?.Code);
            codes.Add((await greedy.Hub.InvokeAsync<LiveReply<JoinedSession>>("Join", "isotopes", Ct)).Refusal?.Code);
            codes.Add((await greedy.Hub.InvokeAsync<LiveReply<int>>("Watch", "main", Ct)).Refusal?.Code);
        }

        Assert.InRange(codes.Count(code => code is null), 19, 60);
        Assert.Equal([null, "live.too-often"], codes.Distinct());
        Assert.Null((await other.Hub.InvokeAsync<LiveReply<JoinedSession>>("Join", "isotopes", Ct)).Refusal);
    }

    [Fact]
    public async Task Every_tab_of_a_viewer_hears_that_a_question_of_theirs_stands_differently()
    {
        await using var host = await LiveHost.StartAsync();
        var cookies = new CookieContainer();
        await using var first = await (await new LiveViewer(host.Address).ConnectAsync(cookies)).JoinAsync();
        await using var second = await (await new LiveViewer(host.Address).ConnectAsync(cookies)).JoinAsync();
        await using var stranger = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();

        var asked = await first.AskAsync("Who hears of me?");
        await host.Questions.HideAsync(LiveHost.Moderator, asked.Value!.Id, 1, Ct);
        await first.UntilAsync(v => v.Received.Contains("isotopes"));
        await second.UntilAsync(v => v.Received.Contains("isotopes"));

        Assert.DoesNotContain("isotopes", stranger.Received.OfType<string>());
    }

    [Fact]
    public async Task Nothing_waiting_hidden_or_private_reaches_a_viewers_connection()
    {
        await using var host = await LiveHost.StartAsync();
        await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        await using var asker = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        var by = LiveHost.Moderator;

        var waiting = (await asker.AskAsync("SECRET-waiting", "SECRET-name")).Value!;
        await host.Questions.EditAsync(by, waiting.Id, 1, "SECRET-edited-while-waiting", Ct);
        var hidden = await host.AskAsync("SECRET-hidden");
        await host.Questions.HideAsync(by, hidden.Id, 1, Ct);
        var taken = await host.ApprovedAsync("Taken down later");
        await viewer.UntilAsync(v => v.List.ContainsKey(taken.Id));
        await host.Questions.HideAsync(by, taken.Id, taken.Version, Ct);
        await viewer.UntilAsync(v => v.List.Count == 0);
        var shown = await host.ApprovedAsync("A shown question");
        await viewer.UntilAsync(v => v.List.ContainsKey(shown.Id));
        await viewer.UntilAsync(v => v.Received.OfType<LivePulse>().Any(p => p.Latest == 3));

        var said = JsonSerializer.Serialize(viewer.Received.Append(viewer.Joined));
        Assert.Contains("A shown question", said);
        Assert.DoesNotContain("SECRET", said);
        Assert.DoesNotContain(by.Name, said);
        Assert.DoesNotContain("asker-of", said);
        var gone = viewer.Received.OfType<LiveBatch>().SelectMany(b => b.Events ?? []).Single(e => e.Kind == SessionEventKinds.Gone);
        Assert.Equal(new PublicEvent(2, SessionEventKinds.Gone, taken.Id, null), gone);
        Assert.DoesNotContain("isotopes", viewer.Received.OfType<string>());
    }

    [Fact]
    public async Task However_many_votes_come_counts_go_out_at_most_twice_a_second()
    {
        await using var host = await LiveHost.StartAsync(configure: o => o.PulseEvery = TimeSpan.FromSeconds(30));
        var question = await host.ApprovedAsync("Popular?");
        await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        var started = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 300; i++)
        {
            await host.Questions.VoteAsync($"voter-{i}", 1, question.Id, Ct);
        }

        await viewer.UntilAsync(v => v.Counts[question.Id] == 300);
        var halfSeconds = TimeProvider.System.GetElapsedTime(started) / TimeSpan.FromMilliseconds(500);
        Assert.InRange(viewer.Received.OfType<LiveBatch>().Count(b => b.Counts is not null), 1, (int)halfSeconds + 2);
        Assert.All(viewer.Received.OfType<LiveBatch>(), b => Assert.Null(b.Events));
    }

    [Fact]
    public async Task Events_that_come_together_go_out_together()
    {
        await using var host = await LiveHost.StartAsync(configure: o => (o.EventsEvery, o.PulseEvery) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
        await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        var asked = new List<Question>();
        for (var i = 0; i < 20; i++)
        {
            asked.Add(await host.AskAsync($"Question {i}?"));
        }

        await Task.WhenAll(asked.Select(q => host.Questions.ApproveAsync(LiveHost.Moderator, q.Id, 1, Ct)));
        await viewer.UntilAsync(v => v.List.Count == 20);

        var batches = viewer.Received.OfType<LiveBatch>().Where(b => b.Events is not null).ToList();
        Assert.InRange(batches.Count, 1, 3);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), batches.SelectMany(b => b.Events!).Select(e => e.Number));
        Assert.Equal(0, viewer.Refetched);
    }

    [Fact]
    public async Task Who_watches_a_stage_hears_when_a_session_ends_and_the_next_one_begins()
    {
        await using var host = await LiveHost.StartAsync();
        await using var viewer = await new LiveViewer(host.Address).ConnectAsync();
        await viewer.Hub.InvokeAsync<LiveReply<int>>("Watch", "main", Ct);

        await host.Agenda.EndAsync(LiveHost.Moderator, 1, Ct);
        await viewer.UntilAsync(v => v.Received.OfType<StageChange>().Any());
        await host.Agenda.GoLiveAsync(LiveHost.Moderator, 2, Ct);
        await viewer.UntilAsync(v => v.Received.OfType<LivePulse>().Any(p => p.Session == "cotton"));

        Assert.Equal([new StageChange("main", null, 2), new StageChange("main", "cotton", 2)], viewer.Received.OfType<StageChange>());
    }

    [Fact]
    public async Task The_pulse_counts_who_watches_the_stage()
    {
        await using var host = await LiveHost.StartAsync();
        await using var first = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        await using (var second = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync())
        {
            await second.JoinAsync();
            await first.UntilAsync(v => v.Received.OfType<LivePulse>().LastOrDefault()?.Viewers == 2);
            await second.JoinAsync("ledgers");
            await first.UntilAsync(v => v.Received.OfType<LivePulse>().Last().Viewers == 1);
            await second.JoinAsync();
            await first.UntilAsync(v => v.Received.OfType<LivePulse>().Last().Viewers == 2);
        }

        await first.UntilAsync(v => v.Received.OfType<LivePulse>().Last().Viewers == 1);
    }

    [Fact]
    public async Task A_session_that_was_left_sends_nothing_more()
    {
        await using var host = await LiveHost.StartAsync();
        await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        await using var witness = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();

        await viewer.Hub.InvokeAsync("Leave", "isotopes", Ct);
        var question = await host.ApprovedAsync("Anybody there?");
        await witness.UntilAsync(v => v.List.ContainsKey(question.Id));

        Assert.Empty(viewer.Received.OfType<LiveBatch>());
    }
}
