using Expo.Streaming.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;

namespace Expo.Web.Tests.Live;

public sealed class LiveConnectionsTests
{
    private readonly LiveConnections _connections = new(NullLogger<DefaultHubLifetimeManager<LiveHub>>.Instance);

    [Fact]
    public async Task Sending_waits_for_nobody_and_puts_out_only_who_lets_too_much_wait()
    {
        var (quick, slow, stuck) = (await ComeAsync("quick"), await ComeAsync("slow"), await ComeAsync("stuck"));

        for (var i = 0; i < 3 * LiveConnections.MayWait; i++)
        {
            var sending = _connections.SendGroupAsync("hall", "Pulse", [i], TestContext.Current.CancellationToken);
            Assert.True(sending.IsCompletedSuccessfully);
            quick.Read();
            if (i % 10 == 0)
            {
                slow.Read();
            }
        }

        Assert.Equal([(150, false), (150, false), (LiveConnections.MayWait, true)], new[] { quick, slow, stuck }.Select(r => (r.Given, r.IsOut)));
    }

    [Fact]
    public async Task Who_has_left_a_group_or_the_hub_is_sent_nothing()
    {
        var (stays, leaves, goes) = (await ComeAsync("stays"), await ComeAsync("leaves"), await ComeAsync("goes"));
        await _connections.RemoveFromGroupAsync("leaves", "hall", TestContext.Current.CancellationToken);
        await _connections.OnDisconnectedAsync(goes);
        await _connections.AddToGroupAsync("goes", "hall", TestContext.Current.CancellationToken);

        await _connections.SendGroupAsync("hall", "Pulse", [1], TestContext.Current.CancellationToken);

        Assert.Equal([1, 0, 0], new[] { stays, leaves, goes }.Select(r => r.Given));
    }

    private async Task<Reader> ComeAsync(string id)
    {
        var reader = new Reader(new DefaultConnectionContext(id));
        await _connections.OnConnectedAsync(reader);
        await _connections.AddToGroupAsync(id, "hall", TestContext.Current.CancellationToken);
        return reader;
    }

    /// <summary>A connection whose writing ends when the test lets it.</summary>
    private sealed class Reader(ConnectionContext connection) : HubConnectionContext(connection, new HubConnectionContextOptions(), NullLoggerFactory.Instance)
    {
        private TaskCompletionSource _read = new();

        public int Given { get; private set; }

        public bool IsOut { get; private set; }

        public void Read()
        {
            var read = _read;
            _read = new();
            read.SetResult();
        }

        public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
        {
            Given++;
            return new ValueTask(_read.Task);
        }

        public override void Abort() => IsOut = true;
    }
}
