using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
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
            await using var site = await SiteAsync(directory);
            var files = await SegmentsAsync(site.Address, site.SrtPort, directory);
            await using var nginx = await NginxAsync(directory);

            await report.WriteLineAsync("| segment | server | MB/s | requests/s | CPU s per GB |");
            await report.WriteLineAsync("| --- | --- | --- | --- | --- |");
            foreach (var (path, file) in files)
            {
                var bytes = new FileInfo(Path.Combine(directory, file)).Length;
                foreach (var (name, address, server, url) in new[] { ("Expo", site.Address, site.Process, path), ("nginx", nginx.Address, nginx.Process, "/" + file) })
                {
                    await SegmentDriver.LoadAsync(new Uri(address), url, Connections, TimeSpan.FromSeconds(2));
                    var before = CpuOf(server.Id);
                    var clock = Stopwatch.StartNew();
                    var total = await SegmentDriver.LoadAsync(new Uri(address), url, Connections, Each);
                    var seconds = clock.Elapsed.TotalSeconds;
                    var cpu = CpuOf(server.Id) - before;
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

    private static async Task<Server> SiteAsync(string directory)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Expo.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Expo.sln is not above the bench.");
        }

        var (port, srtPort) = (WatchedProcess.FreeTcpPort(), WatchedProcess.FreeUdpPort());
        var address = $"http://127.0.0.1:{port}";
        var process = WatchedProcess.Start(
            Path.Combine(root.FullName, "src", "Expo.Web"),
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Logging__LogLevel__Default"] = "Warning",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
                ["Data__Directory"] = Path.Combine(directory, "site"),
                ["Streaming__FirstPort"] = $"{srtPort}",
                ["Streaming__Ladder__0__Name"] = "large",
                ["Streaming__Ladder__0__Height"] = "540",
                ["Streaming__Ladder__0__VideoKilobits"] = "8000",
                ["Streaming__Ladder__0__Preset"] = "ultrafast",
                ["Streaming__Ladder__1__Name"] = "small",
                ["Streaming__Ladder__1__Height"] = "180",
                ["Streaming__Ladder__1__VideoKilobits"] = "320",
                ["Streaming__Ladder__1__Preset"] = "ultrafast",
            },
            "dotnet", Path.Combine(root.FullName, "artifacts", "bin", "Expo.Web", "release", "Expo.Web.dll"), "--urls", address);
        await AnswersAsync($"{address}/health/ready", process);
        return new Server(process, address, srtPort);
    }

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

    private static async Task<Server> NginxAsync(string directory)
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
              server { listen 127.0.0.1:{{port}}; root {{directory}}; location = /ready { return 204; } }
            }
            """);
        var process = WatchedProcess.Start(directory, new Dictionary<string, string>(), File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", "-c", configuration);
        var address = $"http://127.0.0.1:{port}";
        await AnswersAsync($"{address}/ready", process);
        return new Server(process, address, 0);
    }

    private static async Task AnswersAsync(string url, WatchedProcess process)
    {
        using var client = new HttpClient();
        for (var deadline = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var answer = await client.GetAsync(url);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasEnded && deadline.Elapsed < TimeSpan.FromSeconds(60))
            {
            }
        }
    }

    /// <summary>CPU seconds of a process and its children (nginx's workers, but not ffmpeg, which only waits by then).</summary>
    private static double CpuOf(int id)
    {
        var children = File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        return children.Append(id).Sum(one => Process.GetProcessById(one).TotalProcessorTime.TotalSeconds);
    }

    [GeneratedRegex(@"^\S+\.m4s$", RegexOptions.Multiline)]
    private static partial Regex SegmentName();

    private sealed record Server(WatchedProcess Process, string Address, int SrtPort) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
