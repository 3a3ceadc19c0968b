using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Expo.Bench;

/// <summary>One kept-alive connection that posts JSON, with as little work on the driver's side as HTTP/1.1 allows.</summary>
internal sealed class JsonConnection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
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
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));
        var (had, wanted) = (0, int.MaxValue);
        while (had < wanted)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(had));
            had += read > 0 ? read : throw new IOException("The server closed the connection.");
            var head = _answer.AsSpan(0, had).IndexOf(EndOfHead);
            if (head >= 0 && wanted == int.MaxValue)
            {
                wanted = head + EndOfHead.Length + BodyLength(Encoding.ASCII.GetString(_answer, 0, head));
            }
        }

        return int.Parse(Encoding.ASCII.GetString(_answer, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket.Dispose();

    // The site answers small bodies either with a length or as one chunk; a chunked one ends with "0\r\n\r\n".
    private int BodyLength(string head)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        var chunk = _answer.AsSpan(head.Length + EndOfHead.Length);
        var line0 = chunk.IndexOf("\r\n"u8);
        var size = int.Parse(Encoding.ASCII.GetString(chunk[..line0]), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        return line0 + 2 + size + 2 + "0\r\n\r\n".Length;
    }
}
