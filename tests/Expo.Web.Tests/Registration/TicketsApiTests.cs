using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Expo.Core.Registration;
using Expo.Web.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Registration;

public sealed class TicketsApiTests
{
    private const string Address = "/api/v1/tickets";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_visible_ticket_has_one_of_four_answers_with_what_belongs_to_it()
    {
        var (later, full) = (Tickets.Other("later", "Later", 6), Tickets.Other("full", "Full", 7));
        later.OpensAt = RegistrationSite.Today.AddDays(1);
        full.Pools[0] = new() { SeatPoolId = 2 };
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 1, More = [SeatPool.Of(1, "None", 0), Tickets.Press(), Tickets.PressCode(), Tickets.Paid(), later, full] });
        await site.TicketOfAsync("ada", "dinner");
        await site.TicketOfAsync("bob", "waiting:dinner");

        var answer = JsonDocument.Parse(await site.Visitor().GetStringAsync(Address, Ct)).RootElement;

        Assert.Equal(("America/New_York", RegistrationSite.Today), (answer.GetProperty("timeZone").GetString(), answer.GetProperty("countedAt").GetDateTimeOffset()));
        Assert.Equal(
            [
                """{"code":"room","name":"A seat in the room","description":null,"kind":"inPerson","price":{"minor":0,"currency":"usd","words":"Free"},"answer":"held","left":0,"heldUntil":"2023-03-07T14:00:00+00:00","opensAt":null,"closesAt":"2023-03-16T00:00:00-04:00","waiting":1}""",
                """{"code":"stream","name":"The live stream","description":null,"kind":"online","price":{"minor":0,"currency":"usd","words":"Free"},"answer":"available","left":null,"heldUntil":null,"opensAt":null,"closesAt":"2023-03-16T00:00:00-04:00","waiting":0}""",
                """{"code":"dinner","name":"Dinner","description":null,"kind":"inPerson","price":{"minor":2500,"currency":"usd","words":"25.00 USD"},"answer":"held","left":0,"heldUntil":"2023-03-07T14:00:00+00:00","opensAt":null,"closesAt":"2023-03-16T00:00:00-04:00","waiting":1}""",
                """{"code":"later","name":"Later","description":null,"kind":"inPerson","price":{"minor":0,"currency":"usd","words":"Free"},"answer":"closed","left":0,"heldUntil":null,"opensAt":"2023-03-08T13:00:00+00:00","closesAt":"2023-03-16T00:00:00-04:00","waiting":1}""",
                """{"code":"full","name":"Full","description":null,"kind":"inPerson","price":{"minor":0,"currency":"usd","words":"Free"},"answer":"sold","left":0,"heldUntil":null,"opensAt":null,"closesAt":"2023-03-16T00:00:00-04:00","waiting":0}""",
            ],
            answer.GetProperty("tickets").EnumerateArray().Select(WithoutWords));
        Assert.Equal("Opens on 8 March 2023, 08:00 EST.", answer.GetProperty("tickets")[3].GetProperty("words").GetString());
    }

    [Fact]
    public async Task The_answer_is_kept_for_all_who_ask()
    {
        await using var site = await RegistrationSite.OpenAsync(new());
        var first = await site.Visitor().GetStringAsync(Address, Ct);
        await site.Store.ChangeAsync<int>(async db => await db.TicketTypes.ExecuteUpdateAsync(set => set.SetProperty(t => t.Name, "Changed"), Ct), Ct);

        Assert.Equal(first, await site.Visitor().GetStringAsync(Address, Ct));
    }

    [Fact]
    public async Task What_is_kept_is_thrown_away_when_a_seat_is_taken_and_when_one_comes_free()
    {
        await using var site = await RegistrationSite.OpenAsync(new());
        var cache = site.Services.GetRequiredService<IOutputCacheStore>();
        async Task<bool> IsKeptAsync() => await cache.GetAsync("kept", Ct) is not null;
        ValueTask KeepAsync() => cache.SetAsync("kept", [1], [OutputCaches.Seats], TimeSpan.FromHours(1), Ct);

        await KeepAsync();
        var before = await IsKeptAsync();
        var address = await site.TicketOfAsync("ada");
        await Eventually.TrueAsync(async () => !await IsKeptAsync());
        await KeepAsync();
        await site.Visitor().SendFormAsync(address + "?step=cancel", [], "#cancel form");

        Assert.True(before);
        await Eventually.TrueAsync(async () => !await IsKeptAsync());
    }

    [Fact]
    public async Task Before_there_is_an_event_the_answer_is_a_problem()
    {
        await using var site = new ExpoFactory { WithDemo = false };

        var answer = await site.Visitor().GetAsync(Address, Ct);

        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Both_are_described_for_other_programs()
    {
        await using var site = await RegistrationSite.OpenAsync(new());

        var paths = JsonDocument.Parse(await site.Visitor().GetStringAsync("/openapi/v1.json", Ct)).RootElement.GetProperty("paths");

        Assert.True(paths.GetProperty(Address).GetProperty("get").GetProperty("responses").TryGetProperty("200", out _));
        var register = paths.GetProperty("/api/v1/registrations").GetProperty("post");
        Assert.True(register.TryGetProperty("requestBody", out _));
        Assert.Equal(["202", "400", "409", "413", "429"], register.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order(StringComparer.Ordinal));
        Assert.StartsWith("`place` is the `code` of one of the tickets that /api/v1/tickets lists", register.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_registers_a_party_with_a_code_answers_and_the_statement_it_was_shown()
    {
        var question = new FormQuestion { ConferenceId = 1, Label = "Paper", Purpose = "to know", KeepDays = 1, IsRequired = true, TicketTypes = ["press"] };
        var statement = new PrivacyStatement { ConferenceId = 1, Version = 1, Authority = "A", Purpose = "P", RoutineUses = "R", Disclosure = "D" };
        await using var site = await RegistrationSite.OpenAsync(new() { More = [Tickets.Press(), Tickets.PressCode(), question, statement] });
        var visitor = site.Visitor();
        Task<HttpResponseMessage> Send(string who, string answer, int seen) => visitor.PostAsJsonAsync("/api/v1/registrations", new
        {
            place = "press", name = "Ada Lovelace", email = $"{who}@thornebury.example", country = "GB", accessCode = "press-demo", answers = new Dictionary<string, string> { ["1"] = answer },
            companions = new[] { new { name = "Bob", email = $"{who}-friend@thornebury.example" } }, privacyStatement = seen,
        }, Ct);

        var accepted = await Send("ada", "The Daily Thread", 1);
        var forged = await Send("eve", "Another", 7);
        var missing = await Send("cy", " ", 1);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.BadRequest), (accepted.StatusCode, forged.StatusCode, missing.StatusCode));
        Assert.Equal("Answers[1]", (await missing.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("field").GetString());
        Assert.Equal(["ada Confirmed press", "ada-friend Confirmed press", "eve Confirmed press", "eve-friend Confirmed press"], await site.EverybodyAsync());
        Assert.Equal((1, null), ((await site.AttendeeAsync("ada")).PrivacyStatementId, (await site.AttendeeAsync("eve")).PrivacyStatementId));
        Assert.Equal("The Daily Thread", await site.Store.ReadAsync(db => db.FormAnswers.OrderBy(a => a.Id).Select(a => a.Value).FirstAsync(Ct)));
    }

    [Fact]
    public async Task What_cannot_be_read_is_answered_with_all_the_fields_there_are()
    {
        await using var site = await RegistrationSite.OpenAsync(new());

        var answer = await site.Visitor().PostAsJsonAsync("/api/v1/registrations", new { name = "Ada", answers = new[] { 1 } }, Ct);

        Assert.Equal(
            "Send a JSON object with the text fields place, name, email, organisation, country, accessNeeds and accessCode, the object answers, the list companions and the number privacyStatement.",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString());
    }

    private static string WithoutWords(JsonElement ticket) => ticket.GetRawText().Split(",\"words\":\"" + ticket.GetProperty("words").GetString())[0] + "}";
}
