using Expo.Core;
using Expo.Core.Questions;
using Expo.Testing;

namespace Expo.Web.Tests.Live;

public sealed class DeafTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_never_reads_holds_nobody_up_and_is_put_out()
    {
        await using var host = await LiveHost.StartAsync(configure: o => (o.EventsEvery, o.PulseEvery) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(100)));
        await host.Store.ChangeAsync<Done>(
            db =>
            {
                db.Questions.AddRange(Enumerable.Range(0, 200).Select(i => Long(i)));
                return Task.FromResult<Result<Done>>(Done.It);
            },
            Ct);
        await using var viewer = await (await new LiveViewer(host.Address).ConnectAsync()).JoinAsync();
        using var one = await DeafViewer.ConnectAsync(host.Address);
        using var two = await DeafViewer.ConnectAsync(host.Address);
        using var three = await DeafViewer.ConnectAsync(host.Address);
        await Task.WhenAll(one.JoinAsync("isotopes", times: 20), two.JoinAsync("isotopes", times: 20), three.JoinAsync("isotopes", times: 20));
        await Eventually.TrueAsync(() => Task.FromResult(host.Audience.Of(1) == 4));

        var (longest, rounds) = (TimeSpan.Zero, 0);
        for (; rounds == 0 || host.Audience.Of(1) > 1; rounds++)
        {
            var approved = TimeProvider.System.GetTimestamp();
            var question = await host.ApprovedAsync($"Is this heard at once, {rounds}?");
            await viewer.UntilAsync(v => v.List.ContainsKey(question.Id));
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(approved).Ticks));
        }

        // It was ten seconds when the deaf held the others up. What is left is for a busy machine.
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        Assert.Equal(1, host.Audience.Of(1));
    }

    private static Question Long(int i)
    {
        var text = $"{i} ".PadRight(2000, 'x');
        return new Question
        {
            SessionId = 1, Text = text, OriginalText = text, AskerKey = $"asker-{i}", State = QuestionState.Approved, AskedAt = Samples.Opening, ApprovedAt = Samples.Opening,
        };
    }
}
