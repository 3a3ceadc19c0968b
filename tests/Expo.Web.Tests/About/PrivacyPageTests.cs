using System.Net;
using Expo.Core.Accounts;
using Expo.Core.Registration;
using Expo.Web.Tests.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.About;

public sealed class PrivacyPageTests
{
    private static readonly StatementDraft Draft = new("19 U.S.C. 1", "To run the event.", "Shared with nobody.", "Voluntary.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_statement_in_force_is_shown_with_version_and_date_and_older_ones_at_their_own_address()
    {
        await using var site = await RegistrationSite.OpenAsync(new());
        await PublishAsync(site, Draft);
        await PublishAsync(site, Draft with { Purpose = "To run and record the event." });

        var (current, second, first) = (await site.Visitor().PageAsync("/privacy"), await site.Visitor().PageAsync("/privacy/2"), await site.Visitor().PageAsync("/privacy/1"));

        Assert.Equal("Version 2, in force since 7 March 2023, 08:00 EST.", current.QuerySelector("#statement + .meta")!.TextContent);
        Assert.Equal(["19 U.S.C. 1", "To run and record the event.", "Shared with nobody.", "Voluntary."], current.QuerySelectorAll(".statement dd").Select(dd => dd.TextContent));
        Assert.Equal(["/privacy/1", "/privacy/2"], current.QuerySelectorAll("main a.tlink").Select(a => a.GetAttribute("href")));
        Assert.Contains("It is in force.", second.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("added: and record (end of what was added)", second.QuerySelector("ins")!.TextContent);
        Assert.Contains("A later version is in force.", first.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("To run the event.", first.QuerySelectorAll(".statement dd")[1].TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/privacy/3", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_page_promises_the_days_that_the_settings_keep()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Settings = [("Privacy:KeepAttendeesDays", "90"), ("Privacy:KeepLetterFilesDays", "1"), ("Privacy:Hold", "Litigation")] });

        var page = await site.Visitor().PageAsync("/privacy");

        var promised = page.QuerySelectorAll("#how-long + ul li").Select(li => li.TextContent.Trim()).ToList();
        Assert.Equal("Registrations, and everything that belongs to them, are erased 90 days after the last day of the event, by themselves. This rests at present, because records must be held.", promised[0]);
        Assert.EndsWith("deleted after 1 day.", promised[^1]);
        Assert.Null(page.QuerySelector("#statement"));
    }

    private static async Task PublishAsync(RegistrationSite site, StatementDraft draft) =>
        Assert.Null((await site.Services.GetRequiredService<PrivacyService>().PublishAsync(Actor.System, 1, draft, Ct)).Refusal);
}
