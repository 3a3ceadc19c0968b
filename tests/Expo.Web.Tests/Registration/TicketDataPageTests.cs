using System.Net;
using System.Text.Json;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Registration;

public sealed class TicketDataPageTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ticket_leads_to_a_page_with_everything_that_is_stored()
    {
        var (visitor, address) = (site.Visitor(), await site.TicketOfAsync("reader"));
        var link = (await visitor.PageAsync(address)).QuerySelector("a[href$='/data']")!.GetAttribute("href")!;

        var page = await visitor.PageAsync(link);

        Assert.Equal($"{address}/data", link);
        Assert.Equal("Your data", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Registrations (1)", "Lines of the seat ledger (1)", "Letters (1)"], page.QuerySelectorAll(".exported h3").Select(h => h.TextContent));
        Assert.Contains("A seat near the front", page.QuerySelectorAll(".fields dd").Select(dd => dd.TextContent));
        Assert.Contains("reader@thornebury.example", page.QuerySelectorAll(".fields dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public async Task A_letter_to_somebody_else_is_the_persons_only_when_its_template_is_about_attendees()
    {
        await using var own = await RegistrationSite.OpenAsync(new());
        var address = await own.TicketOfAsync("ada");
        var (id, before) = ((await own.AttendeeAsync("ada")).Id, await own.Store.ReadAsync(db => db.Outbox.CountAsync(Ct)));
        var templates = own.Services.GetServices<ILetterWriter>().SelectMany(writer => writer.Templates).Append("SendSomethingNew").ToList();
        await own.Store.ChangeAsync<int>(
            async db =>
            {
                // Sent already, so that nothing leaves while this looks.
                db.AddRange(templates.Select(template => new OutboxLetter { Template = template, Recipient = "stranger@thornebury.example", SubjectId = id, Version = 99, SentAt = RegistrationSite.Today, CreatedAt = RegistrationSite.Today, DueAt = RegistrationSite.Today }));
                return await db.SaveChangesAsync(Ct);
            },
            Ct);

        using var read = JsonDocument.Parse(await own.Visitor().GetStringAsync($"{address}/data.json", Ct));

        // Whoever writes a letter about something else adds nothing here; one about an attendee belongs in PersonLetters as well.
        string[] aboutAttendees =
        [
            "SendAccommodation", "SendBulk", "SendCancelled", "SendCancelledByStaff", "SendChanges", "SendDoorSeat", "SendHoldExpired", "SendMoved", "SendOffer", "SendOfferExpired", "SendOver", "SendPay", "SendReconfirm", "SendReleased",
            "SendReleasedAtDoor", "SendSeatFree", "SendTicket", "SendTicketAgain", "SendWaiting", "TellAccommodation",
        ];
        var letters = read.RootElement.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("name").GetString() == "Letters").GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(
            aboutAttendees.Select(LetterNames.Of).Order(StringComparer.Ordinal),
            letters.Where(row => row.GetProperty("Recipient").GetString() == "stranger@thornebury.example").Select(row => row.GetProperty("Which letter").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(aboutAttendees.Length + before, letters.Count);
    }

    [Theory]
    [InlineData("/data")]
    [InlineData("/data.json")]
    [InlineData("/data.html")]
    [InlineData("/needs")]
    public async Task Each_page_of_a_ticket_is_kept_by_no_cache_and_a_forged_code_finds_nothing(string ending)
    {
        var answer = await site.Visitor().GetAsync(await site.TicketOfAsync("secret" + ending.Length + ending[^1]) + ending, Ct);
        var forged = await site.Visitor().GetAsync("/tickets/0000-0000-0000-0000" + ending, Ct);

        Assert.Equal(
            (HttpStatusCode.OK, "no-store, no-cache", "noindex, nofollow", "no-referrer"),
            (answer.StatusCode, answer.Headers.CacheControl!.ToString(), answer.Headers.GetValues("X-Robots-Tag").Single(), answer.Headers.GetValues("Referrer-Policy").Single()));
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
    }

    [Fact]
    public async Task Both_files_are_handed_over_to_be_kept_and_hold_the_same_person()
    {
        var address = await site.TicketOfAsync("keeper");

        var json = await site.Visitor().GetAsync($"{address}/data.json", Ct);
        var html = await site.Visitor().GetAsync($"{address}/data.html", Ct);

        using var read = JsonDocument.Parse(await json.Content.ReadAsStringAsync(Ct));
        Assert.Equal(("attachment", "my-data.json"), (json.Content.Headers.ContentDisposition!.DispositionType, json.Content.Headers.ContentDisposition.FileName));
        Assert.Equal(("attachment", "my-data.html"), (html.Content.Headers.ContentDisposition!.DispositionType, html.Content.Headers.ContentDisposition.FileName));
        Assert.Equal("keeper@thornebury.example", read.RootElement.GetProperty("address").GetString());
        Assert.Contains("Fernhollow &amp; Sons &quot;&lt;b&gt;Imports&lt;/b&gt;&quot;", await html.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_asks_once_more_wants_a_tick_and_then_everything_is_gone()
    {
        await using var own = await RegistrationSite.OpenAsync(new());
        var (visitor, address) = (own.Visitor(), await own.TicketOfAsync("ada"));
        var question = (await visitor.PageAsync($"{address}/data")).QuerySelector("#erase a")!.GetAttribute("href")!;
        var unticked = await (await visitor.SendFormAsync(question, [], "#erase form")).PageAsync();
        var stillThere = await own.EverybodyAsync();

        var answer = await visitor.SendFormAsync(question, new() { ["Sure"] = "yes" }, "#erase form");

        Assert.Equal($"{address}/data?step=erase#erase", question);
        Assert.Equal(PrivacyRefusals.NotOver.Message, unticked.Alert());
        Assert.Equal(["ada Confirmed room"], stillThere);
        Assert.Equal("/privacy/erased", answer.Whither());
        Assert.Equal("Your data are erased", (await visitor.PageAsync("/privacy/erased")).QuerySelector("h1")!.TextContent);
        Assert.Equal([" Cancelled room"], await own.EverybodyAsync());
        Assert.Equal((0, 0), await own.RoomAsync());
        foreach (var gone in new[] { "", ".ics", "/data", "/data.json", "/needs" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(address + gone, Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task A_form_without_its_token_erases_nothing()
    {
        var address = await site.TicketOfAsync("tokenless");

        var answer = await site.Visitor().PostAsync($"{address}/data?step=erase", new FormUrlEncodedContent([new("_handler", "erase"), new("Sure", "yes")]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("tokenless Confirmed room", await site.EverybodyAsync());
    }

    [Fact]
    public async Task Needs_can_be_asked_for_changed_and_withdrawn_later_and_the_page_says_the_deadline_and_the_answer()
    {
        await using var own = await RegistrationSite.OpenAsync(new());
        await own.Store.ChangeAsync<int>(async db => { db.Add(new RegistrationSettings { ConferenceId = 1, AccommodationsBy = RegistrationSite.Today.AddDays(2) }); return await db.SaveChangesAsync(Ct); }, Ct);
        var (visitor, address) = (own.Visitor(), await own.TicketOfAsync("ada") + "/needs");
        await own.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.Accommodation, AccommodationState.Arranged).SetProperty(a => a.AccommodationReply, "Row 1 is yours."), Ct));
        var first = await visitor.PageAsync(address);

        var changed = await visitor.SendFormAsync(address, new() { ["Form.AccessNeeds"] = "Captions" });
        var saved = await visitor.PageAsync(changed.Whither()!);
        var tooLong = await (await visitor.SendFormAsync(address, new() { ["Form.AccessNeeds"] = new string('x', 1001) })).PageAsync();
        own.Pass(TimeSpan.FromDays(3));
        var withdrawn = await visitor.PageAsync((await visitor.SendFormAsync(address, new() { ["Form.AccessNeeds"] = "" })).Whither()!);

        Assert.Equal("Your request: arranged", first.QuerySelector("#answer")!.TextContent);
        Assert.Equal("Row 1 is yours.", first.QuerySelector(".asked")!.TextContent.Trim());
        Assert.StartsWith("What is asked for by 9 March 2023, 08:00 EST is sure to be looked at in time.", first.QuerySelector("main .stack > p")!.TextContent);
        Assert.StartsWith("Your request is saved.", saved.Alert());
        Assert.Equal("Your request: not answered yet", saved.QuerySelector("#answer")!.TextContent);
        Assert.Contains("Use at most 1000 characters.", tooLong.QuerySelector(".msg")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Your request is withdrawn.", withdrawn.Alert());
        Assert.StartsWith("The time in which requests were sure to be looked at ended on 9 March 2023, 08:00 EST.", withdrawn.QuerySelector("main .stack > p")!.TextContent);
        Assert.Null(withdrawn.QuerySelector("#answer"));
    }
}
