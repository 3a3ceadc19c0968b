using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Expo.Core.Registration;

namespace Expo.Web.Tests.Registration;

public sealed class RegisterPageTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registering_leads_to_the_mailbox_and_the_letter_leads_to_the_ticket()
    {
        var visitor = site.Visitor();

        var answer = await visitor.SendFormAsync("/register", RegistrationSite.Filled("marisol"));
        var letter = await site.LetterToAsync("marisol");
        var link = letter.Text.ReplaceLineEndings("\n").Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal));
        var ticket = await visitor.PageAsync(new Uri(link).AbsolutePath);

        Assert.Equal((HttpStatusCode.Redirect, "/register/sent"), (answer.StatusCode, answer.Whither()));
        Assert.Equal("Look into your mailbox", (await visitor.PageAsync("/register/sent")).QuerySelector("h1")!.TextContent);
        Assert.Equal("Your ticket: Forced Labor Technical Expo", letter.Subject);
        Assert.Equal("Marisol Thornebury", ticket.QuerySelector(".nm")!.TextContent);
        Assert.Equal("Fernhollow & Sons \"<b>Imports</b>\", United States", ticket.QuerySelector(".nm + p")!.TextContent);
    }

    [Fact]
    public async Task An_address_asked_twice_in_any_case_gets_the_same_page_and_one_registration()
    {
        await using var own = await RegistrationSite.OpenAsync(new());
        var (first, second) = (own.Visitor(), own.Visitor());

        var asked = await first.SendFormAsync("/register", RegistrationSite.Filled("ada"));
        var again = await second.SendFormAsync("/register", RegistrationSite.Filled("ADA", Places.Stream));

        Assert.Equal((asked.StatusCode, asked.Whither()), (again.StatusCode, again.Whither()));
        Assert.Equal(await first.GetStringAsync("/register/sent", Ct), await second.GetStringAsync("/register/sent", Ct));
        Assert.Equal(["ada Confirmed room"], await own.EverybodyAsync());
        Assert.StartsWith("You are registered already", (await own.LetterToAsync("ada", "You are registered")).Subject);
    }

    [Fact]
    public async Task Empty_fields_say_what_is_missing_beside_each_field_and_on_top()
    {
        var answer = await site.Visitor().SendFormAsync("/register", []);

        var page = await answer.PageAsync();
        Assert.Equal("3 fields need another look.", page.Alert());
        Assert.Equal(
            [
                ("/register#field-name", "Enter your name as it should stand on your badge."),
                ("/register#field-email", "Enter your email address. We send your ticket there."),
                ("/register#field-country", "Choose your country."),
            ],
            page.QuerySelectorAll("[role=alert] a").Select(link => (link.GetAttribute("href")!, link.TextContent)));
        Assert.Equal(["field-name", "field-email", "field-country"], page.QuerySelectorAll("[aria-invalid=true]").Select(field => field.Id));
        Assert.True(page.QuerySelector("[role=alert]")!.HasAttribute("autofocus"));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "Name", new string('n', 121), "A name has at most 120 characters. Shorten it to what fits on a badge." },
        { "Name", "Ada\u0007 Lovelace", "The name contains characters that cannot be printed. Type it again, with letters." },
        { "Email", "marisol@thornebury", "The address lacks its ending, such as “.org”." },
        { "Email", new string('e', 260) + "@thornebury.example", "An email address has at most 254 characters. Check it for text that does not belong to it." },
        { "Organisation", new string('o', 161), "An organization’s name has at most 160 characters here. Shorten it." },
        { "Country", "XX", "Choose a country from the list." },
        { "AccessNeeds", new string('x', 1001), "Use at most 1000 characters. We will write to you if we need to know more." },
        { "AccessNeeds", "A ramp\u202e", "The text contains characters that cannot be printed. Type it again." },
        { "Place", "vip", "Choose one of the tickets on the form." },
        { "Place", "waiting:", "Choose one of the tickets on the form." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_field_is_said_in_words_at_that_field_and_nothing_typed_is_lost(string field, string value, string message)
    {
        var typed = RegistrationSite.Filled("wrong");
        typed[$"Form.{field}"] = value;

        var answer = await site.Visitor().SendFormAsync("/register", typed);

        var page = await answer.PageAsync();
        var link = Assert.Single(page.QuerySelectorAll("[role=alert] a"));
        Assert.Equal(($"/register#field-{field.ToLowerInvariant()}", message), (link.GetAttribute("href")!, link.TextContent));
        Assert.Equal(message, page.QuerySelector("main .msg")!.TextContent);
        Assert.NotNull(page.GetElementById(link.GetAttribute("href")!.Split('#')[1]));
        // A list cannot show what is not in it.
        typed[$"Form.{field}"] = field is "Country" or "Place" ? "" : value;
        Assert.Equal(typed, page.Typed());
        Assert.DoesNotContain("wrong Confirmed room", await site.EverybodyAsync());
    }

    [Fact]
    public async Task Every_control_has_a_label_and_its_hint_and_message_belong_to_it()
    {
        var answer = await site.Visitor().SendFormAsync("/register", []);

        var page = await answer.PageAsync();
        var controls = page.QuerySelectorAll("main form input:not([type=hidden]), main form select, main form textarea");
        Assert.Equal(9, controls.Length);
        Assert.All(controls, control => Assert.True(control.Closest("label") is not null || page.QuerySelector($"label[for='{control.Id}']") is not null, control.OuterHtml));
        Assert.All(controls.SelectMany(control => control.GetAttribute("aria-describedby")?.Split(' ') ?? []), id => Assert.NotNull(page.GetElementById(id)));
    }

    [Fact]
    public async Task A_form_without_its_token_registers_nobody_and_shows_what_was_typed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/register")
        {
            Content = new FormUrlEncodedContent(RegistrationSite.Filled("forged").Append(new("_handler", "register"))),
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
        };

        var answer = await site.Visitor().SendAsync(request, Ct);

        var page = await answer.PageAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Please send the form again", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(RegistrationSite.Filled("forged").Values, page.QuerySelectorAll("main dd").Select(value => value.TextContent));
        Assert.Equal("/register", page.QuerySelector("main a.btn")!.GetAttribute("href"));
        Assert.DoesNotContain("forged Confirmed room", await site.EverybodyAsync());
    }

    [Fact]
    public async Task Whoever_sends_too_often_from_one_network_is_told_to_wait()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { Settings = [("Registration:FromOneAddressEachMinute", "1")] });
        var visitor = own.Visitor();
        await visitor.SendFormAsync("/register", RegistrationSite.Filled("first"));

        var answer = await visitor.SendFormAsync("/register", RegistrationSite.Filled("second"));

        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (answer.StatusCode, answer.Headers.GetValues("Retry-After").Single()));
        Assert.Equal("A moment, please", (await answer.PageAsync()).QuerySelector("h1")!.TextContent);
        Assert.Equal(["first Confirmed room"], await own.EverybodyAsync());
    }

    [Fact]
    public async Task Before_there_is_an_event_the_page_says_so()
    {
        await using var own = new ExpoFactory { WithDemo = false };

        var page = await own.Visitor().PageAsync("/register");

        Assert.Equal(RegistrationRefusals.NotOpenYet.Message, page.QuerySelector(".lead")!.TextContent);
        Assert.Null(page.QuerySelector("main form"));
    }

    [Fact]
    public async Task After_closing_the_page_says_since_when_and_leads_to_the_stream()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { ClosesAt = RegistrationSite.Today });

        var page = await own.Visitor().PageAsync("/register");

        Assert.Equal("Registration closed on 7 March 2023, 08:00 EST. The live stream can still be watched without a ticket.", page.QuerySelector(".lead")!.TextContent);
        Assert.Null(page.QuerySelector("main form"));
        Assert.Equal(["/live", "/agenda"], page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_form_that_was_open_when_registration_closed_is_answered_and_not_lost()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { ClosesAt = RegistrationSite.Today.AddMinutes(1) });
        var visitor = own.Visitor();
        var open = await visitor.PageAsync("/register");
        own.Pass(TimeSpan.FromMinutes(1));

        var answer = await visitor.SendFormAsync("/register", open, RegistrationSite.Filled("late"));

        var page = await answer.PageAsync();
        Assert.StartsWith("Registration closed on 7 March 2023, 08:01 EST", page.Alert());
        Assert.Equal(RegistrationSite.Filled("late"), page.Typed());
        Assert.Empty(await own.EverybodyAsync());
    }
}
