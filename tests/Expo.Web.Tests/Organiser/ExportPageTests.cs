using System.Net;
using System.Text;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Organiser;

public sealed class ExportPageTests
{
    private const string Address = "/organiser/attendees/export";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_chosen_columns_come_as_a_file_that_nobody_keeps_and_the_page_lists_it_from_then_on()
    {
        using var site = new ExpoFactory();
        await RegisterAsync(site, "ada", "=1+1");
        await RegisterAsync(site, "grace", "Navy");
        var organiser = await site.SignedInAsync("organiser");

        var answer = await SendAsync(organiser, $"{Address}?q=ada", "Badges", "name", "organization");

        Assert.Equal((HttpStatusCode.OK, "text/csv; charset=utf-8", "no-store"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Headers.CacheControl!.ToString()));
        Assert.Matches(@"^attendees-\d{4}-\d\d-\d\d\.csv$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal("\uFEFFname,organization\r\nPerson ada,'=1+1\r\n", Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Ct)));
        Assert.Contains("Exported 1 person, a selection. Columns: name, organization. Purpose: Badges", (await organiser.PageAsync(Address)).QuerySelector(".pastfiles")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_apart_and_not_chosen_and_accommodation_needs_are_in_no_file()
    {
        using var site = new ExpoFactory();
        await site.Store.ReadAsync(async db =>
        {
            db.Add(new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = "Diet", Purpose = "Lunch", KeepDays = 1 });
            return await db.SaveChangesAsync(Ct);
        });

        var page = await (await site.SignedInAsync("organiser")).PageAsync(Address);

        Assert.Equal(["name", "email", "organization", "country", "ticket_type", "place"], page.QuerySelectorAll("input[name=columns][checked]").Select(box => box.GetAttribute("value")));
        Assert.Equal(["Columns", "Answers to your questions"], page.QuerySelectorAll("legend").Select(l => l.TextContent));
        Assert.Contains("Diet", page.QuerySelectorAll("fieldset")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("input[name=columns]"), box => box.GetAttribute("value")!.Contains("need", StringComparison.Ordinal) || box.GetAttribute("value")!.Contains("accommodation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_purpose_the_page_comes_back_with_the_answer_at_the_field_and_the_same_choice()
    {
        using var site = new ExpoFactory();
        var organiser = await site.SignedInAsync("organiser");

        var answer = await SendAsync(organiser, $"{Address}?place=room&sort=name", " ", "email");
        var page = await organiser.PageAsync(answer.Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(AttendeeRefusals.PurposeMissing.Message, page.QuerySelector("#purpose-message")!.TextContent);
        Assert.Equal("true", page.QuerySelector("#purpose")!.GetAttribute("aria-invalid"));
        Assert.Equal(["email"], page.QuerySelectorAll("input[name=columns][checked]").Select(box => box.GetAttribute("value")));
        Assert.Equal("?place=room&sort=name", page.QuerySelector("input[name=selection]")!.GetAttribute("value"));
        Assert.Empty(await site.Store.ReadAsync(db => db.RegistrationLog.ToListAsync(Ct)));
    }

    [Fact]
    public async Task Nobody_else_gets_a_file_and_nobody_without_the_token_of_the_page()
    {
        using var site = new ExpoFactory();
        var organiser = await site.SignedInAsync("organiser");
        var form = new Dictionary<string, string> { ["columns"] = "name", ["purpose"] = "Badges" };

        foreach (var role in new[] { "moderator", "speaker", "captioner", "door" })
        {
            var other = await site.SignedInAsync(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(Address, Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.PostAsync(Address + "/file", new FormUrlEncodedContent(form), Ct)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().PostAsync(Address + "/file", new FormUrlEncodedContent(form), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await organiser.PostAsync(Address + "/file", new FormUrlEncodedContent(form), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await organiser.GetAsync(Address + "/file", Ct)).StatusCode);
        Assert.Empty(await site.Store.ReadAsync(db => db.RegistrationLog.ToListAsync(Ct)));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string address, string purpose, params string[] columns)
    {
        var form = (await browser.PageAsync(address)).QuerySelector("main form")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").Select(hidden => KeyValuePair.Create(hidden.GetAttribute("name")!, hidden.GetAttribute("value")!)).ToList();
        fields.AddRange(columns.Select(column => KeyValuePair.Create("columns", column)));
        fields.Add(KeyValuePair.Create("purpose", purpose));
        return await browser.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields), Ct);
    }

    private static Task RegisterAsync(ExpoFactory site, string who, string organisation) => site.Store.ReadAsync(async db =>
    {
        db.Add(new Attendee
        {
            ConferenceId = 1, TicketTypeId = 1, TicketCode = who.ToUpperInvariant(), Name = $"Person {who}", Email = $"{who}@b.example", NormalisedEmail = $"{who}@b.example",
            Organisation = organisation, RegisteredAt = new DateTimeOffset(2023, 3, 1, 0, 0, 0, TimeSpan.Zero),
        });
        return await db.SaveChangesAsync(Ct);
    });
}
