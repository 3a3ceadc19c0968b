using System.Net;
using Expo.Core.Registration;

namespace Expo.Web.Tests.Door;

public sealed class DoorPageTests(DoorSite site) : IClassFixture<DoorSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_scripts_a_code_is_typed_and_the_answer_shown_in_words()
    {
        var door = await site.SignedInAsync("door");

        var came = await (await door.SendFormAsync("/door", new() { ["Form.Code"] = "adaa-daad aada-ada0", ["Form.Door"] = "Door 2" }, "[data-scan]")).PageAsync();
        var again = await (await door.SendFormAsync("/door", new() { ["Form.Code"] = DoorSite.Ada }, "[data-scan]")).PageAsync();
        var unknown = await (await door.SendFormAsync("/door", new() { ["Form.Code"] = "nonsense" }, "[data-scan]")).PageAsync();
        var empty = await (await door.SendFormAsync("/door", [], "[data-scan]")).PageAsync();

        Assert.Equal(("Come in", "Ada <b>Lovelace</b>"), (came.QuerySelector(".told.ok .say")!.TextContent, came.QuerySelector(".who")!.TextContent));
        Assert.Equal(["Undo", "Undo the earlier check-in"], new[] { came, again }.Select(p => p.QuerySelector("button[form=people][name='Form.Undo']")!.TextContent));
        Assert.Null(unknown.QuerySelector("button[form=people]"));
        Assert.Equal("Door 2", came.QuerySelector("#field-door")!.GetAttribute("value"));
        Assert.Matches("^Was in already at Door 2, \\d\\d:\\d\\d E[SD]T\\. If this", again.QuerySelector(".told.warn p:last-child")!.TextContent);
        Assert.Equal("Not known", unknown.QuerySelector(".told.err .say")!.TextContent);
        Assert.Equal(DoorRefusals.CodeMissing.Message, empty.QuerySelector("[role=alert] .alert p")!.TextContent);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_scan_with_the_same_answer()
    {
        await using var own = new DoorSite();
        await own.InitializeAsync();
        var door = await own.SignedInAsync("door");
        var page = await door.PageAsync("/door");

        var first = await (await door.SendFormAsync("/door", page, new() { ["Form.Code"] = DoorSite.Zoe }, "[data-scan]")).PageAsync();
        var second = await (await door.SendFormAsync("/door", page, new() { ["Form.Code"] = DoorSite.Zoe }, "[data-scan]")).PageAsync();

        Assert.Equal(("Come in", "Come in"), (first.QuerySelector(".say")!.TextContent, second.QuerySelector(".say")!.TextContent));
    }

    [Fact]
    public async Task Somebody_without_a_code_is_found_by_name_checked_in_and_undone()
    {
        await using var own = new DoorSite();
        await own.InitializeAsync();
        var (door, zoe) = (await own.SignedInAsync("door"), await own.IdOfAsync(DoorSite.Zoe));

        var found = await door.PageAsync("/door?find=wolfe&door=Door+7");
        var button = found.QuerySelector(".doorlist button")!;
        var came = await (await door.SendFormAsync("/door", found, new() { [button.GetAttribute("name")!] = button.GetAttribute("value")! }, "[data-people]")).PageAsync();
        var there = await door.PageAsync("/door?find=wolfe");
        var undone = await (await door.SendFormAsync("/door", there, new() { ["Form.Undo"] = $"{zoe}" }, "[data-people]")).PageAsync();

        Assert.Equal(("Form.Person", $"{zoe}"), (button.GetAttribute("name"), button.GetAttribute("value")));
        Assert.Equal("Come in", came.QuerySelector(".say")!.TextContent);
        Assert.Matches("^In since \\d\\d:\\d\\d, Door 7$", there.QuerySelector(".doorlist .chip.ok")!.TextContent);
        Assert.Equal("The check-in was undone. The log says so.", undone.QuerySelector("[data-result] p")!.TextContent);
        Assert.Equal(0, await own.CheckInsAsync(DoorSite.Zoe));
    }

    [Fact]
    public async Task The_door_is_for_the_door_and_organisers_and_stands_in_their_menu()
    {
        var answers = new List<(string, HttpStatusCode, bool)>();
        foreach (var role in new[] { "organiser", "door", "moderator", "speaker", "captioner" })
        {
            var browser = await site.SignedInAsync(role);
            answers.Add((role, (await browser.GetAsync("/door", Ct)).StatusCode, (await browser.PageAsync("/account")).QuerySelector("a[href='/door']") is not null));
        }

        Assert.Equal(
            [
                ("organiser", HttpStatusCode.OK, true), ("door", HttpStatusCode.OK, true), ("moderator", HttpStatusCode.Forbidden, false),
                ("speaker", HttpStatusCode.Forbidden, false), ("captioner", HttpStatusCode.Forbidden, false),
            ],
            answers);
        Assert.StartsWith("/account/sign-in", (await site.Visitor().GetAsync("/door", Ct)).Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_this_page_may_use_the_camera_and_webassembly_and_its_worker_looks_after_nothing_else()
    {
        var door = await site.SignedInAsync("door");
        var (page, other, worker) = (await door.GetAsync("/door", Ct), await door.GetAsync("/account", Ct), await door.GetAsync("/dist/door-worker.js", Ct));

        Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", Header(page, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("camera=(self)", Header(page, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("wasm", Header(other, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("camera=()", Header(other, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "/door"), (worker.StatusCode, Header(worker, "Service-Worker-Allowed")));
        Assert.Equal("no-store, no-cache", page.Headers.CacheControl!.ToString());
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(' ', answer.Headers.GetValues(name));
}
