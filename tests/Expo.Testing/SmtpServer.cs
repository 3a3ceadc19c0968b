using System.Diagnostics;
using System.Text.Json;

namespace Expo.Testing;

/// <summary>A letter as the server took it.</summary>
/// <param name="To">Recipients of the envelope.</param>
/// <param name="Raw">From the first header on, dots unstuffed.</param>
/// <param name="Secure">It came over TLS.</param>
/// <param name="Connection">Which connection it came over.</param>
public sealed record TakenMail(string[] To, string From, byte[] Raw, bool Secure, string Connection);

/// <summary>
/// A real SMTP server (npm's <c>smtp-server</c>) on a free port, gone when disposed. What it answers is told by the
/// recipient's name: see <c>mail/server.mjs</c>. Its packages are installed at the first use.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Folder = Path.Combine(Root(), "tests", "Expo.Testing", "mail");

    private readonly WatchedProcess _node;

    private SmtpServer(WatchedProcess node, int port) => (_node, Port) = (node, port);

    public int Port { get; }

    public IReadOnlyList<TakenMail> Taken => [.. Lines("to").Select(line => line.Deserialize<TakenMail>(Json)!)];

    public int Connections => Lines("connection").Count(line => !line.TryGetProperty("to", out _));

    public static async Task<SmtpServer> StartAsync(bool tls = false, string? password = null)
    {
        await NodePackages.InstallAsync(Folder);
        var node = WatchedProcess.Start(Folder, new Dictionary<string, string>(), "node", "server.mjs", JsonSerializer.Serialize(new { tls, password }));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var first = node.Output.Split('\n')[0];
            if (first.StartsWith("{\"port\"", StringComparison.Ordinal))
            {
                return new SmtpServer(node, JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32());
            }

            if (node.HasEnded || patience.IsCancellationRequested)
            {
                throw new InvalidOperationException("The SMTP server did not start: " + node.Output);
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    /// <summary>Waits until so many letters were taken: the server tells of a letter after it has answered.</summary>
    public async Task<IReadOnlyList<TakenMail>> TakenAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Taken.Count < count && !patience.IsCancellationRequested)
        {
            await Task.Delay(10, CancellationToken.None);
        }

        return Taken;
    }

    private IEnumerable<JsonElement> Lines(string with) =>
        _node.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.TryGetProperty(with, out _));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Expo.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Expo.sln was not found above the tests.");
        }

        return folder.FullName;
    }
}
