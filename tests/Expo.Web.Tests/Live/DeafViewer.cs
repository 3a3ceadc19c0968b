using System.Net.Sockets;
using System.Text;

namespace Expo.Web.Tests.Live;

/// <summary>A bare socket that opens a live connection, asks for much, and never reads what comes.</summary>
internal sealed class DeafViewer : IDisposable
{
    // Small, so that what nobody reads fills the server's side soon.
    private readonly TcpClient _socket = new() { ReceiveBufferSize = 4096 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<DeafViewer> ConnectAsync(string address)
    {
        var deaf = new DeafViewer();
        var host = new Uri(address);
        await deaf._socket.ConnectAsync(host.Host, host.Port, Ct);
        await deaf._socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET /hubs/live HTTP/1.1\r\nHost: {host.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), Ct);
        await deaf.SendAsync("""{"protocol":"json","version":1}""");
        return deaf;
    }

    public async Task JoinAsync(string session, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await SendAsync($$"""{"type":1,"invocationId":"{{i}}","target":"Join","arguments":["{{session}}"]}""");
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>One text frame (RFC 6455, 5.2). A mask of zeros leaves the bytes as they are.</summary>
    private async Task SendAsync(string message)
    {
        var bytes = Encoding.ASCII.GetBytes(message + '\u001e');
        await _socket.GetStream().WriteAsync((byte[])[0x81, (byte)(0x80 | bytes.Length), 0, 0, 0, 0, .. bytes], Ct);
    }
}
