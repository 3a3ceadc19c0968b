using System.Text;

namespace Expo.Testing;

/// <summary>A real clamd on a loopback port, with one signature of its own: the EICAR test file. Gone when disposed.</summary>
public sealed class ClamdServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WatchedProcess _clamd;

    private ClamdServer(DirectoryInfo folder, WatchedProcess clamd, int port) => (_folder, _clamd, Address) = (folder, clamd, $"127.0.0.1:{port}");

    public string Address { get; }

    public static async Task<ClamdServer> StartAsync(int port = 0)
    {
        port = port == 0 ? WatchedProcess.FreeTcpPort() : port;
        var folder = Directory.CreateTempSubdirectory("expo-clamd-");
        var database = folder.CreateSubdirectory("db").FullName;
        // Name, any type of file, anywhere in it, bytes in hex. Written here so that no real signature needs to be fetched.
        await File.WriteAllTextAsync(Path.Combine(database, "own.ndb"), $"Own.Eicar:0:*:{Convert.ToHexStringLower(SampleFiles.Eicar)}\n");
        var settings = Path.Combine(folder.FullName, "clamd.conf");
        await File.WriteAllTextAsync(settings, $"""
            DatabaseDirectory {database}
            TCPSocket {port}
            TCPAddr 127.0.0.1
            TemporaryDirectory {folder.FullName}
            StreamMaxLength 1M
            Foreground yes
            OfficialDatabaseOnly no
            """ + "\n", new UTF8Encoding(false));
        var clamd = WatchedProcess.Start(folder.FullName, new Dictionary<string, string>(), File.Exists("/usr/sbin/clamd") ? "/usr/sbin/clamd" : "clamd", "--config-file", settings);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync("127.0.0.1", port, patience.Token);
                return new ClamdServer(folder, clamd, port);
            }
            catch (System.Net.Sockets.SocketException) when (!clamd.HasEnded)
            {
                await Task.Delay(20, patience.Token);
            }
            catch (System.Net.Sockets.SocketException)
            {
                throw new InvalidOperationException("clamd did not start: " + clamd.Output);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _clamd.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
