using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Home;

public sealed class HomePageTests(ExpoFactory site) : IClassFixture<ExpoFactory>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_home_page_weighs_less_than_60_KB_with_its_style_and_font()
    {
        var visitor = site.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        var page = await site.Visitor().PageAsync("/");
        var loaded = page.QuerySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!);

        var weights = new Dictionary<string, int>();
        foreach (var address in loaded.Prepend("/"))
        {
            weights[address] = (await visitor.GetByteArrayAsync(address, Ct)).Length;
        }

        Assert.InRange(weights.Values.Sum(), 30_000, 60_000);
    }

    [Fact]
    public async Task The_font_is_preloaded_by_the_address_that_the_style_sheet_names()
    {
        var visitor = site.Visitor();
        var page = await visitor.PageAsync("/");

        var style = await visitor.GetStringAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"), Ct);

        Assert.Contains(page.QuerySelector("link[rel=preload][as=font]")!.GetAttribute("href")!, style);
    }

    [Fact]
    public async Task What_is_live_stands_on_top_with_the_way_to_watch_it()
    {
        var page = await site.Visitor().PageAsync("/");

        var live = await site.Store.ReadAsync(db => db.Sessions.Include(s => s.Stage).FirstAsync(s => s.State == SessionState.Live, Ct));
        Assert.Equal(live.Title, page.QuerySelector("#now")!.TextContent);
        Assert.Equal($"/live/{live.Stage!.Slug}", page.QuerySelector(".nowstrip a")!.GetAttribute("href"));
        Assert.Equal($"/live/{live.Stage!.Slug}", page.QuerySelector(".appbar nav a.now")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Seats_are_given_with_the_time_of_counting_and_its_zone()
    {
        var page = await site.Visitor().PageAsync("/");

        var places = page.QuerySelector(".room")!;
        Assert.Equal("400", places.QuerySelector(".big")!.TextContent);
        Assert.Matches(@"of 400, for both days\. Counted at \d\d:\d\d E[SD]T\.", places.TextContent);
    }

    [Fact]
    public async Task A_session_that_ends_is_no_longer_shown_as_live_anywhere()
    {
        await using var own = new ExpoFactory();
        var visitor = own.Visitor();
        Assert.NotNull((await visitor.PageAsync("/")).QuerySelector(".nowstrip"));
        var live = await own.Store.ReadAsync(db => db.Sessions.FirstAsync(s => s.State == SessionState.Live, Ct));

        await own.Services.GetRequiredService<AgendaService>().EndAsync(Actor.System, live.Id, Ct);

        await Eventually.TrueAsync(async () => (await visitor.PageAsync("/")).QuerySelector(".nowstrip, .appbar a.now") is null);
        Assert.Null((await visitor.PageAsync("/agenda")).QuerySelector(".ag.on"));
    }

    [Fact]
    public async Task Only_published_words_and_recordings_are_shown()
    {
        await using var own = new ExpoFactory();
        var now = TimeProvider.System.GetUtcNow();
        var conference = await own.Store.ReadAsync(db => db.Conferences.FirstAsync(Ct));
        var ended = await own.Store.ReadAsync(db => db.Sessions.Where(s => s.State == SessionState.Ended).OrderBy(s => s.Id).ToListAsync(Ct));
        await own.Store.ChangeAsync<int>(async db =>
        {
            var published = new FaqEntry { ConferenceId = conference.Id, Slug = "published", State = FaqState.Published, Heading = "Secret new draft", AskedWording = "Secret wording", Version = 1, CreatedAt = now, PublishedAt = now };
            published.Revisions.Add(new FaqRevision { Number = 1, At = now, Heading = "Published heading", AnswerMarkdown = "Yes.", By = "Ada" });
            db.Add(published);
            db.Add(new FaqEntry { ConferenceId = conference.Id, Slug = "draft", Heading = "Secret draft", AskedWording = "Secret wording", CreatedAt = now });
            db.Recordings.RemoveRange(await db.Recordings.ToListAsync(Ct));
            db.Add(new Recording { SessionId = ended[0].Id, Slug = "shown", State = RecordingState.Published, StageSlug = "main", Manifest = "{}", DurationMs = 1_491_000, PublishedAt = now });
            db.Add(new Recording { SessionId = ended[1].Id, Slug = "hidden", State = RecordingState.Draft, StageSlug = "main", Manifest = "{}" });
            return await db.SaveChangesAsync(Ct);
        }, Ct);

        var page = await own.Visitor().PageAsync("/");

        Assert.Equal(["Published heading"], page.QuerySelectorAll(".faqs a").Select(link => link.TextContent));
        Assert.Equal(["/recordings/shown"], page.QuerySelectorAll(".recs a").Select(link => link.GetAttribute("href")));
        Assert.Equal("24:51", page.QuerySelector(".recs .len")!.TextContent);
        Assert.DoesNotContain("Secret", page.DocumentElement.OuterHtml);
        Assert.DoesNotContain("/recordings/hidden", page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task Without_an_event_the_site_says_so()
    {
        await using var empty = new ExpoFactory { WithDemo = false };

        var page = await empty.Visitor().PageAsync("/");

        Assert.Contains("No event has been set up", page.QuerySelector("main")!.TextContent);
        Assert.Null(page.QuerySelector(".chip.demo"));
    }
}
