using System.Net;
using System.Security.Claims;
using Expo.Core.Accounts;
using Expo.Core.Data.Demo;
using Expo.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

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
        var guesser = own.VisitorFrom("203.0.113.7");
        for (var attempt = 0; attempt < 9; attempt++)
        {
            await SignInAsync(guesser, "door", "wrong");
        }

        var beforeTheTenth = await SignInAsync(own.VisitorFrom("198.51.100.1"), "door", DemoAccounts.Password);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await SignInAsync(own.VisitorFrom($"203.0.113.{attempt + 10}"), "door", "wrong");
        }

        var afterIt = await SignInAsync(own.VisitorFrom("198.51.100.1"), "door", DemoAccounts.Password);

        Assert.Equal(HttpStatusCode.Redirect, beforeTheTenth.StatusCode);
        Assert.Equal(HttpStatusCode.OK, afterIt.StatusCode);
        Assert.StartsWith(Wrong, (await afterIt.PageAsync()).QuerySelector("[role=alert] p")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(own.VisitorFrom("198.51.100.1"), "captioner", DemoAccounts.Password)).StatusCode);
    }

    [Fact]
    public async Task Eleven_tries_in_a_minute_from_one_address_are_told_how_long_to_wait_and_lose_no_words()
    {
        await using var own = new ExpoFactory();
        var guesser = own.VisitorFrom("203.0.113.7");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await SignInAsync(guesser, "nobody", "wrong");
        }

        guesser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var eleventh = await SignInAsync(guesser, "nobody", "a secret");

        var page = await eleventh.PageAsync();
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1)), (eleventh.StatusCode, eleventh.Headers.RetryAfter!.Delta));
        Assert.Equal("A moment, please", page.QuerySelector("h1")!.TextContent);
        Assert.EndsWith("Wait a minute, go back and send it again. What you typed stands below, if your browser has not kept it.", page.QuerySelector(".lead")!.TextContent.Trim());
        Assert.Equal(["nobody@expo.example"], page.QuerySelectorAll("main dd").Select(value => value.TextContent));
        Assert.True(eleventh.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task An_unknown_a_known_and_a_resting_account_cost_the_same_work()
    {
        var hasher = new CountingHasher();
        await using var own = new ExpoFactory();
        await using var counted = own.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton<IPasswordHasher<Account>>(hasher)));
        var browser = counted.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        var unknown = await CountAsync("nobody");
        var known = await CountAsync("door");
        using (var scope = counted.Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await accounts.SetLockoutEndDateAsync((await accounts.FindByEmailAsync("door@expo.example"))!, DateTimeOffset.MaxValue);
        }

        Assert.Equal((1, 1, 1), (unknown, known, await CountAsync("door")));

        async Task<int> CountAsync(string who)
        {
            var before = hasher.Verified;
            await SignInAsync(browser, who, "wrong");
            return hasher.Verified - before;
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_visits_of_the_account_in_other_browsers_too()
    {
        await using var own = new ExpoFactory();
        var browser = await own.SignedInAsync("moderator");
        using var scope = own.Services.CreateScope();
        var (visits, visitor) = await VisitAsync(scope, "moderator");
        var before = await visits.StandsAsync(visitor);

        await browser.SendFormAsync("/account", [], "form.signout");

        using var later = own.Services.CreateScope();
        Assert.True(before);
        Assert.False(await later.ServiceProvider.GetRequiredService<StandingVisits>().StandsAsync(visitor));
    }

    [Fact]
    public async Task A_visit_ends_when_the_account_loses_a_role_it_was_given()
    {
        await using var own = new ExpoFactory();
        using var scope = own.Services.CreateScope();
        var (visits, visitor) = await VisitAsync(scope, "organiser");
        var before = await visits.StandsAsync(visitor);

        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await accounts.RemoveFromRoleAsync((await accounts.FindByEmailAsync("organiser@expo.example"))!, Roles.Organiser);

        Assert.Equal((true, false), (before, await visits.StandsAsync(visitor)));
    }

    [Fact]
    public async Task A_console_that_stays_open_learns_that_its_visit_was_ended_elsewhere()
    {
        await using var own = new ExpoFactory();
        using var scope = own.Services.CreateScope();
        var (_, visitor) = await VisitAsync(scope, "moderator");
        var consoles = Assert.IsType<ConsoleVisits>(scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>());
        var before = await consoles.StandsAsync(new AuthenticationState(visitor), Ct);
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();

        await accounts.UpdateSecurityStampAsync((await accounts.FindByEmailAsync("moderator@expo.example"))!);

        Assert.Equal((true, false), (before, await consoles.StandsAsync(new AuthenticationState(visitor), Ct)));
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

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string who, string password) =>
        browser.SendFormAsync("/account/sign-in", new() { ["Form.Email"] = $"{who}@expo.example", ["Form.Password"] = password });

    private static async Task<(StandingVisits Visits, ClaimsPrincipal Visitor)> VisitAsync(IServiceScope scope, string role)
    {
        var services = scope.ServiceProvider;
        var account = await services.GetRequiredService<UserManager<Account>>().FindByEmailAsync($"{role}@expo.example");
        return (services.GetRequiredService<StandingVisits>(), await services.GetRequiredService<SignInManager<Account>>().CreateUserPrincipalAsync(account!));
    }

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        private int _verified;

        public int Verified => _verified;

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _verified);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
