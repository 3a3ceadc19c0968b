using System.Net;
using AngleSharp.Html.Dom;
using Expo.Core.Agenda;

namespace Expo.Web.Tests.Publishing;

public sealed class RecordingPageTests : IDisposable
{
    private readonly ExpoFactory _site = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_draft_is_for_organisers_only_and_publishing_shows_it_at_once()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        var draft = await record.AttachAsync(session);
        var (visitor, organiser) = (_site.Visitor(), await _site.SignedInAsync("organiser"));
        var address = $"/recordings/{session.Slug}";

        var asDraft = (await StatusAsync(visitor, address), await TitlesAsync(visitor), await StatusAsync(organiser, address));
        Assert.Contains("Only organizers see this.", (await organiser.PageAsync(address)).Body!.TextContent, StringComparison.Ordinal);
        await record.Recordings.PublishRecordingAsync(PublishedRecord.Organiser, draft.Id, Ct);
        await Eventually.TrueAsync(async () => (await TitlesAsync(visitor)).Contains(session.Title));

        Assert.Equal((HttpStatusCode.NotFound, "", HttpStatusCode.OK), asDraft);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, address));
    }

    [Fact]
    public async Task A_withdrawn_recording_leaves_a_note_and_is_gone_from_the_list_and_the_cache_at_once()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        var recording = await record.PublishAsync(session);
        var visitor = _site.Visitor();
        Assert.Equal((HttpStatusCode.OK, session.Title), (await StatusAsync(visitor, $"/recordings/{session.Slug}"), await TitlesAsync(visitor)));

        var withdrawn = (await record.Recordings.WithdrawRecordingAsync(PublishedRecord.Organiser, recording.Id, Ct)).Value;
        await Eventually.TrueAsync(async () => await StatusAsync(visitor, $"/recordings/{session.Slug}") == HttpStatusCode.Gone);

        var note = await (await visitor.GetAsync($"/recordings/{session.Slug}", Ct)).PageAsync();
        Assert.Equal("This recording was taken down", note.QuerySelector("h1")!.TextContent);
        Assert.Contains(EventTime.In("America/New_York").Full(withdrawn.WithdrawnAt!.Value), note.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(note.QuerySelectorAll("video"));
        await Eventually.TrueAsync(async () => await TitlesAsync(visitor) == "");
    }

    [Fact]
    public async Task Questions_lead_to_their_seconds_across_a_gap_of_the_encoder_and_without_a_script()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        await record.PublishAsync(session);
        await record.AnsweredAsync(session, "In the first run?", 12);
        await record.AnsweredAsync(session, "While the encoder was away?", 35);
        await record.AnsweredAsync(session, "In the second run?", 60);
        await record.AnsweredAsync(session, "Marked after the end?", 600);

        var page = await _site.Visitor().PageAsync($"/recordings/{session.Slug}");

        string[] mine = ["In the first run?", "While the encoder was away?", "In the second run?", "Marked after the end?"];
        var links = page.QuerySelectorAll(".recq li").Select(li => (Text: li.QuerySelector(".q")!.TextContent, Link: (IHtmlAnchorElement?)li.QuerySelector("a.seek"))).Where(l => mine.Contains(l.Text));
        Assert.Equal(
            [("Marked after the end?", "0:02", "?t=2"), ("In the first run?", "0:12", "?t=12"), ("While the encoder was away?", "0:20", "?t=20"), ("In the second run?", "0:30", "?t=30")],
            links.Select(l => (l.Text, l.Link!.TextContent, l.Link.Search)));
    }

    [Fact]
    public async Task A_link_to_a_second_starts_there_without_a_script()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        await record.PublishAsync(session);
        async Task<(string? Start, string Media)> BeginAsync(string query)
        {
            var video = (await _site.Visitor().PageAsync($"/recordings/{session.Slug}{query}")).QuerySelector("video")!;
            return (video.GetAttribute("data-start"), string.Join(' ', video.QuerySelectorAll("source").Select(s => s.GetAttribute("src")!.Split('/')[^1])));
        }

        var begins = new[] { await BeginAsync(""), await BeginAsync("?t=17"), await BeginAsync("?t=99999"), await BeginAsync("?t=-1"), await BeginAsync("?t=%22%3E%3Cscript%3E") };

        Assert.Equal(
            [
                ("0", "master.m3u8 540p-0-download.mp4"), ("17", "master.m3u8#t=17 540p-0-download.mp4#t=17"), ("60", "master.m3u8#t=60 540p-0-download.mp4#t=60"),
                ("0", "master.m3u8 540p-0-download.mp4"), ("0", "master.m3u8 540p-0-download.mp4"),
            ],
            begins);
    }

    [Fact]
    public async Task The_page_gives_away_no_key_and_carries_no_circuit_and_nothing_plays_by_itself()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        await record.PublishAsync(session);
        await record.AnsweredAsync(session, "Is there a key?", 12);

        var html = await _site.Visitor().GetStringAsync($"/recordings/{session.Slug}", Ct);

        Assert.Contains("Is there a key?", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key-of-the-asker", html, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor.web", html, StringComparison.Ordinal);
        Assert.DoesNotContain("autoplay", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_run_of_the_encoder_can_be_taken_home_and_says_its_size()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        await record.PublishAsync(session);

        var page = await _site.Visitor().PageAsync($"/recordings/{session.Slug}");

        Assert.Equal(["Part 1 of 2, MP4, 540p, 2.0 MB", "Part 2 of 2, MP4, 540p, 4.0 MB"], page.QuerySelectorAll("a[download]").Select(a => a.TextContent));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string address) => (await browser.GetAsync(address, Ct)).StatusCode;

    private static async Task<string> TitlesAsync(HttpClient browser) =>
        string.Join('|', (await browser.PageAsync("/recordings")).QuerySelectorAll(".recgrid h3").Select(h => h.TextContent));
}
