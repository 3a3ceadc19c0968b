using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Expo.Web.Tests.Registration;

public sealed class RegistrationApiTests(RegistrationSite site) : IClassFixture<RegistrationSite>
{
    private const string Address = "/api/v1/registrations";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_address_and_a_known_one_get_the_same_answer()
    {
        await using var own = await RegistrationSite.OpenAsync(new());
        var visitor = own.Visitor();

        var asked = await visitor.PostAsJsonAsync(Address, Person("ada"), Ct);
        var again = await visitor.PostAsJsonAsync(Address, Person("ADA"), Ct);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (asked.StatusCode, again.StatusCode));
        Assert.Equal(
            """{"message":"We have sent a letter to the address that you typed. Your ticket, or your place on the waiting list, is in it."}""",
            await asked.Content.ReadAsStringAsync(Ct));
        Assert.Equal(await asked.Content.ReadAsStringAsync(Ct), await again.Content.ReadAsStringAsync(Ct));
        Assert.Equal(Names(asked), Names(again));
        Assert.Equal(["ada Confirmed room"], await own.EverybodyAsync());
    }

    [Fact]
    public async Task Fields_that_a_visitor_does_not_decide_are_not_listened_to()
    {
        var person = Person("mallory");
        (person["state"], person["ticketCode"], person["id"]) = (2, "0000000000000000", 1);

        var answer = await site.Visitor().PostAsJsonAsync(Address, person, Ct);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("mallory Confirmed room", await site.EverybodyAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/tickets/0000-0000-0000-0000", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("place", "vip", "registration.place-unknown", "Place")]
    [InlineData("place", null, "registration.place-missing", "Place")]
    [InlineData("name", " ", "registration.name-missing", "Name")]
    [InlineData("name", "Ada\u0000", "registration.name-unreadable", "Name")]
    [InlineData("name", "Win at www.spam.example", "registration.name-with-link", "Name")]
    [InlineData("email", "ada\r\nBcc: eve@example.org", "registration.email-unreadable", "Email")]
    [InlineData("country", "Atlantis", "registration.country-unknown", "Country")]
    public async Task A_wrong_field_is_a_problem_that_names_it(string field, string? value, string code, string named)
    {
        var person = Person("wrong");
        person[field] = value;

        var answer = await site.Visitor().PostAsJsonAsync(Address, person, Ct);

        Assert.Equal((HttpStatusCode.BadRequest, code, named), await ProblemAsync(answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\":5}")]
    [InlineData("{\"name\":\"Ada\"")]
    public async Task What_is_not_the_object_asked_for_is_a_problem_that_says_what_to_send(string body)
    {
        var answer = await site.Visitor().PostAsync(Address, new StringContent(body, Encoding.UTF8, "application/json"), Ct);

        Assert.Equal((HttpStatusCode.BadRequest, "registration.unreadable", null), await ProblemAsync(answer));
    }

    [Fact]
    public async Task A_form_is_no_JSON_and_registers_nobody()
    {
        var answer = await site.Visitor().PostAsync(Address, new FormUrlEncodedContent([new("email", "eve@thornebury.example")]), Ct);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_full_room_is_a_conflict_for_every_address_and_the_line_is_open()
    {
        await using var own = await RegistrationSite.OpenAsync(new() { Seats = 1 });
        var visitor = own.Visitor();
        await visitor.PostAsJsonAsync(Address, Person("ada"), Ct);

        var known = await visitor.PostAsJsonAsync(Address, Person("ada"), Ct);
        var fresh = await visitor.PostAsJsonAsync(Address, Person("bob"), Ct);
        var waiting = await visitor.PostAsJsonAsync(Address, Person("bob", "waiting"), Ct);

        Assert.Equal((HttpStatusCode.Conflict, "registration.full", null), await ProblemAsync(known));
        Assert.Equal((HttpStatusCode.Conflict, "registration.full", null), await ProblemAsync(fresh));
        Assert.Equal(HttpStatusCode.Accepted, waiting.StatusCode);
        Assert.Equal(["ada Confirmed room", "bob Waiting room"], await own.EverybodyAsync());
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused_as_such()
    {
        await using var own = new RegistrationSite();
        own.UseKestrel(0);
        own.StartServer();
        var person = Person("large");
        person["name"] = new string('n', 100_000);

        var answer = await own.CreateClient().PostAsJsonAsync(Address, person, Ct);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("at most 64 KB", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_does_not_arrive_whole_is_not_told_that_it_is_too_large()
    {
        await using var own = new RegistrationSite();
        own.UseKestrel(0);
        own.StartServer();
        using var socket = new TcpClient();
        var host = own.CreateClient().BaseAddress!;
        await socket.ConnectAsync(host.Host, host.Port, Ct);
        var stream = socket.GetStream();

        // A piece whose length is no number (RFC 9112, 7.1).
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Address} HTTP/1.1\r\nHost: {host.Authority}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n"), Ct);

        var answer = await new StreamReader(stream).ReadToEndAsync(Ct);
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("The request did not arrive whole. Send it again.", answer, StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Person(string who, string place = "room") => new()
    {
        ["place"] = place, ["name"] = "Ada Lovelace", ["email"] = $"{who}@thornebury.example", ["country"] = "GB",
    };

    private static IEnumerable<string> Names(HttpResponseMessage answer) => answer.Headers.Select(header => header.Key).Order();

    private static async Task<(HttpStatusCode Status, string? Code, string? Field)> ProblemAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (answer.StatusCode, Text("code"), Text("field"));
        string? Text(string name) => problem.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
