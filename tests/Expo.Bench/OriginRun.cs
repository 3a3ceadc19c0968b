using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Expo.Core.Data;
using Expo.Testing;

namespace Expo.Bench;

/// <summary>
/// Segments from the running product beside nginx serving the same bytes from disk, one after the other on one machine with the
/// driver beside them. CPU is the server's alone; bytes a second are bounded by the driver too.
/// </summary>
internal static partial class OriginRun
{
    private const int Connections = 16;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(TextWriter report)
    {
        var directory = Directory.CreateTempSubdirectory("expo-bench-").FullName;
        try
        {
            var srtPort = WatchedProcess.FreeUdpPort();
            await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, Samples.Conference(), Samples.Stage());
            await using var site = await SiteAsync(directory, test.Factory.ConnectionString, srtPort);
            var files = await SegmentsAsync(site.Address, srtPort, directory);
            await using var nginx = await NginxAsync(directory);

            await report.WriteLineAsync("| segment | server | MB/s | requests/s | CPU s per GB |");
            await report.WriteLineAsync("| --- | --- | --- | --- | --- |");
            foreach (var (path, file) in files)
            {
                var bytes = new FileInfo(Path.Combine(directory, file)).Length;
                foreach (var (name, server, url) in new[] { ("Expo", site, path), ("nginx", nginx, "/" + file) })
                {
                    await SegmentDriver.LoadAsync(new Uri(server.Address), url, Connections, TimeSpan.FromSeconds(2));
                    var before = server.Cpu;
                    var clock = Stopwatch.StartNew();
                    var total = await SegmentDriver.LoadAsync(new Uri(server.Address), url, Connections, Each);
                    var seconds = clock.Elapsed.TotalSeconds;
                    var cpu = (server.Cpu - before).TotalSeconds;
                    await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                        $"| {bytes / 1024:N0} KB | {name} | {total / seconds / 1e6:N0} | {total / bytes / seconds:N0} | {cpu / (total / 1e9):N2} |"));
                }
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task<RunningServer> SiteAsync(string directory, string database, int srtPort) => RunningProduct.StartAsync(
        Path.Combine(directory, "site"),
        new Dictionary<string, string>
        {
            ["Database__Provider"] = nameof(DatabaseProvider.Sqlite),
            ["ConnectionStrings__Expo"] = database,
            ["Streaming__Enabled"] = "true",
            ["Streaming__ShowBetweenSessions"] = "true",
            ["Streaming__FirstPort"] = $"{srtPort}",
            ["Streaming__Ladder__0__Name"] = "large",
            ["Streaming__Ladder__0__Height"] = "540",
            ["Streaming__Ladder__0__VideoKilobits"] = "8000",
            ["Streaming__Ladder__0__Preset"] = "ultrafast",
            ["Streaming__Ladder__1__Name"] = "small",
            ["Streaming__Ladder__1__Height"] = "180",
            ["Streaming__Ladder__1__VideoKilobits"] = "320",
            ["Streaming__Ladder__1__Preset"] = "ultrafast",
        });

    // Noise, so that the encoder spends all the bits it may. Once there are segments the encoder goes, and leaves the processors to the servers.
    private static async Task<IReadOnlyList<(string Path, string File)>> SegmentsAsync(string address, int srtPort, string directory)
    {
        // The stage may not listen yet; then ffmpeg ends at once and calls again.
        WatchedProcess Call() => WatchedProcess.Start(directory, new Dictionary<string, string>(),
            "ffmpeg", "-hide_banner", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=960x540:rate=25,noise=alls=60:allf=t", "-f", "lavfi", "-i", "sine=440",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "50", "-b:v", "16M", "-c:a", "aac", "-f", "mpegts", $"srt://127.0.0.1:{srtPort}?mode=caller");
        var encoder = Call();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var found = new List<(string, string)>();
        foreach (var rendition in new[] { "small", "large" })
        {
            string[] names = [];
            for (var deadline = Stopwatch.StartNew(); names.Length < 4; await Task.Delay(250))
            {
                if (deadline.Elapsed > TimeSpan.FromSeconds(60))
                {
                    throw new InvalidOperationException($"No segments came: {encoder.Output}");
                }

                if (encoder.HasEnded)
                {
                    await encoder.DisposeAsync();
                    encoder = Call();
                }

                using var answer = await client.GetAsync($"/streams/main/{rendition}/live.m3u8");
                names = answer.IsSuccessStatusCode ? [.. SegmentName().Matches(await answer.Content.ReadAsStringAsync()).Select(match => match.Value)] : [];
            }

            var path = $"/streams/main/{rendition}/{names[2]}";
            await File.WriteAllBytesAsync(Path.Combine(directory, $"{rendition}.m4s"), await client.GetByteArrayAsync(path));
            found.Add((path, $"{rendition}.m4s"));
        }

        await encoder.DisposeAsync();
        return found;
    }

    /// <param name="directory">What it serves.</param>
    /// <param name="more">Further lines for its server.</param>
    internal static async Task<RunningServer> NginxAsync(string directory, string more = "")
    {
        var port = WatchedProcess.FreeTcpPort();
        var configuration = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(configuration,
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off; worker_processes 2; pid {{directory}}/nginx.pid; error_log {{directory}}/error.log;
            events { worker_connections 256; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
              client_body_temp_path {{directory}}/b; proxy_temp_path {{directory}}/p; fastcgi_temp_path {{directory}}/f;
              uwsgi_temp_path {{directory}}/u; scgi_temp_path {{directory}}/s;
              server { listen 127.0.0.1:{{port}}; root {{directory}}; location = /ready { return 204; } {{more}} }
            }
            """);
        return await RunningServer.StartAsync(
            port, "/ready", directory, new Dictionary<string, string>(), File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", "-c", configuration);
    }

    [GeneratedRegex(@"^\S+\.m4s$", RegexOptions.Multiline)]
    private static partial Regex SegmentName();
}
