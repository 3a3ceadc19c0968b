namespace Expo.Web.Tests.Live;

public sealed class LivePageTests(ExpoFactory factory) : IClassFixture<ExpoFactory>
{
    [Fact]
    public async Task Without_a_script_the_words_are_not_covered_by_a_picture_that_is_not_there()
    {
        var page = await factory.Visitor().GetStringAsync("/live/main", TestContext.Current.CancellationToken);

        Assert.Contains("data-slate-text", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<noscript><video", page, StringComparison.Ordinal);
    }
}
