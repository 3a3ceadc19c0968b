using AngleSharp.Dom;
using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Submissions;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Organiser;

public sealed class SpeakersConsoleTests : DeskTest
{
    [Fact]
    public async Task The_list_is_filtered_by_what_is_missing_and_by_text_and_says_how_each_is_reached()
    {
        await SpeakersAsync();
        var desk = Render<SpeakersConsole>();
        Assert.Equal(["Ada König", "Grace Hopper"], desk.FindAll("tbody th b").Select(b => b.TextContent));
        Assert.Contains("Account ada@garnwerk.example", desk.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("No address", desk.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);

        await desk.Find("select").ChangeAsync(new() { Value = nameof(SpeakerShow.NoAddress) });
        Assert.Equal(["Grace Hopper"], desk.FindAll("tbody th b").Select(b => b.TextContent));
        await desk.Find("select").ChangeAsync(new() { Value = nameof(SpeakerShow.All) });
        await desk.Find("input[type=search]").InputAsync("garnwerk");
        desk.WaitForAssertion(() => Assert.Equal(["Ada König"], desk.FindAll("tbody th b").Select(b => b.TextContent)));
        Assert.Equal("/organiser/speakers/ada-weaver", desk.Find("tbody a").GetAttribute("href"));
    }

    [Fact]
    public async Task Sixty_speakers_are_turned_in_pages_of_twenty_five()
    {
        await AddAsync([.. Enumerable.Range(0, 60).Select(i => new Speaker { ConferenceId = 1, Slug = $"s{i}", Name = $"Speaker {i:00}", Company = "C", Country = "Kenya" })]);
        var desk = Render<SpeakersConsole>();

        await Button(desk, "Next").ClickAsync(new());
        await Button(desk, "Next").ClickAsync(new());

        Assert.Equal("Page 3 of 3", desk.Find(".deskpages span").TextContent);
        Assert.Equal(10, desk.FindAll("tbody tr").Count);
        Assert.True(Button(desk, "Next").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Reminders_are_chosen_read_counted_and_sent_once()
    {
        await SpeakersAsync();
        var desk = Render<SpeakerRemindersConsole>();
        Assert.DoesNotContain("Grace", desk.Find(".plainlist").TextContent, StringComparison.Ordinal);

        await Button(desk, "All (1)").ClickAsync(new());
        await Button(desk, "Preview the letters").ClickAsync(new());
        Assert.Contains("Hello Ada König", desk.Find(".letter").TextContent, StringComparison.Ordinal);
        await desk.Find("input[inputmode=numeric]").InputAsync("7");
        await Button(desk, "Send the letters now").ClickAsync(new());
        Assert.Equal(SpeakerLetterRefusals.CountChanged(7, 1).Message, desk.Find(".deskanswer [role=alert]").TextContent.Trim());
        await desk.Find("input[inputmode=numeric]").InputAsync("1");
        await Button(desk, "Send the letters now").ClickAsync(new());

        Assert.Contains("1 letter is on its way.", desk.Find(".deskanswer").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nobody is to be reminded", desk.Markup, StringComparison.Ordinal);
        Assert.Equal([SpeakerLetters.Reminder], await Store.ReadAsync(db => db.Outbox.Select(l => l.Template).ToListAsync(Ct)));
    }

    [Fact]
    public void What_cannot_be_read_in_the_address_of_the_list_is_left_out()
    {
        Assert.Equal(new SpeakerListView("ledger", SpeakerShow.Portrait, 2), SpeakerListView.Read("https://x.example/organiser/speakers?q=ledger&show=portrait&page=2"));
        Assert.Equal(SpeakerListView.Start, SpeakerListView.Read("https://x.example/organiser/speakers?show=everything&page=-1"));
        Assert.Equal("?q=ledger&show=portrait&page=2", new SpeakerListView("ledger", SpeakerShow.Portrait, 2).Query);
    }

    private async Task SpeakersAsync()
    {
        var account = new Account { DisplayName = "Ada", UserName = "ada", NormalizedUserName = "ADA", Email = "ada@garnwerk.example", NormalizedEmail = "ADA@GARNWERK.EXAMPLE" };
        await AddAsync(account);
        await AddAsync(
            new Speaker { ConferenceId = 1, Slug = "ada-weaver", Name = "Ada König", Company = "Garnwerk GmbH", Country = "Germany", AccountId = account.Id },
            new Speaker { ConferenceId = 1, Slug = "grace-hopper", Name = "Grace Hopper", Company = "Harbor", Country = "Kenya" });
        await Store.ReadAsync(async db =>
        {
            var sessions = await db.Sessions.OrderBy(s => s.Id).ToListAsync(Ct);
            sessions[0].Speakers.Add(await db.Speakers.SingleAsync(s => s.Slug == "ada-weaver", Ct));
            sessions[1].Speakers.Add(await db.Speakers.SingleAsync(s => s.Slug == "grace-hopper", Ct));
            return await db.SaveChangesAsync(Ct);
        });
    }

    private static IElement Button<TDesk>(IRenderedComponent<TDesk> desk, string text)
        where TDesk : LiveDesk => desk.FindAll("button").Single(b => b.TextContent.Trim() == text);
}
