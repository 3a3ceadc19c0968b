using System.Net;
using System.Text.Json;
using Expo.Core.Questions;

namespace Expo.Web.Tests.Live;

public sealed class QuestionApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missed_events_and_the_list_can_be_asked_for_and_are_never_cached()
    {
        await using var host = await LiveHost.StartAsync();
        await host.AskAsync("SECRET-waiting");
        var question = await host.ApprovedAsync("What does it cost?");
        await host.Questions.VoteAsync("SECRET-voter", 1, question.Id, Ct);
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };

        var events = await http.GetAsync("/api/v1/sessions/isotopes/events?after=0", Ct);
        var list = await http.GetAsync("/api/v1/sessions/isotopes/questions", Ct);
        var nothing = await http.GetStringAsync("/api/v1/sessions/isotopes/events?after=1", Ct);

        var asked = JsonSerializer.Serialize(question.AskedAt);
        var body = $$"""{"id":{{question.Id}},"text":"What does it cost?","askedBy":null,"state":"approved","askedAt":{{asked}},"isEdited":false,"answeredAt":null,"answeredLive":false,"answer":null,"answeredBy":null}""";
        Assert.Equal($$$"""{"latest":1,"events":[{"number":1,"kind":"question.approved","questionId":{{{question.Id}}},"question":{{{body}}}}],"counts":{"{{{question.Id}}}":1}}""", await events.Content.ReadAsStringAsync(Ct));
        Assert.Equal($$$"""{"latest":1,"questions":[{{{body}}}],"counts":{"{{{question.Id}}}":1}}""", await list.Content.ReadAsStringAsync(Ct));
        Assert.Equal($$$"""{"latest":1,"events":[],"counts":{"{{{question.Id}}}":1}}""", nothing);
        Assert.True(events.Headers.CacheControl?.NoStore);
        Assert.True(list.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/api/v1/sessions/isotopes/events?after=-1", HttpStatusCode.BadRequest, "questions.bad-number")]
    [InlineData("/api/v1/sessions/isotopes/events?after=x", HttpStatusCode.BadRequest, "questions.bad-number")]
    [InlineData("/api/v1/sessions/isotopes/events?after=", HttpStatusCode.BadRequest, "questions.bad-number")]
    [InlineData("/api/v1/sessions/isotopes/events?after=99999999999999999999", HttpStatusCode.BadRequest, "questions.bad-number")]
    [InlineData("/api/v1/sessions/nothing/events?after=0", HttpStatusCode.NotFound, "questions.unknown-session")]
    [InlineData("/api/v1/sessions/nothing/questions", HttpStatusCode.NotFound, "questions.unknown-session")]
    public async Task A_bad_request_gets_a_problem_that_says_what_is_wrong(string address, HttpStatusCode status, string code)
    {
        await using var host = await LiveHost.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };

        var answer = await http.GetAsync(address, Ct);

        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        Assert.Equal((status, code), (answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }
}
