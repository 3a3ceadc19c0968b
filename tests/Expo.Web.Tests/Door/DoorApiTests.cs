using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Expo.Web.Tests.Door;

public sealed class DoorApiTests(DoorSite site) : IClassFixture<DoorSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_api_is_for_the_door_and_organisers()
    {
        string[] reads = ["/api/v1/door/list", "/api/v1/door/figures", "/api/v1/door/people?find=ada"];
        var answers = new List<(string, HttpStatusCode)>();
        foreach (var role in new[] { "organiser", "door", "moderator", "speaker", "captioner" })
        {
            var browser = await site.SignedInAsync(role);
            foreach (var address in reads)
            {
                answers.Add((role, (await browser.GetAsync(address, Ct)).StatusCode));
            }

            answers.Add((role, (await browser.PostAsJsonAsync("/api/v1/door/undo", new { attendeeId = 0, day = "2020-01-01" }, Ct)).StatusCode));
        }

        Assert.Equal(
            new[] { "organiser", "door", "moderator", "speaker", "captioner" }.SelectMany(role => Enumerable.Range(0, 4).Select(i =>
                (role, role is "organiser" or "door" ? i < 3 ? HttpStatusCode.OK : HttpStatusCode.Conflict : HttpStatusCode.Forbidden))),
            answers);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Visitor().GetAsync(reads[0], Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Visitor().PostAsJsonAsync("/api/v1/door/scans", new { }, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_scan_is_answered_once_and_the_same_key_is_not_a_second_scan()
    {
        var door = await site.SignedInAsync("door");
        var scan = new { key = "api-scan-1", code = DoorSite.Ada, door = "Door 2" };

        var first = await SendAsync(door, "scans", scan);
        var same = await SendAsync(door, "scans", scan);
        var second = await SendAsync(door, "scans", scan with { key = "api-scan-2", door = "Door 3" });

        Assert.Equal(("ok", "Ada <b>Lovelace</b>", "A seat in the room"), (Text(first, "result"), Text(first, "name"), Text(first, "ticketType")));
        Assert.Equal("ok", Text(same, "result"));
        Assert.Equal(("alreadyIn", "Door 2"), (Text(second, "result"), Text(second.GetProperty("earlier"), "door")));
        Assert.Equal(1, await site.CheckInsAsync(DoorSite.Ada));
        Assert.DoesNotContain(DoorSite.Ada, first.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_gets_a_receipt_for_each_scan_and_its_clock_is_put_right()
    {
        var door = await site.SignedInAsync("door");
        var fast = DoorSite.Now.AddHours(3);
        object[] scans =
        [
            new { key = "api-merge-1", code = DoorSite.Cem, door = "Door 1", scannedAt = fast.AddMinutes(-1), toldOffline = "ok" },
            new { key = "no", code = DoorSite.Dina, door = "Door 1", scannedAt = fast },
            new { key = "api-merge-3", code = DoorSite.Dina, door = "Door 1", scannedAt = fast.AddMinutes(-1), toldOffline = "noSeat" },
        ];

        var receipts = await SendAsync(door, "merge", new { deviceClock = fast, scans });

        Assert.Equal("cancelled", Text(receipts[0].GetProperty("answer"), "result"));
        Assert.Equal("door.key", Text(receipts[1].GetProperty("refusal"), "code"));
        Assert.Equal(("noSeat", "stream"), (Text(receipts[2].GetProperty("answer"), "result"), Text(receipts[2].GetProperty("answer"), "why")));
        Assert.Equal(DoorSite.Now.AddMinutes(-1), receipts[2].GetProperty("answer").GetProperty("scannedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_is_no_scan_gets_a_receipt_and_an_undo_by_key_takes_back_only_what_that_scan_did()
    {
        var door = await site.SignedInAsync("door");
        var zoe = await site.IdOfAsync(DoorSite.Zoe);
        var receipts = await SendAsync(door, "merge", new { scans = new object?[] { null, new { key = "api-undo-1", code = DoorSite.Zoe, door = "Door 1", toldOffline = "ok" } } });

        var others = await door.PostAsJsonAsync("/api/v1/door/undo", new { attendeeId = zoe, day = "2023-03-14", key = "api-undo-2" }, Ct);
        var own = await door.PostAsJsonAsync("/api/v1/door/undo", new { attendeeId = zoe, day = "2023-03-14", key = "api-undo-1" }, Ct);

        Assert.Equal("door.key", Text(receipts[0].GetProperty("refusal"), "code"));
        Assert.Equal("ok", Text(receipts[1].GetProperty("answer"), "result"));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NoContent), (others.StatusCode, own.StatusCode));
    }

    [Theory]
    [InlineData("scans", "not json", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("scans", "null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("merge", "{}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("merge", """{"scans":[{"toldOffline":"perhaps"}]}""", "application/json", HttpStatusCode.BadRequest)]
    // What a form of another site could send without asking first.
    [InlineData("scans", """{"key":"forged-1","code":"Z0EZ0EZ0EZ0EZ0E0","door":"x"}""", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("undo", "attendeeId=1&day=2023-03-14", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_not_the_json_asked_for_is_refused(string path, string body, string type, HttpStatusCode status)
    {
        var door = await site.SignedInAsync("door");

        var answer = await door.PostAsync($"/api/v1/door/{path}", new StringContent(body, Encoding.UTF8, type), Ct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(0, await site.CheckInsAsync(DoorSite.Zoe));
    }

    [Fact]
    public async Task A_delivery_that_is_too_large_is_refused()
    {
        var door = await site.SignedInAsync("door");

        var answer = await SentAsync(door, "merge", new { scans = Enumerable.Range(0, 201).Select(i => new { key = $"api-many-{i:000}", code = "x", door = "y" }) });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_list_has_a_tag_that_says_whether_it_changed_and_no_cache_keeps_it()
    {
        var door = await site.SignedInAsync("door");

        var first = await door.GetAsync("/api/v1/door/list", Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/door/list") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        var unchanged = await door.SendAsync(again, Ct);
        var text = await first.Content.ReadAsStringAsync(Ct);
        var list = JsonDocument.Parse(text).RootElement;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, unchanged.StatusCode));
        Assert.Equal("no-store", first.Headers.CacheControl?.ToString());
        Assert.Contains(list.GetProperty("tickets").EnumerateArray(), ticket => ticket[2].GetString() == "Dina Stream" && ticket.GetArrayLength() == 6);
        Assert.DoesNotContain(DoorSite.Dina, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cem", text, StringComparison.Ordinal);
        Assert.True(list.GetProperty("denied").GetArrayLength() >= 1);
    }

    private static async Task<JsonElement> SendAsync(HttpClient door, string path, object body)
    {
        var answer = await SentAsync(door, path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static Task<HttpResponseMessage> SentAsync(HttpClient door, string path, object body) => door.PostAsJsonAsync($"/api/v1/door/{path}", body, Ct);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
