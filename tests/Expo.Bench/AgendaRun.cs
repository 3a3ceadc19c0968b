using System.Diagnostics;
using System.Globalization;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Testing;

namespace Expo.Bench;

/// <summary>
/// A programme of 300 sessions on 12 stages: how long the server renders it when nothing is kept, and how many of the kept,
/// compressed pages it gives away beside nginx serving the same compressed bytes from disk in the same run.
/// </summary>
internal static class AgendaRun
{
    private const int Stages = 12;
    private const int Sessions = 300;
    private const int Days = 2;
    private const int Connections = 16;
    private const int Rounds = 60;
    private const string Brotli = "Accept-Encoding: br\r\n";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(TextWriter report)
    {
        var directory = Directory.CreateTempSubdirectory("expo-bench-").FullName;
        try
        {
            await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, [Samples.Conference(), .. Enumerable.Range(1, Stages).Select(StageOf), .. Enumerable.Range(0, Sessions).Select(SessionOf)]);
            await using var site = await RunningProduct.StartAsync(Path.Combine(directory, "site"), new Dictionary<string, string>
            {
                ["Database__Provider"] = nameof(DatabaseProvider.Sqlite),
                ["ConnectionStrings__Expo"] = test.Factory.ConnectionString,
            });
            await report.WriteLineAsync($"{Sessions} sessions on {Stages} stages in {Days} days.\n\n| page, not kept | KB | p50 ms | p99 ms |\n| --- | --- | --- | --- |");
            foreach (var path in new[] { "/agenda/grid", "/agenda" })
            {
                await report.WriteLineAsync(await UncachedAsync(site, path));
            }

            await report.WriteLineAsync("\n| kept and compressed | server | KB | requests/s | of nginx |\n| --- | --- | --- | --- | --- |");
            foreach (var path in new[] { "/agenda/grid", "/agenda" })
            {
                await BesideNginxAsync(report, site, path, directory);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>From the request to the last byte at the driver, one after the other: the server's time and the loopback's. A query keeps a page out of the cache.</summary>
    private static async Task<string> UncachedAsync(RunningServer site, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        var bytes = (await client.GetByteArrayAsync($"{path}?run=warm")).Length;
        List<double> times = [];
        for (var round = 0; round < Rounds * 2; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.GetByteArrayAsync($"{path}?run={round}");
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        // The first half warms the server up.
        var measured = times.Skip(Rounds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"| {path} | {bytes / 1024:N0} | {measured[Rounds / 2]:N1} | {measured[Rounds * 99 / 100]:N1} |");
    }

    private static async Task BesideNginxAsync(TextWriter report, RunningServer site, string path, string directory)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "br");
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.Content.Headers.ContentEncoding.Contains("br"))
        {
            throw new InvalidOperationException($"{path} was not compressed.");
        }

        const string file = "page.br";
        await File.WriteAllBytesAsync(Path.Combine(directory, file), body);
        await using var nginx = await OriginRun.NginxAsync(directory, $"location = /{file} {{ default_type text/html; add_header Content-Encoding br; }}");
        var rates = new Dictionary<string, double>();
        foreach (var (name, server, url) in new[] { ("nginx", nginx, "/" + file), ("Expo", site, path) })
        {
            await SegmentDriver.LoadAsync(new Uri(server.Address), url, Connections, TimeSpan.FromSeconds(2), Brotli);
            var clock = Stopwatch.StartNew();
            var total = await SegmentDriver.LoadAsync(new Uri(server.Address), url, Connections, Each, Brotli);
            rates[name] = total / body.Length / clock.Elapsed.TotalSeconds;
            await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {path} | {name} | {body.Length / 1024.0:N1} | {rates[name]:N0} | {rates[name] / rates["nginx"]:N2} |"));
        }
    }

    private static Stage StageOf(int number) => new() { ConferenceId = 1, Slug = $"stage-{number}", Name = $"Stage {number}", Position = number - 1 };

    private static Session SessionOf(int number)
    {
        const int eachDay = Sessions / Days / Stages;
        var (stage, place) = (number % Stages, number / Stages);
        var startsAt = Samples.Opening.AddDays(place / (eachDay + 1)).AddMinutes(place % (eachDay + 1) * 40);
        var session = new Session
        {
            ConferenceId = 1, StageId = stage + 1, Slug = $"talk-{number}", Title = $"Talk {number}: what one more record of a shipment can prove", StartsAt = startsAt, EndsAt = startsAt.AddMinutes(25),
            Summary = "Where the record comes from, what it costs, what it can prove and what it cannot, shown with two shipments that went wrong and one that did not.", Topics = [$"Topic {number % 9}"],
        };
        session.Speakers.Add(new Speaker { ConferenceId = 1, Slug = $"speaker-{number}", Name = $"Speaker {number} of the Program", Company = $"Company {number % 80} GmbH", Country = (number % 4) switch { 0 => "Germany", 1 => "Sweden", 2 => "Canada", _ => "United States" } });
        return session;
    }
}
