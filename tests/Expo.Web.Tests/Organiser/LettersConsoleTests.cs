using Bunit;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class LettersConsoleTests : DeskTest
{
    [Fact]
    public async Task The_outbox_is_paged_and_filtered_by_state_and_address()
    {
        await SeedAsync(40);
        var desk = Render<LettersConsole>();
        var all = (Found(desk), desk.FindAll("tbody tr").Count);

        await desk.Find("select").ChangeAsync(new() { Value = nameof(LetterState.Failed) });
        desk.WaitForAssertion(() => Assert.Equal("1 letter", Found(desk)));
        var failed = desk.Find("tbody tr").TextContent;
        await desk.Find("select").ChangeAsync(new() { Value = "" });
        await desk.Find("input").InputAsync("P17@");

        desk.WaitForAssertion(() => Assert.Equal("1 letter", Found(desk)));
        Assert.Equal(("40 letters, the newest first", 25), all);
        Assert.Contains("550 No such mailbox", failed, StringComparison.Ordinal);
        Assert.Contains("Ticket", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_letter_is_shown_as_it_would_be_written_now_and_sent_again()
    {
        await SeedAsync(3);
        var desk = Render<LettersConsole>();

        await desk.Find("button[aria-label='Show: Ticket to p1@b.example']").ClickAsync();
        var shown = desk.Find("tr.more").TextContent;
        await desk.Find("button[aria-label='Send again: Ticket to p1@b.example']").ClickAsync();

        Assert.Contains("Hello Person 1,", shown, StringComparison.Ordinal);
        Assert.Contains("The letter is tried again now.", desk.Find("[role=status]").TextContent, StringComparison.Ordinal);
        var row = await Store.ReadAsync(db => db.Outbox.OrderBy(l => l.Id).FirstAsync(Ct));
        Assert.Equal((null, 1), (row.FailedAt, row.Attempts));
        Assert.Empty(desk.FindAll("button[aria-label^='Send again']"));
    }

    [Fact]
    public async Task A_letter_is_written_previewed_and_confirmed_by_its_number()
    {
        await SeedAsync(3);
        var desk = Render<BulkLetterConsole>();

        await desk.Find("input.mud-input-slot").InputAsync("Doors open, {name}");
        await desk.Find("textarea.mud-input-slot").InputAsync("Dear {name},\n\nyou have {plaace}.");
        await PressAsync(desk, "Save and preview");
        desk.WaitForAssertion(() => Assert.Contains("{plaace} is not known. You can use {name}", desk.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await desk.Find("textarea.mud-input-slot").InputAsync("Dear {name},\n\nyou have {place}.");
        await PressAsync(desk, "Save and preview");
        desk.WaitForAssertion(() => Assert.Equal("It goes to 3 people.", desk.Find("[aria-labelledby=preview] [role=status]").TextContent));
        Assert.EndsWith("/organiser/letters/1", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Contains("Dear Person 1,", desk.Find("article.letter").TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("article.letter script"));
        Assert.Equal(["{name}", "{ticket}", "{place}", "{event}"], desk.FindAll("dl.known dt").Select(word => word.TextContent));

        await desk.Find("label.count input").InputAsync("4");
        await PressAsync(desk, "Send it now");
        desk.WaitForAssertion(() => Assert.Contains("would go to 3", desk.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(0, await Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == "SendBulk", Ct)));
        await desk.Find("label.count input").InputAsync("3");
        await PressAsync(desk, "Send it now");

        desk.WaitForAssertion(() => Assert.Equal("0 sent, 3 waiting", desk.Find("[aria-labelledby=progress] [role=status]").TextContent));
        Assert.Empty(desk.FindAll("label.count"));
        Assert.Equal(3, await Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == "SendBulk", Ct)));
    }

    [Fact]
    public async Task What_was_changed_after_the_preview_cannot_be_sent_before_it_is_saved()
    {
        await SeedAsync(1);
        await AddAsync(new BulkLetter { ConferenceId = 1, Subject = "Old", Text = "Text", Segment = new AttendeeSegment().ToJson(), CreatedBy = "Ona" });
        var desk = Render<BulkLetterConsole>(d => d.Add(c => c.Id, 1));
        desk.WaitForAssertion(() => Assert.Single(desk.FindAll("label.count")));

        await desk.Find("input.mud-input-slot").InputAsync("New");

        Assert.Empty(desk.FindAll("label.count"));
        Assert.Contains("Save and preview it first", desk.Find("[aria-labelledby=send]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SendTicket", "Ticket")]
    [InlineData("SendBulk", "Letter to many")]
    [InlineData("SendRefundFailed", "Refund failed")]
    [InlineData("Odd", "Odd")]
    public void A_template_is_said_in_plain_words(string template, string words) => Assert.Equal(words, LetterWords.Of(template));

    private static Task PressAsync(IRenderedComponent<BulkLetterConsole> desk, string words) => desk.FindAll("button").Single(b => b.TextContent == words).ClickAsync();

    private async Task SeedAsync(int people)
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket());
        for (var i = 1; i <= people; i++)
        {
            await AddAsync(
                new Attendee
                {
                    ConferenceId = 1, TicketTypeId = 1, TicketCode = TicketCodes.Create(), Name = $"Person {i}", Email = $"p{i}@b.example", NormalisedEmail = $"p{i}@b.example", RegisteredAt = Samples.Opening.AddMinutes(i),
                },
                new OutboxLetter
                {
                    Template = nameof(SendTicket), Recipient = $"p{i}@b.example", SubjectId = i, CreatedAt = Samples.Opening, DueAt = Samples.Opening, FailedAt = i == 1 ? Samples.Opening : null, LastError = i == 1 ? "550 No such mailbox" : null,
                });
        }
    }

    private static string Found(IRenderedComponent<LettersConsole> desk) => desk.Find("section.scroll p[role=status]").TextContent;
}
