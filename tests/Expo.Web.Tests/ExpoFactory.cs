using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests;

/// <summary>
/// The whole site in this process, on an SQLite file and a data directory of its own, without streaming. Use it as a class
/// fixture, or make one in a test that changes what others read. By default the demo is laid out around the real clock.
/// </summary>
public class ExpoFactory : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("expo-web-");

    private int _signedIn;

    /// <summary>Set before the first request to choose the moment.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>False for an empty database.</summary>
    public bool WithDemo { get; init; } = true;

    public string Environment { get; init; } = "Development";

    /// <summary>More settings, such as <c>("Registration:Open", "false")</c>.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    public ExpoStore Store => Services.GetRequiredService<ExpoStore>();

    public string DataDirectory => _data.FullName;

    /// <summary>A browser without scripts: keeps cookies, and does not follow redirects, so that tests see them.</summary>
    public HttpClient Visitor() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A visitor whose requests come from this address.</summary>
    public HttpClient VisitorFrom(string address)
    {
        var browser = Visitor();
        browser.DefaultRequestHeaders.Add(SentFrom.Header, address);
        return browser;
    }

    /// <summary>A browser in which one of the demo's people is signed in: <c>"organiser"</c>, <c>"moderator"</c> and so on.</summary>
    public async Task<HttpClient> SignedInAsync(string role)
    {
        // Each from an address of its own: how often one address may sign in is not what most tests are about.
        var browser = VisitorFrom($"192.0.2.{Interlocked.Increment(ref _signedIn) % 250}");
        var answer = await browser.SendFormAsync("/account/sign-in", new() { ["Form.Email"] = $"{role}@expo.example", ["Form.Password"] = DemoAccounts.Password });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        LaidDatabases.CopySqliteAsync(Path.Combine(_data.FullName, "expo.db")).GetAwaiter().GetResult();
        builder.UseEnvironment(Environment);
        builder.UseSetting("Data:Directory", _data.FullName);
        builder.UseSetting("Streaming:Enabled", "false");
        // The demo would make recordings of its past sessions; tests that need one attach it.
        builder.UseSetting("Streaming:FfmpegPath", "no-ffmpeg-in-tests");
        builder.UseSetting("Demo:Enabled", WithDemo ? "true" : "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter, SentFrom>();
            if (Clock is not null)
            {
                services.AddSingleton(Clock);
            }
        });
    }

    /// <summary>Requests in this process come from no address. A test gives them one by the header <see cref="Header"/>.</summary>
    internal sealed class SentFrom : IStartupFilter
    {
        public const string Header = "Test-Sent-From";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                if (context.Request.Headers[Header].ToString() is { Length: > 0 } address)
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                }

                return go(context);
            });
            next(app);
        };
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _data.Exists)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            _data.Delete(recursive: true);
        }
    }
}

internal static class Browsing
{
    private static readonly HtmlParser Parser = new();

    /// <summary>Gets a page that must answer 200 and reads it.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient browser, string address)
    {
        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return await answer.PageAsync();
    }

    /// <summary>Reads what was answered as a page, whatever the status.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage answer) =>
        Parser.ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>
    /// Opens a page, fills in its form and sends it as a browser would: hidden fields, the token and what was chosen already
    /// go with it. Values for names that the form does not have are sent too, as a forger would.
    /// </summary>
    public static async Task<HttpResponseMessage> SendFormAsync(this HttpClient browser, string address, Dictionary<string, string> values, string form = "main form") =>
        await browser.SendFormAsync(address, await browser.PageAsync(address), values, form);

    /// <summary>The same from a page that was opened a while ago.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(this HttpClient browser, string address, IHtmlDocument page, Dictionary<string, string> values, string form = "main form")
    {
        var element = Assert.IsAssignableFrom<IHtmlFormElement>(page.QuerySelector(form));
        var fields = new Dictionary<string, string>();
        foreach (var input in element.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var (name, value) = input switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => (null, ""),
                IHtmlInputElement box => (box.Name, box.Value),
                IHtmlTextAreaElement area => (area.Name, area.Value),
                IHtmlSelectElement select => (select.Name, select.Value ?? ""),
                _ => (null, ""),
            };
            if (name is not null)
            {
                fields[name] = value;
            }
        }

        foreach (var (name, value) in values)
        {
            fields[name] = value;
        }

        var target = element.GetAttribute("action") is { Length: > 0 } action ? action : address;
        return await browser.PostAsync(target, new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
    }
}
