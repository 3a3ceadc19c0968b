using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Expo.Core.Agenda;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Files;

public sealed class TusTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_client_resumes_after_five_breaks_in_mid_chunk_to_the_same_hash()
    {
        using var site = new ExpoFactory();
        site.UseKestrel(0);
        site.StartServer();
        var session = await SpeakersSessionAsync(site);
        var deck = SampleDeck.Pptx([new SampleSlide("Isotopes")], more: ("ppt/media/video.bin", RandomNumberGenerator.GetBytes(6_000_000)));
        var path = Path.Combine(site.DataDirectory, "to-send.pptx");
        await File.WriteAllBytesAsync(path, deck, Ct);

        var said = await SendAsync(site, await CookieAsync(site, "speaker"), $"deck:{session}", path, breaks: 5);

        Assert.Equal(5, said.GetProperty("broken").GetInt32());
        var offsets = said.GetProperty("offsets").EnumerateArray().Select(o => o.GetInt64()).ToList();
        Assert.True(offsets.Count >= 5, said.ToString());
        // What came of a chunk before the break counts: the next begins in the middle of it.
        Assert.True(offsets.Distinct().Count(o => o % 1_000_000 != 0) >= 4, said.ToString());
        var file = await site.Store.ReadAsync(db => db.Files.SingleAsync(f => db.DeckVersions.Any(d => d.SessionId == session && d.FileId == f.Id), Ct));
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(deck)), (long)deck.Length), (file.Sha256, file.Length));
    }

    [Fact]
    public async Task The_real_client_gets_the_sentence_of_a_refusal()
    {
        using var site = new ExpoFactory();
        site.UseKestrel(0);
        site.StartServer();
        var path = Path.Combine(site.DataDirectory, "to-send.pptx");
        await File.WriteAllBytesAsync(path, SampleDeck.Simple(), Ct);

        var said = await SendAsync(site, await CookieAsync(site, "door"), $"deck:{await SpeakersSessionAsync(site)}", path, breaks: 0);

        Assert.Equal(403, said.GetProperty("status").GetInt32());
        Assert.Contains(DeckRefusals.NotYours.Message, JsonDocument.Parse(said.GetProperty("error").GetString()!).RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Visitors_other_sites_and_requests_that_are_not_tus_are_turned_away()
    {
        await using var site = new ExpoFactory();
        var session = await SpeakersSessionAsync(site);
        var speaker = await site.SignedInAsync("speaker");
        async Task<HttpStatusCode> BeginAsync(HttpClient browser, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
            foreach (var (name, value) in ((string, string)[])[("Upload-Length", "500"), ("Upload-Metadata", $"filename {Base64("a.pptx")},purpose {Base64($"deck:{session}")}"), .. headers])
            {
                request.Headers.Remove(name);
                request.Headers.Add(name, value);
            }

            return (await browser.SendAsync(request, Ct)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await BeginAsync(site.Visitor(), ("Tus-Resumable", "1.0.0")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await BeginAsync(speaker));
        Assert.Equal(HttpStatusCode.Forbidden, await BeginAsync(speaker, ("Tus-Resumable", "1.0.0"), ("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await BeginAsync(speaker, ("Tus-Resumable", "1.0.0"), ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await BeginAsync(speaker, ("Tus-Resumable", "1.0.0"), ("Upload-Length", "200000001")));
        Assert.Equal(HttpStatusCode.BadRequest, await BeginAsync(speaker, ("Tus-Resumable", "1.0.0"), ("Upload-Length", "0")));
        Assert.Equal(HttpStatusCode.Created, await BeginAsync(speaker, ("Tus-Resumable", "1.0.0"), ("Origin", "http://localhost")));
    }

    [Fact]
    public async Task Progress_is_for_its_owner_a_chunk_goes_on_where_the_row_stands_and_a_cancelled_upload_is_gone()
    {
        await using var site = new ExpoFactory();
        var session = await SpeakersSessionAsync(site);
        var (speaker, organiser) = (await site.SignedInAsync("speaker"), await site.SignedInAsync("organiser"));
        var begun = await TusAsync(speaker, HttpMethod.Post, "/api/v1/uploads", null, ("Upload-Length", "10"), ("Upload-Metadata", $"filename {Base64("a.pptx")},purpose {Base64($"deck:{session}")}"));
        var address = begun.Headers.Location!.ToString();

        Assert.Equal(HttpStatusCode.NotFound, (await TusAsync(organiser, HttpMethod.Head, address, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await TusAsync(organiser, HttpMethod.Patch, address, [1, 2, 3], ("Upload-Offset", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await TusAsync(speaker, HttpMethod.Patch, address, [1, 2, 3], ("Upload-Offset", "5"))).StatusCode);
        Assert.Equal((HttpStatusCode)460, (await TusAsync(speaker, HttpMethod.Patch, address, [1, 2, 3], ("Upload-Offset", "0"), ("Upload-Checksum", "sha1 " + Convert.ToBase64String(new byte[20])))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await TusAsync(speaker, HttpMethod.Patch, address, [1, 2, 3], ("Upload-Offset", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await TusAsync(speaker, HttpMethod.Patch, address, new byte[8], ("Upload-Offset", "3"))).StatusCode);
        var head = await TusAsync(speaker, HttpMethod.Head, address, null);
        Assert.Equal(("3", "10", "no-store"), (head.Headers.GetValues("Upload-Offset").Single(), head.Headers.GetValues("Upload-Length").Single(), head.Headers.CacheControl!.ToString()));
        Assert.True(head.Headers.Contains("Upload-Expires"));
        Assert.Equal(HttpStatusCode.NoContent, (await TusAsync(speaker, HttpMethod.Delete, address, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await TusAsync(speaker, HttpMethod.Head, address, null)).StatusCode);
        var spoken = await speaker.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/uploads"), Ct);
        Assert.Equal(("1.0.0", "creation,expiration,termination,checksum", "200000000"), (spoken.Headers.GetValues("Tus-Version").Single(), string.Join(",", spoken.Headers.GetValues("Tus-Extension")), spoken.Headers.GetValues("Tus-Max-Size").Single()));
    }

    internal static Task<int> SpeakersSessionAsync(ExpoFactory site) => site.Store.ReadAsync(db =>
        db.Sessions.Where(s => s.Kind != SessionKind.Break && s.Speakers.Any(p => db.Accounts.Any(a => a.Id == p.AccountId && a.Email == "speaker@expo.example"))).OrderBy(s => s.Id).Select(s => s.Id).FirstAsync(Ct));

    private static async Task<HttpResponseMessage> TusAsync(HttpClient browser, HttpMethod method, string address, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/offset+octet-stream");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await browser.SendAsync(request, Ct);
    }

    private static async Task<string> CookieAsync(ExpoFactory site, string role)
    {
        var jar = new CookieContainer();
        var cookies = new HttpClientHandler { CookieContainer = jar, AllowAutoRedirect = false };
        using var browser = new HttpClient(cookies) { BaseAddress = site.ClientOptions.BaseAddress };
        var answer = await browser.SendFormAsync("/account/sign-in", new() { ["Form.Email"] = $"{role}@expo.example", ["Form.Password"] = Core.Data.Demo.DemoAccounts.Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return jar.GetCookieHeader(site.ClientOptions.BaseAddress);
    }

    private static async Task<JsonElement> SendAsync(ExpoFactory site, string cookie, string purpose, string path, int breaks, [CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        var client = Path.GetFullPath(Path.Combine(folder, "..", "..", "..", "src", "Expo.Web", "Client", "node_modules", "tus-js-client"));
        await using var node = WatchedProcess.Start(folder, new Dictionary<string, string>(), "node", "tus-client.mjs", client, site.ClientOptions.BaseAddress.ToString(), cookie, purpose, path, breaks.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!node.Output.Contains('{', StringComparison.Ordinal))
        {
            Assert.False(node.HasEnded && node.Output.Length == 0, "The client ended without a word.");
            await Task.Delay(50, patience.Token);
        }

        return JsonDocument.Parse(node.Output.Split('\n').First(line => line.StartsWith('{'))).RootElement;
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
