using System.Net;
using Expo.Core.Agenda;
using Expo.Core.Publishing;

namespace Expo.Web.Tests.Publishing;

public sealed class FaqPageTests : IDisposable
{
    private static readonly EventTime Washington = EventTime.In("America/New_York");

    private readonly ExpoFactory _site = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task An_entry_shows_its_answer_the_first_wording_and_every_step_with_date_and_zone()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        await record.PublishAsync(session);
        var question = await record.AnsweredAsync(session, "Can regions be told apart?", 60);
        var entry = await record.WriteUpAsync(question, "Often **not**.");

        var page = await _site.Visitor().PageAsync($"/faq/{entry.Slug}");

        Assert.Equal("can-regions-be-told-apart", entry.Slug);
        Assert.Equal(("Can regions be told apart?", "<p>Often <strong>not</strong>.</p>"), (page.QuerySelector("h1")!.TextContent, page.QuerySelector(".answer")!.InnerHtml.Trim()));
        Assert.Equal("pls tell: Can regions be told apart?", page.QuerySelector(".asked")!.TextContent.Trim());
        var published = Washington.Full(entry.PublishedAt!.Value);
        Assert.Equal(
            [
                $"Asked {Washington.Full(question.AskedAt)} By Wei-Lin Harrow, on the live page",
                $"Edited {Washington.Full(question.EditedAt!.Value)} By a moderator. See the first wording",
                $"Answered live {Washington.Full(question.AnsweredAt!.Value)} By Ingrid Solvang. 0:30 into the recording",
                $"Published {published} Version 1, now shown",
            ],
            page.QuerySelectorAll(".cust li").Select(Words));
        Assert.Matches("E[SD]T$", published);
        Assert.Equal($"/recordings/{session.Slug}?t=30", page.QuerySelector(".jump a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_entry_that_was_taken_down_leaves_a_note_and_none_of_its_words()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        var entry = await record.WriteUpAsync(await record.AnsweredAsync(session, "Who was wrong?", 5), "An answer about somebody.");
        var visitor = _site.Visitor();
        Assert.Contains("An answer about somebody.", await visitor.GetStringAsync($"/faq/{entry.Slug}", Ct), StringComparison.Ordinal);

        await record.Faq.WithdrawAsync(PublishedRecord.Organiser, entry.Id, entry.Edit, Ct);
        await Eventually.TrueAsync(async () => (await visitor.GetAsync($"/faq/{entry.Slug}", Ct)).StatusCode == HttpStatusCode.Gone);

        var html = await (await visitor.GetAsync($"/faq/{entry.Slug}", Ct)).Content.ReadAsStringAsync(Ct);
        Assert.Contains("This answer was taken down", html, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", html, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_and_unpublished_edits_are_nowhere_for_the_public()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        var draft = (await record.Faq.DraftAsync(PublishedRecord.Organiser, (await record.AnsweredAsync(session, "A secret draft?", 5)).Id, Ct)).Value;
        var entry = await record.WriteUpAsync(await record.AnsweredAsync(session, "A public one?", 6), "First answer.");
        await record.Faq.EditAsync(PublishedRecord.Organiser, entry.Id, 1, new FaqText("A secret heading?", "A secret answer.", "Cotton"), Ct);
        var visitor = _site.Visitor();

        var (list, page, home) = (await visitor.GetStringAsync("/faq", Ct), await visitor.GetStringAsync($"/faq/{entry.Slug}", Ct), await visitor.GetStringAsync("/", Ct));

        Assert.Contains("A public one?", list, StringComparison.Ordinal);
        Assert.Contains("First answer.", page, StringComparison.Ordinal);
        Assert.All(new[] { list, page, home }, html => Assert.DoesNotContain("secret", html, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/faq/{draft.Slug}", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_new_version_shows_at_once_and_the_old_one_stays_to_be_read()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        var entry = await record.WriteUpAsync(await record.AnsweredAsync(session, "How much of it?", 6), "A quarter.");
        var visitor = _site.Visitor();
        Assert.Equal("A quarter.", (await visitor.PageAsync($"/faq/{entry.Slug}")).QuerySelector(".answer")!.TextContent.Trim());

        await record.Faq.EditAsync(PublishedRecord.Organiser, entry.Id, 1, new FaqText("How much of it all?", "A third.", "Cotton"), Ct);
        await record.Faq.PublishAsync(PublishedRecord.Organiser, entry.Id, 2, Ct);
        await Eventually.TrueAsync(async () => (await visitor.PageAsync($"/faq/{entry.Slug}")).QuerySelector(".answer")!.TextContent.Trim() == "A third.");

        var page = await visitor.PageAsync($"/faq/{entry.Slug}");
        Assert.Equal(("How much of it all?", "A quarter."), (page.QuerySelector("h1")!.TextContent, page.QuerySelector(".version .answer")!.TextContent.Trim()));
        Assert.Equal("Version 2, now shown", Words(page.QuerySelector(".cust li.cur")!)[^"Version 2, now shown".Length..]);
    }

    [Fact]
    public async Task Hostile_words_come_out_as_words()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        var entry = await record.WriteUpAsync(
            await record.AnsweredAsync(session, "<script>alert('q')</script>?", 6),
            "<script>alert('a')</script>\n\n[x](javascript:alert(1))\n\n<img src=x onerror=alert(2)>");

        var page = await _site.Visitor().PageAsync($"/faq/{entry.Slug}");

        Assert.Equal("<script>alert('q')</script>?", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain(page.QuerySelectorAll("main *"), e => e.LocalName is "script" or "img" && e.Closest(".still") is null || e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
        Assert.DoesNotContain(page.QuerySelectorAll("main a"), a => a.GetAttribute("href")?.Contains("javascript", StringComparison.OrdinalIgnoreCase) == true);
    }

    [Fact]
    public async Task The_list_is_grouped_by_topic()
    {
        var record = new PublishedRecord(_site);
        var session = (await record.OverAsync(1)).Single();
        await record.WriteUpAsync(await record.AnsweredAsync(session, "About cotton?", 6), "Yes.");

        var list = await _site.Visitor().PageAsync("/faq");

        var group = list.QuerySelector("section[aria-labelledby=topic-cotton]")!;
        Assert.Equal(("Cotton", "About cotton?", "/faq/about-cotton"), (group.QuerySelector("h2")!.TextContent, group.QuerySelector("li a")!.TextContent, group.QuerySelector("li a")!.GetAttribute("href")));
    }

    private static string Words(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.ChildNodes.Select(n => n.TextContent.Trim()).Where(t => t.Length > 0)).Replace(" . ", ". ", StringComparison.Ordinal);
}
