using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Core.Files;

/// <summary>
/// Asks clamd over its own protocol (INSTREAM): chunks with their lengths before them, then an empty one, then one line of answer.
/// </summary>
public sealed partial class ClamdScanner(IOptions<FilesOptions> options, ILogger<ClamdScanner> log) : IVirusScanner
{
    private const int LongestAnswer = 4096;

    public async Task<VirusScan> ScanAsync(Stream content, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(options.Value.ScanWithin);
        try
        {
            var answer = await AskAsync(content, late.Token);
            if (answer.EndsWith(": OK", StringComparison.Ordinal))
            {
                return VirusScan.Clean;
            }

            if (answer.EndsWith(" FOUND", StringComparison.Ordinal))
            {
                return VirusScan.Infected;
            }

            LogOddAnswer(answer);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && fault is SocketException or IOException or OperationCanceledException)
        {
            LogFault(fault);
        }

        return VirusScan.Waiting;
    }

    private async Task<string> AskAsync(Stream content, CancellationToken ct)
    {
        using var socket = await ConnectAsync(options.Value.Clamd!, ct);
        await using var wire = new NetworkStream(socket);
        await wire.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var sending = SendAsync(wire, content, ct);
        var answer = await AnswerAsync(wire, ct);
        try
        {
            await sending;
        }
        catch (IOException) when (answer.Length > 0)
        {
            // It has answered before it took everything: the file was too large for it, or infected at its beginning.
        }

        return answer;
    }

    private static async Task<Socket> ConnectAsync(string address, CancellationToken ct)
    {
        var isSocket = address.StartsWith('/');
        var socket = isSocket ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var colon = address.LastIndexOf(':');
            await (isSocket
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(address), ct)
                : socket.ConnectAsync(address[..colon].Trim('[', ']'), int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), ct));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task SendAsync(NetworkStream wire, Stream content, CancellationToken ct)
    {
        var chunk = new byte[4 + 64 * 1024];
        for (int read; (read = await content.ReadAsync(chunk.AsMemory(4), ct)) > 0;)
        {
            BinaryPrimitives.WriteInt32BigEndian(chunk, read);
            await wire.WriteAsync(chunk.AsMemory(0, 4 + read), ct);
        }

        await wire.WriteAsync(new byte[4], ct);
    }

    private static async Task<string> AnswerAsync(NetworkStream wire, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        for (int read; length < answer.Length && (read = await wire.ReadAsync(answer.AsMemory(length), ct)) > 0;)
        {
            length += read;
            if (answer.AsSpan(0, length).IndexOf((byte)0) is >= 0 and var end)
            {
                return Encoding.UTF8.GetString(answer, 0, end).Trim();
            }
        }

        // Cut off before its end: it could have gone on to say the opposite.
        return "";
    }

    [LoggerMessage(LogLevel.Error, "The virus scanner answered '{Answer}', which is neither clean nor infected. The file stays in quarantine")]
    private partial void LogOddAnswer(string answer);

    [LoggerMessage(LogLevel.Error, "The virus scanner could not be asked. The file stays in quarantine")]
    private partial void LogFault(Exception fault);
}
