using System.Net;
using Expo.Core.Data.Demo;
using Expo.Web.Accounts;

namespace Expo.Web.Tests.Accounts;

public sealed class SignInTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    private const string Wrong = "That address and password do not match.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_opens_the_account_and_shows_its_desks()
    {
        var browser = await site.SignedInAsync("moderator");

        var page = await browser.PageAsync("/account");

        Assert.Contains("Tomas Brandvik (demo)", page.QuerySelector(".lead")!.TextContent);
        Assert.Equal(["Moderate"], page.QuerySelectorAll(".desklist b").Select(desk => desk.TextContent));
    }

    [Theory]
    [InlineData("organiser@expo.example", "not the password")]
    [InlineData("nobody@expo.example", "Demo-expo-2023!")]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer(string email, string password)
    {
        var answer = await site.Visitor().SendFormAsync("/account/sign-in", new() { ["Form.Email"] = email, ["Form.Password"] = password });

        var page = await answer.PageAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith(Wrong, page.QuerySelector("[role=alert] p")!.TextContent);
        Assert.Equal(email, page.QuerySelector("#field-email")!.GetAttribute("value"));
        Assert.Equal("", page.QuerySelector("#field-password")!.GetAttribute("value") ?? "");
        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], cookie => cookie.StartsWith("expo=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Empty_fields_say_what_is_missing_beside_each_field_and_on_top()
    {
        var answer = await site.Visitor().SendFormAsync("/account/sign-in", new() { ["Form.Email"] = "", ["Form.Password"] = "" });

        var page = await answer.PageAsync();
        Assert.Equal(["/account/sign-in#field-email", "/account/sign-in#field-password"], page.QuerySelectorAll("[role=alert] a").Select(link => link.GetAttribute("href")));
        var email = page.QuerySelector("#field-email")!;
        Assert.Equal("true", email.GetAttribute("aria-invalid"));
        Assert.Equal("Enter your email address.", page.GetElementById(email.GetAttribute("aria-describedby")!)!.TextContent);
    }

    [Fact]
    public async Task An_account_rests_after_ten_wrong_tries_even_for_the_right_password()
    {
        await using var own = new ExpoFactory();
        var browser = own.Visitor();
        for (var attempt = 0; attempt < 9; attempt++)
        {
            await browser.SendFormAsync("/account/sign-in", new() { ["Form.Email"] = "door@expo.example", ["Form.Password"] = "wrong" });
        }

        var tenth = await browser.SendFormAsync("/account/sign-in", new() { ["Form.Email"] = "door@expo.example", ["Form.Password"] = "wrong" });
        var eleventh = await browser.SendFormAsync("/account/sign-in", new() { ["Form.Email"] = "door@expo.example", ["Form.Password"] = DemoAccounts.Password });

        Assert.Equal(HttpStatusCode.OK, tenth.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, eleventh.StatusCode);
        Assert.Equal("Too many tries", (await eleventh.PageAsync()).QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("/moderate/isotopes?x=1", "/moderate/isotopes?x=1")]
    [InlineData("https://evil.example/", null)]
    [InlineData("//evil.example/", null)]
    [InlineData("/\\evil.example/", null)]
    [InlineData("/\t/evil.example", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_a_path_of_this_site_is_gone_back_to(string? returnUrl, string? expected)
    {
        Assert.Equal(expected, ReturnUrls.Safe(returnUrl));
    }

    [Theory]
    [InlineData("/agenda", "/agenda")]
    [InlineData("//evil.example/", "/account")]
    public async Task After_signing_in_nobody_is_sent_to_another_site(string returnUrl, string expected)
    {
        var answer = await site.Visitor().SendFormAsync(
            $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", new() { ["Form.Email"] = "organiser@expo.example", ["Form.Password"] = DemoAccounts.Password });

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, new Uri(site.Server.BaseAddress, answer.Headers.Location!).AbsolutePath);
    }

    [Fact]
    public async Task A_page_for_staff_sends_a_visitor_to_sign_in_and_back()
    {
        var answer = await site.Visitor().GetAsync("/account", Ct);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Signing_out_takes_a_form_and_ends_the_visit()
    {
        var browser = await site.SignedInAsync("captioner");

        var byLink = await browser.GetAsync("/account/sign-out", Ct);
        var byForm = await browser.SendFormAsync("/account", [], "form.signout");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, byLink.StatusCode);
        Assert.Equal("/", byForm.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account", Ct)).StatusCode);
    }

    [Fact]
    public async Task Production_refuses_to_start_while_a_demo_account_exists()
    {
        await using var demo = new ExpoFactory();
        await demo.Visitor().GetAsync("/health/live", Ct);
        await using var production = new ExpoFactory { Environment = "Production", Settings = [("ConnectionStrings:Expo", $"Data Source={Path.Combine(demo.DataDirectory, "expo.db")}")] };

        var refused = Assert.ThrowsAny<Exception>(production.Visitor);

        Assert.Contains("demo accounts", refused.ToString());
    }
}
