using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Expo.Streaming.Live;
using Expo.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Expo.Bench;

/// <summary>
/// What to compare the live hub with, each in a process of its own: a hub that does nothing but send the same message to its
/// group, and one step below a loop that writes the same bytes to each WebSocket. Neither stores anything.
/// </summary>
internal static class BareServer
{
    public const string Command = "serve";
    public const string Hub = "hub";
    public const string Sockets = "sockets";

    /// <summary>What the voter's call says it wants decides which of the two counts goes out, as in the product.</summary>
    private static LiveBatch Message(string session, int question, bool wanted) =>
        new(session, 0, null, new Dictionary<int, int> { [question] = wanted ? 1 : 0 });

    public static Task<RunningServer> StartAsync(string kind)
    {
        var port = WatchedProcess.FreeTcpPort();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            // As the product runs.
            ["DOTNET_gcServer"] = "1",
        };
        return RunningServer.StartAsync(port, "/", AppContext.BaseDirectory, environment, "dotnet", typeof(BareServer).Assembly.Location, Command, kind);
    }

    public static async Task ServeAsync(string kind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSignalR();
        await using var app = builder.Build();
        app.MapGet("/", () => "ready");
        if (kind == Hub)
        {
            app.MapHub<BareHub>("/hubs/live");
        }
        else
        {
            app.UseWebSockets();
            var all = new ConcurrentDictionary<WebSocket, bool>();
            app.Map("/hubs/live", context => TalkAsync(context, all));
        }

        await app.RunAsync();
    }

    /// <summary>Says as much of the hub's protocol as the driver needs to hear.</summary>
    private static async Task TalkAsync(HttpContext context, ConcurrentDictionary<WebSocket, bool> all)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        all[socket] = true;
        var buffer = new byte[512];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: WebSocketMessageType.Text } got)
            {
                var said = Encoding.UTF8.GetString(buffer, 0, got.Count);
                if (said.Contains("\"protocol\"", StringComparison.Ordinal))
                {
                    await SendAsync(socket, "{}");
                }
                else if (said.Contains("\"target\"", StringComparison.Ordinal))
                {
                    await SendAsync(socket, """{"type":3,"invocationId":"1","result":null}""");
                    if (said.Contains("\"Vote\"", StringComparison.Ordinal))
                    {
                        var batch = System.Text.Json.JsonSerializer.Serialize(
                            Message(LiveRun.Session, LiveRun.Question, said.Contains(",true]", StringComparison.Ordinal)), System.Text.Json.JsonSerializerOptions.Web);
                        await BroadcastAsync(all.Keys, $$"""{"type":1,"target":"Batch","arguments":[{{batch}}]}""");
                    }
                }
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            // The driver went without a word.
        }
        finally
        {
            all.TryRemove(socket, out _);
        }
    }

    private static async Task BroadcastAsync(IEnumerable<WebSocket> all, string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message + (char)0x1e);
        foreach (var socket in all)
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
        }
    }

    private static ValueTask SendAsync(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + (char)0x1e), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);

    private sealed class BareHub : Hub<ILiveClient>
    {
        public Task Join(string session) => Groups.AddToGroupAsync(Context.ConnectionId, session);

        public Task Vote(string session, int question, bool wanted) => Clients.Group(session).Batch(Message(session, question, wanted));
    }
}
