using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;

namespace Expo.Bench;

/// <summary>
/// One kept-alive connection that posts JSON, with as little work on the driver's side as HTTP/1.1 allows: it shares the
/// machine with what it measures, so nothing is built or taken apart as text that can stay bytes.
/// </summary>
internal sealed class JsonConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request = new byte[4 * 1024];
    private readonly byte[] _answer = new byte[16 * 1024];

    public static async Task<JsonConnection> OpenAsync(int port)
    {
        var connection = new JsonConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return connection;
    }

    /// <returns>The status code.</returns>
    public async Task<int> PostAsync(string path, string json)
    {
        await _socket.SendAsync(_request.AsMemory(0, Write(path, json)));
        var (had, wanted) = (0, int.MaxValue);
        while (had < wanted)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(had));
            had += read > 0 ? read : throw new IOException("The server closed the connection.");
            if (wanted == int.MaxValue && _answer.AsSpan(0, had).IndexOf("\r\n\r\n"u8) is >= 0 and var head)
            {
                wanted = head + 4 + BodyLength(_answer.AsSpan(0, head + 2));
            }
        }

        return int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket.Dispose();

    private int Write(string path, string json) => Utf8.TryWrite(
        _request, CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}", out var written)
        ? written : throw new ArgumentException("The request is too long.", nameof(json));

    /// <param name="head">With the end of its last line.</param>
    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var whole = head;
        while (head.IndexOf("\r\n"u8) is > 0 and var end)
        {
            var line = head[..end];
            if (line.Length > 15 && Ascii.EqualsIgnoreCase(line[..15], "Content-Length:"u8))
            {
                return Utf8Parser.TryParse(line[15..].TrimStart((byte)' '), out int length, out _) ? length : throw new IOException("The answer's length cannot be read.");
            }

            head = head[(end + 2)..];
        }

        throw new IOException($"An answer has no length: {Encoding.ASCII.GetString(whole)}");
    }
}
