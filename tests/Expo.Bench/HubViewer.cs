using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Expo.Bench;

/// <summary>
/// One viewer of a hub: JSON protocol over a bare WebSocket. The official client costs too much to have ten thousand of it
/// beside the server. Calls are made one at a time.
/// </summary>
internal sealed class HubViewer : IDisposable
{
    private const byte EndOfMessage = 0x1e;
    private const int HeadLimit = 4096;

    private static readonly byte[] Ping = Encoding.UTF8.GetBytes("""{"type":6}""" + (char)EndOfMessage);

    private readonly WebSocket _socket;
    private readonly Received _received;
    private TaskCompletionSource<string>? _answer;

    private HubViewer(WebSocket socket, Received received) => (_socket, _received) = (socket, received);

    /// <param name="message">One hub message, without the mark at its end.</param>
    /// <param name="at">When it came, as a time stamp of <see cref="Stopwatch"/>.</param>
    public delegate void Received(ReadOnlySpan<byte> message, long at);

    /// <summary>Connects and shakes hands. What is no answer to a call goes to <paramref name="received"/>.</summary>
    public static async Task<HubViewer> ConnectAsync(int port, Received received)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            await UpgradeAsync(socket, port);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var viewer = new HubViewer(WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero }), received);
            var agreed = viewer.Expect();
            _ = viewer.ReceiveAsync();
            await viewer.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + (char)EndOfMessage));
            var answer = await agreed;
            return answer == "{}" ? viewer : throw new IOException($"The hub did not agree: {answer}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Calls a method of the hub.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="arguments">A JSON array.</param>
    /// <returns>The whole answer, refusals and errors included.</returns>
    public async Task<string> CallAsync(string method, string arguments)
    {
        var answer = Expect();
        await SendAsync(Encoding.UTF8.GetBytes($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":{{arguments}}}""" + (char)EndOfMessage));
        return await answer;
    }

    /// <summary>The server lets go of who says nothing for 45 seconds.</summary>
    public ValueTask PingAsync() => SendAsync(Ping);

    public void Dispose() => _socket.Dispose();

    private static async Task UpgradeAsync(Socket socket, int port)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /hubs/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"));
        var head = new byte[HeadLimit];
        var length = 0;
        while (!head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var read = await socket.ReceiveAsync(head.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The server closed the connection.");
        }

        var answer = Encoding.ASCII.GetString(head, 0, length);
        if (!answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
        {
            throw new IOException($"The server did not upgrade: {answer}");
        }
    }

    private Task<string> Expect() => (_answer = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private ValueTask SendAsync(byte[] message) => _socket.SendAsync(message, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);

    private async Task ReceiveAsync()
    {
        var buffer = new byte[512];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                var at = Stopwatch.GetTimestamp();
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw new IOException("The server closed the connection.");
                }

                length = Take(buffer, length + part.Count, at);
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, length * 2);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Who waits for an answer is told. Who does not is missed when messages are counted.
            _answer?.TrySetException(fault);
        }
    }

    /// <returns>How many bytes at the beginning of the buffer belong to a message that has not ended.</returns>
    private int Take(byte[] buffer, int length, long at)
    {
        var from = 0;
        for (int end; (end = buffer.AsSpan(from, length - from).IndexOf(EndOfMessage)) >= 0; from += end + 1)
        {
            var message = buffer.AsSpan(from, end);
            if (message.SequenceEqual("{}"u8) || message.StartsWith("{\"type\":3,"u8) || message.StartsWith("{\"error\":"u8))
            {
                _answer?.TrySetResult(Encoding.UTF8.GetString(message));
            }
            else
            {
                _received(message, at);
            }
        }

        buffer.AsSpan(from, length - from).CopyTo(buffer);
        return length - from;
    }
}
