using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Expo.Bench;

/// <summary>Asks for one address again and again on kept connections and throws the bytes away, as cheaply as it can.</summary>
internal static class SegmentDriver
{
    /// <param name="headers">Further lines of the request, each with its CR LF.</param>
    /// <returns>Bytes of bodies that came.</returns>
    public static async Task<double> LoadAsync(Uri server, string path, int connections, TimeSpan time, string headers = "")
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n");
        var clock = Stopwatch.StartNew();
        var totals = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => OneAsync(server, request, clock, time))));
        return totals.Sum();
    }

    private static async Task<double> OneAsync(Uri server, byte[] request, Stopwatch clock, TimeSpan time)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var buffer = new byte[256 * 1024];
        var total = 0d;
        while (clock.Elapsed < time)
        {
            await socket.SendAsync(request);
            var filled = 0;
            int head;
            do
            {
                filled += await ReadAsync(socket, buffer.AsMemory(filled));
                head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            }
            while (head < 0);

            var heads = Encoding.ASCII.GetString(buffer, 0, head);
            if (heads.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            {
                // A page that was rendered anew because the kept one was too old. The few bytes of the framing count as its own.
                while (!buffer.AsSpan(0, filled).EndsWith("0\r\n\r\n"u8))
                {
                    filled += await ReadAsync(socket, buffer.AsMemory(filled));
                }

                total += filled - head - 4;
                continue;
            }

            var length = LengthOf(heads);
            for (var rest = length - (filled - head - 4); rest > 0;)
            {
                rest -= await ReadAsync(socket, buffer);
            }

            total += length;
        }

        return total;
    }

    private static async Task<int> ReadAsync(Socket socket, Memory<byte> into)
    {
        var count = await socket.ReceiveAsync(into);
        return count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    private static long LengthOf(string head)
    {
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new IOException(head);
        }

        const string name = "Content-Length:";
        var line = head.Split("\r\n").First(one => one.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return long.Parse(line.AsSpan(name.Length).Trim(), CultureInfo.InvariantCulture);
    }
}
