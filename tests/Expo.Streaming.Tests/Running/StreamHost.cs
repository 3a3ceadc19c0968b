using System.Net;
using System.Net.Sockets;
using Expo.Core;
using Expo.Core.Data;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Expo.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Expo.Streaming.Tests.Running;

/// <summary>A real Kestrel with the origin, one stage called "main", and its ingest on a free port.</summary>
internal sealed class StreamHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _directory;
    private readonly bool _keep;

    private StreamHost(WebApplication app, DirectoryInfo directory, bool keep, int port)
    {
        (_app, _directory, _keep, Port) = (app, directory, keep, port);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public int Port { get; }

    public HttpClient Client { get; }

    public string Url(string path) => new Uri(Client.BaseAddress!, path).ToString();

    public StageBroadcast? Broadcast => Get<StageBroadcasts>().Find("main");

    public StageStatus Status => Get<StageStatuses>().Of("main");

    public string Directory => _directory.FullName;

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="services">Takes the place of what the host would bring itself.</param>
    public static async Task<StreamHost> StartAsync(
        Dictionary<string, string?>? settings = null, string? directory = null, Action<WebApplication>? map = null, Action<IServiceCollection>? services = null)
    {
        var data = directory is null ? System.IO.Directory.CreateTempSubdirectory("expo-stream-") : System.IO.Directory.CreateDirectory(directory);
        var port = FreeUdpPort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Streaming:FirstPort"] = $"{port}",
            ["Streaming:LatencyMilliseconds"] = "100",
            ["Streaming:ShowBetweenSessions"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        services?.Invoke(builder.Services);
        builder.Services.AddExpoCore(builder.Configuration, data.FullName);
        builder.Services.AddExpoStreaming(builder.Configuration, data.FullName);
        var app = builder.Build();
        app.MapOrigin();
        map?.Invoke(app);

        var factory = app.Services.GetRequiredService<ExpoDbFactory>();
        await factory.MigrateAsync(CancellationToken.None);
        await using (var db = factory.CreateDbContext())
        {
            if (!db.Stages.Any())
            {
                db.Add(Samples.Conference());
                await db.SaveChangesAsync();
                db.Add(Samples.Stage());
                await db.SaveChangesAsync();
            }
        }

        await app.StartAsync();
        return new StreamHost(app, data, directory is not null, port);
    }

    public Task StopAsync() => _app.StopAsync();

    public async Task<string> TextAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public Task SegmentsAsync(int atLeast, int seconds = 30) =>
        Until.TrueAsync(() => Broadcast is { } b && b.Renditions.All(r => r.Window.Segments.Length >= atLeast), $"{atLeast} segments", seconds);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keep)
        {
            _directory.Delete(recursive: true);
        }
    }

    public static int FreeUdpPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
