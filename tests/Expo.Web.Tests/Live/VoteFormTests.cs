using System.Net;
using Expo.Core.Questions;

namespace Expo.Web.Tests.Live;

public sealed class VoteFormTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    [Theory]
    [InlineData("+999999")]
    [InlineData("-1 or so")]
    [InlineData("")]
    public async Task A_vote_that_no_button_sends_is_refused_on_the_page_itself(string vote)
    {
        var browser = site.Visitor();

        var answer = await browser.SendFormAsync("/live/main", new() { ["vote"] = vote }, "form[data-votes-form]");
        var page = await browser.PageAsync(answer.Headers.Location!.OriginalString);

        Assert.Equal((HttpStatusCode.Redirect, "/live/main?refused=questions.unknown#questions"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal(QuestionRefusals.Unknown.Message, page.QuerySelector("#questions [role=alert]:not([hidden])")!.TextContent.Trim());
    }
}
