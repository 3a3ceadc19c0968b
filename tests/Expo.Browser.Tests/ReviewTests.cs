using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Expo.Browser.Tests;

/// <summary>From a blind review to a session that waits for its place, on a site of its own.</summary>
public sealed class ReviewTests(Chromium chromium)
{
    private const string Talk = "Reading mill ledgers with a phone camera";

    [Fact]
    public async Task A_talk_is_reviewed_blind_accepted_its_speaker_informed_by_a_previewed_letter_and_confirmed_into_the_programme()
    {
        await using var site = await RunningSite.StartAsync(("Streaming__Enabled", "false"));
        await using var organiser = await Visitor.StaffAsync(chromium, site, "organiser");
        await using var reviewer = await Visitor.StaffAsync(chromium, site, "reviewer", new() { ViewportSize = new() { Width = 360, Height = 800 }, JavaScriptEnabled = false });
        await using var speaker = await Visitor.StaffAsync(chromium, site, "speaker", new() { ViewportSize = new() { Width = 360, Height = 800 }, JavaScriptEnabled = false });
        var (desk, review, own) = (organiser.Page, reviewer.Page, speaker.Page);

        await organiser.GoAsync("/organiser/review");
        await ReadyAsync(desk);
        await desk.GetByText("Add a phase").ClickAsync();
        await desk.GetByLabel("Name", new() { Exact = true }).FillAsync("Blind look");
        await Expect(desk.GetByLabel("Hide who speaks")).ToBeCheckedAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save the phase" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Begin: Blind look" }).ClickAsync();
        await Expect(desk.GetByText("“Blind look” is active since")).ToBeVisibleAsync();

        await reviewer.GoAsync("/review");
        await review.GetByRole(AriaRole.Link, new() { Name = Talk }).ClickAsync();
        await Expect(review.Locator("h1")).ToHaveTextAsync(Talk);
        await Expect(review.GetByText("Solvang")).ToHaveCountAsync(0);
        await review.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(review.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a score");
        await review.GetByLabel("4 Good").CheckAsync();
        await review.GetByLabel("Comment").FillAsync("Shows its figures.");
        await review.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(review.GetByText("Your review is saved.")).ToBeVisibleAsync();

        await organiser.GoAsync("/organiser/proposals");
        await ReadyAsync(desk);
        await desk.GetByRole(AriaRole.Link, new() { Name = Talk }).ClickAsync();
        await Expect(desk.GetByText("4.0 of 5, spread 0.0, 1 review")).ToBeVisibleAsync();
        await ReadyAsync(desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();
        await Expect(desk.GetByText("Accepted. Nobody is told of it yet.")).ToBeVisibleAsync();
        await speaker.GoAsync("/speaker");
        await Expect(own.GetByText("What the organizers decided")).ToHaveCountAsync(0);

        await organiser.GoAsync("/organiser/proposals/letters");
        await ReadyAsync(desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "All accepted (1)" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Preview the letters" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Article)).ToContainTextAsync("We would like to have this talk in the program");
        await desk.GetByLabel("type the number of letters").FillAsync("2");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Send the letters now" }).ClickAsync();
        await Expect(desk.GetByText("You typed 2, and there is 1 letter.")).ToBeVisibleAsync();
        await desk.GetByLabel("type the number of letters").FillAsync("1");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Send the letters now" }).ClickAsync();
        await Expect(desk.GetByText("1 letter is on its way.")).ToBeVisibleAsync();
        await Eventually.TrueAsync(
            () => Directory.Exists(site.MailDirectory) && Directory.GetFiles(site.MailDirectory, "*.eml").Any(file => File.ReadAllText(file).Contains("Your talk is accepted", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30), () => "The letter did not leave.");

        await speaker.GoAsync("/speaker");
        await own.GetByRole(AriaRole.Button, new() { Name = $"I will give this talk: {Talk}" }).ClickAsync();
        await Expect(own.GetByText("Thank you. Your talk is in the program")).ToBeVisibleAsync();
        await organiser.GoAsync("/organiser/proposals/DEM2A7");
        await Expect(desk.GetByText("It is the session “reading-mill-ledgers-with-a-phone-camera” now")).ToBeVisibleAsync();

        Assert.Empty(organiser.Faults);
        Assert.Empty(reviewer.Faults);
        Assert.Empty(speaker.Faults);
    }

    private static Task ReadyAsync(IPage page) => Expect(page.Locator("div.desk:not([inert])")).ToBeVisibleAsync();
}
