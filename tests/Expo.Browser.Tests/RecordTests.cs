using System.Text.RegularExpressions;
using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>From the end of a session to its published record, on a site of its own.</summary>
public sealed class RecordTests(Chromium chromium)
{
    private const string Text = "Can a sealed sample be tested twice?";
    private const string Answer = "Yes. Half of it stays sealed for that.";

    [Fact]
    public async Task The_organiser_ends_publishes_and_the_recording_plays_with_its_answers_and_the_FAQ()
    {
        await using var site = await RunningSite.StartAsync();
        await using var encoder = DemoEncoder.Start(site);
        await DemoEncoder.OnAirAsync(site, encoder);
        await using var viewer = await Visitor.ComeAsync(chromium, site);
        await using var moderator = await Visitor.StaffAsync(chromium, site, "moderator");
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser");
        await viewer.GoAsync("/live/main");
        var slug = await viewer.Page.Locator("[data-live]").GetAttributeAsync("data-session");
        var title = await viewer.Page.Locator("h1").InnerTextAsync();
        await viewer.Page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 0", null, new() { Timeout = 60_000 });
        await AskAndAnswerAsync(viewer.Page, moderator, slug!);

        await organiser.GoAsync("/organiser/sessions");
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = $"End: {title}" }).ClickAsync();
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = "End the session" }).ClickAsync();
        await Expect(organiser.Page.GetByText($"“{title}” ended at")).ToBeVisibleAsync();
        await organiser.GoAsync("/organiser/recordings");
        var publish = organiser.Page.GetByRole(AriaRole.Button, new() { Name = $"Publish: {title}" });
        await Expect(publish).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await publish.ClickAsync();
        await Expect(organiser.Page.GetByText($"“{title}” is public at")).ToBeVisibleAsync();

        await PlaysAsync(viewer, slug!);
        await WritesUpAsync(organiser.Page);
        await viewer.GoAsync("/faq");
        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = Text }).ClickAsync();
        await Expect(viewer.Page.Locator("h1")).ToHaveTextAsync(Text);
        await Expect(viewer.Page.Locator("main")).ToContainTextAsync(Answer);
        await Expect(viewer.Page.Locator("main")).ToContainTextAsync("The other half is kept for a year.");
        await viewer.Page.Locator($"main a[href^='/recordings/{slug}?t=']").First.ClickAsync();
        await Expect(viewer.Page.Locator("h1")).ToHaveTextAsync(title);
        Assert.Empty((string[])[.. viewer.Faults, .. moderator.Faults, .. organiser.Faults]);
    }

    private static async Task AskAndAnswerAsync(IPage viewer, Visitor moderator, string slug)
    {
        await moderator.GoAsync($"/moderate/{slug}");
        await viewer.GetByLabel(new Regex("^Ask ")).FillAsync(Text);
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Send question" }).ClickAsync();
        var approve = moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve: {Text}" });
        await approve.ClickAsync();
        // The card goes to another column; a press on the one that is about to go would be lost.
        await Expect(approve).ToHaveCountAsync(0);
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = $"Answer in writing: {Text}" }).ClickAsync();
        await moderator.Page.GetByLabel("Answer, as everyone will read it").FillAsync(Answer);
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Publish the answer" }).ClickAsync();
        await Expect(viewer.Locator("[data-list]")).ToContainTextAsync(Answer);
    }

    private static async Task PlaysAsync(Visitor viewer, string slug)
    {
        await viewer.GoAsync($"/recordings/{slug}");
        var seek = viewer.Page.Locator("[data-seek]").Filter(new() { Visible = true }).First;
        await Expect(viewer.Page.Locator("section").Filter(new() { HasText = "Questions answered" })).ToContainTextAsync(Text);
        await seek.ClickAsync();
        await viewer.Page.WaitForFunctionAsync(
            "() => { const video = document.querySelector('video'); return !video.paused && video.readyState >= 2; }", null, new() { Timeout = 30_000 });
        var at = await viewer.Page.EvaluateAsync<double>("() => document.querySelector('video').currentTime");
        var wanted = double.Parse((await seek.GetAttributeAsync("data-seek"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(at, wanted - 1, wanted + 5);
        await viewer.Page.WaitForFunctionAsync("at => document.querySelector('video').currentTime > at + 1", at, new() { Timeout = 30_000 });
    }

    private static async Task WritesUpAsync(IPage organiser)
    {
        await organiser.GotoAsync("/organiser/faq");
        await organiser.GetByRole(AriaRole.Link, new() { Name = $"Edit: {Text}" }).ClickAsync();
        // Until the desk is there it is inert, and what is typed into its first picture would be lost.
        await Expect(organiser.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
        var answer = organiser.GetByLabel("Answer, in Markdown");
        await Expect(answer).ToHaveValueAsync(Answer);
        await answer.FillAsync($"{Answer}\n\n## How long\n\nThe other half is kept for a year.");
        await Expect(organiser.GetByRole(AriaRole.Status).Filter(new() { HasText = "Draft saved" })).ToBeVisibleAsync();
        await organiser.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Expect(organiser.GetByText("Version 1 is public.")).ToBeVisibleAsync();
    }
}
