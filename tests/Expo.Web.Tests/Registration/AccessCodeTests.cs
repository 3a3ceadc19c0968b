using System.Net;
using Expo.Core.Registration;

namespace Expo.Web.Tests.Registration;

public sealed class AccessCodeTests
{
    private const string Opened = "The code opens “Press”, which is chosen above.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<RegistrationSite> OpenAsync(int uses = 5) => RegistrationSite.OpenAsync(new() { More = [Tickets.Press(), Tickets.PressCode(uses: uses)] });

    [Fact]
    public async Task A_ticket_that_needs_a_code_is_shown_to_those_who_bring_it_only()
    {
        await using var site = await OpenAsync();
        var visitor = site.Visitor();

        var without = await visitor.PageAsync("/register");
        var with = await visitor.PageAsync("/register?code=press-demo");

        Assert.Equal(["room: A seat in the room (chosen)", "stream: The live stream"], without.Cards());
        Assert.False(without.QuerySelector("#code")!.HasAttribute("open"));
        Assert.Equal(["room: A seat in the room", "stream: The live stream", "press: Press (chosen)"], with.Cards());
        Assert.True(with.QuerySelector("#code")!.HasAttribute("open"));
        Assert.Equal(("press-demo", Opened), (with.QuerySelector("#field-accesscode")!.GetAttribute("value"), with.QuerySelector("#code [role=status]")!.TextContent.Trim()));
    }

    [Fact]
    public async Task Using_a_code_keeps_what_was_typed_registers_nobody_and_scolds_about_nothing()
    {
        await using var site = await OpenAsync();
        var visitor = site.Visitor();
        var typed = RegistrationSite.Filled("ada", Places.Stream);
        typed["Form.Email"] = "not yet";

        var page = await (await visitor.SendFormAsync("/register", new(typed) { ["Form.AccessCode"] = "PRESS demo", ["Form.Step"] = "code" })).PageAsync();
        var registered = await visitor.SendFormAsync("/register", page, new() { ["Form.Email"] = "ada@thornebury.example" });

        Assert.Equal(new(typed) { ["Form.Place"] = "press" }, page.Typed());
        Assert.Equal(["room: A seat in the room", "stream: The live stream", "press: Press (chosen)"], page.Cards());
        Assert.Equal(Opened, page.QuerySelector("#code [role=status]")!.TextContent.Trim());
        Assert.Null(page.QuerySelector("[role=alert]"));
        Assert.Equal("/register/sent", registered.Whither());
        Assert.Equal(["ada Confirmed press"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task The_Enter_key_in_the_form_uses_a_code_that_was_typed_once_and_registers_when_it_was_seen()
    {
        await using var site = await OpenAsync();
        var visitor = site.Visitor();
        var open = await visitor.PageAsync("/register");
        var enter = open.QuerySelector("main form button")!;

        var looked = await (await visitor.SendFormAsync("/register", open, new() { [enter.GetAttribute("name")!] = enter.GetAttribute("value")!, ["Form.AccessCode"] = "PRESS-DEMO" })).PageAsync();
        var registered = await visitor.SendFormAsync("/register", looked, new(RegistrationSite.Filled("ada", "press")) { ["Form.Step"] = "enter" });

        Assert.Null(looked.QuerySelector("[role=alert]"));
        Assert.Equal(["room: A seat in the room", "stream: The live stream", "press: Press (chosen)"], looked.Cards());
        Assert.Equal("/register/sent", registered.Whither());
        Assert.Equal(["ada Confirmed press"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_good_code_beside_another_ticket_is_called_good_and_says_which_ticket_it_opens()
    {
        await using var site = await OpenAsync();

        var page = await (await site.Visitor().SendFormAsync("/register?code=press-demo", RegistrationSite.Filled("ada", Places.Stream))).PageAsync();

        Assert.Equal(["field-accesscode: This code opens “Press”, and another ticket is chosen. Choose “Press”, or leave the code out."], page.Mistakes());
        Assert.Empty(await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_code_that_opens_nothing_is_said_to_open_nothing_and_shows_no_other_ticket()
    {
        await using var site = await OpenAsync();
        var visitor = site.Visitor();

        var page = await visitor.PageAsync("/register?code=guess");
        var sent = await (await visitor.SendFormAsync("/register?code=guess", RegistrationSite.Filled("eve", "press"))).PageAsync();

        Assert.Equal(RegistrationRefusals.CodeUnknown.Message, page.QuerySelector("#code [role=status]")!.TextContent.Trim());
        Assert.Equal(["room: A seat in the room (chosen)", "stream: The live stream"], page.Cards());
        Assert.Equal(["field-accesscode: " + RegistrationRefusals.CodeUnknown.Message], sent.Mistakes());
        Assert.Equal(RegistrationRefusals.CodeUnknown.Message, sent.QuerySelector("#code .msg")!.TextContent);
        Assert.Empty(await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_hidden_ticket_without_its_code_is_refused_at_the_field_for_codes()
    {
        await using var site = await OpenAsync();

        var page = await (await site.Visitor().SendFormAsync("/register", RegistrationSite.Filled("eve", "press"))).PageAsync();

        Assert.Equal(["field-accesscode: " + RegistrationRefusals.CodeMissing.Message], page.Mistakes());
        Assert.True(page.QuerySelector("#code")!.HasAttribute("open"));
    }

    [Fact]
    public async Task A_code_that_is_used_up_says_so_and_loses_nothing()
    {
        await using var site = await OpenAsync(uses: 1);
        var visitor = site.Visitor();
        await visitor.SendFormAsync("/register?code=press-demo", RegistrationSite.Filled("ada", "press"));

        var page = await (await visitor.SendFormAsync("/register?code=press-demo", RegistrationSite.Filled("bob", "press"))).PageAsync();

        Assert.Equal(RegistrationRefusals.CodeUsedUp.Message, page.Alert());
        Assert.Equal(RegistrationSite.Filled("bob", "press"), page.Typed());
        Assert.Equal(["ada Confirmed press"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task Codes_cannot_be_tried_faster_than_one_may_register_while_reading_the_page_is_free()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Settings = [("Registration:FromOneAddressEachMinute", "2")] });
        var visitor = site.Visitor();

        var tries = new List<HttpStatusCode>();
        for (var n = 0; n < 3; n++)
        {
            tries.Add((await visitor.GetAsync($"/register?code=guess{n}", Ct)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], tries);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/register", Ct)).StatusCode);
    }
}
