using System.Net;
using System.Text.Json;
using Expo.Core.Agenda;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Agenda;

/// <summary>What the public pages show before, at and after a release.</summary>
public sealed class ReleasedPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_first_release_no_page_or_feed_says_anything_of_the_programme()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        var visitor = site.Visitor();

        Assert.Contains("The program comes later", (await visitor.PageAsync("/agenda")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The program comes later", (await visitor.PageAsync("/")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (var address in new[] { "/", "/agenda", "/agenda/grid", "/agenda/print", "/agenda/embed", "/agenda/changes", "/agenda.json", "/agenda.ics", "/api/v1/agenda", "/speakers", "/live" })
        {
            var answer = await visitor.GetAsync(address, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync(Ct);
            Assert.All(new[] { "Talk ", "Main stage", "Annex" }, unsaid => Assert.DoesNotContain(unsaid, text, StringComparison.Ordinal));
        }

        foreach (var address in new[] { "/sessions/yarn", "/sessions/yarn.ics", "/speakers/ada-weaver", "/live/main", "/api/v1/sessions/yarn/questions", "/agenda?preview=1" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(address, Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task A_new_stage_and_a_new_name_are_public_with_the_release_and_not_before()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        await site.ReleaseNowAsync("First");
        var visitor = site.Visitor();
        await site.ChangeAsync(async db =>
        {
            db.Add(new Stage { ConferenceId = 1, Slug = "secret-hall", Name = "Secret hall", Position = 2 });
            (await db.Stages.SingleAsync(s => s.Slug == "annex", Ct)).Name = "Secret annex";
        });

        var before = await StagesAsync();
        Assert.Equal(["Main stage", "Annex"], before);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/live/secret-hall", Ct)).StatusCode);
        Assert.DoesNotContain("Secret", await visitor.GetStringAsync("/live/annex", Ct), StringComparison.Ordinal);
        await site.EditAsync("night", session => session.StageId = 3);
        await site.ReleaseNowAsync("Second");

        Assert.Equal(["Main stage", "Secret annex", "Secret hall"], await StagesAsync());
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/live/secret-hall", Ct)).StatusCode);
        async Task<List<string>> StagesAsync() => [.. (await visitor.PageAsync("/live")).QuerySelectorAll("main a[href^='/live/']").Select(link => link.TextContent.Trim())];
    }

    [Fact]
    public async Task A_stage_whose_sessions_are_all_cancelled_keeps_the_name_it_was_known_by()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        await site.ReleaseNowAsync("First");
        foreach (var slug in new[] { "isotopes", "night" })
        {
            await site.EditAsync(slug, session => session.IsPlaced = false);
        }

        await site.ChangeAsync(async db => (await db.Stages.SingleAsync(s => s.Slug == "annex", Ct)).Name = "Secret annex");
        await site.ReleaseNowAsync("Second");

        Assert.Equal(["Main stage", "Annex"], (await site.Agenda.StagesAsync(Ct)).Select(stage => stage.Name));
        Assert.Equal(["Main stage", "Secret annex"], (await site.Agenda.WorkingStagesAsync(Ct)).Select(stage => stage.Name));
    }

    [Fact]
    public async Task Organisers_have_a_preview_of_the_working_copy_that_nobody_keeps()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();

        var answer = await (await site.SignedInAsync("organiser")).GetAsync("/agenda?preview=1", Ct);
        var page = await answer.PageAsync();

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal(["yarn", "isotopes", "lunch", "night", "second"], page.QuerySelectorAll("li.ag").Select(row => row.Id));
        Assert.Empty(page.QuerySelectorAll("li.ag h3 a"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignedInAsync("moderator")).GetAsync("/agenda?preview=1", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_release_reaches_the_kept_pages_at_once_and_an_edit_does_not()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        var visitor = site.Visitor();
        await site.ReleaseNowAsync("First");
        await Eventually.TrueAsync(async () => (await visitor.PageAsync("/agenda")).QuerySelector("#yarn") is not null);

        await site.EditAsync("yarn", session => session.Title = "Another title");
        var edited = (await visitor.PageAsync("/agenda?topic=cotton")).QuerySelector("#yarn h3")!.TextContent;
        await site.ReleaseNowAsync("Second");

        Assert.Equal("Talk yarn", edited);
        await Eventually.TrueAsync(async () => (await visitor.PageAsync("/agenda")).QuerySelector("#yarn h3")!.TextContent == "Another title");
        Assert.Equal("Another title", (await visitor.PageAsync("/sessions/yarn")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task The_changes_of_each_release_are_told_newest_first()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        await site.ReleaseNowAsync("First");
        await site.EditAsync("yarn", session => (session.StartsAt, session.EndsAt) = (session.StartsAt.AddHours(1), session.EndsAt.AddHours(1)));
        await site.EditAsync("night", session => session.IsPlaced = false);
        await site.ReleaseNowAsync("Second", "The night talk falls out.");

        var page = await site.Visitor().PageAsync("/agenda/changes");

        Assert.Equal(["Second", "First"], page.QuerySelectorAll("main h2").Select(h => h.TextContent));
        Assert.Equal(
            ["Moved Talk yarn: Moved from 14 March 2023, 10:00 EDT, to 11:00 EDT.", "Cancelled Talk night: Was planned for 14 March 2023, 23:00 EDT, Annex."],
            page.QuerySelectorAll(".changelist li").Select(li => string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("The night talk falls out.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_parser_reads_the_calendar_and_sees_moves_and_cancellations()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        await site.ReleaseNowAsync("First");
        var before = await ForeignCalendar.ReadAsync(await site.Visitor().GetStringAsync("/agenda.ics", Ct), Ct);
        await site.EditAsync("yarn", session => (session.StartsAt, session.EndsAt) = (session.StartsAt.AddHours(1), session.EndsAt.AddHours(1)));
        await site.EditAsync("night", session => session.IsPlaced = false);
        await site.ReleaseNowAsync("Second");
        await Eventually.TrueAsync(async () => (await site.Visitor().GetStringAsync("/agenda.ics", Ct)).Contains("CANCELLED", StringComparison.Ordinal));

        var after = await ForeignCalendar.ReadAsync(await site.Visitor().GetStringAsync("/agenda.ics", Ct), Ct);

        Assert.Equal(before.Select(e => e.Uid).Order(), after.Select(e => e.Uid).Order());
        Assert.Equal(
            [("Talk yarn", 0, "CONFIRMED", "2023-03-14 14:00"), ("Talk isotopes", 0, "CONFIRMED", "2023-03-14 14:00"), ("Talk night", 0, "CONFIRMED", "2023-03-15 03:00"), ("Talk second", 0, "CONFIRMED", "2023-03-15 13:00")],
            before.Select(Told));
        Assert.Equal(
            [("Talk isotopes", 0, "CONFIRMED", "2023-03-14 14:00"), ("Talk yarn", 1, "CONFIRMED", "2023-03-14 15:00"), ("Talk night", 1, "CANCELLED", "2023-03-15 03:00"), ("Talk second", 0, "CONFIRMED", "2023-03-15 13:00")],
            after.Select(Told));
        Assert.All(after, e => Assert.Equal("America/New_York", e.Zone));
        static (string, int, string?, string) Told(ForeignEvent e) => (e.Summary, e.Sequence ?? 0, e.Status, $"{e.Start:yyyy-MM-dd HH:mm}");
    }

    [Fact]
    public async Task Agenda_json_has_the_form_that_conference_apps_read()
    {
        await using var site = new ProgrammeSite();
        await site.InitializeAsync();
        await site.ReleaseNowAsync("First");

        using var json = JsonDocument.Parse(await site.Visitor().GetStringAsync("/agenda.json", Ct));

        var schedule = json.RootElement.GetProperty("schedule");
        var conference = schedule.GetProperty("conference");
        Assert.Equal(("First", "America/New_York", 2), (schedule.GetProperty("version").GetString(), conference.GetProperty("time_zone_name").GetString(), conference.GetProperty("daysCount").GetInt32()));
        var first = conference.GetProperty("days")[0];
        Assert.Equal((1, "2023-03-14"), (first.GetProperty("index").GetInt32(), first.GetProperty("date").GetString()));
        Assert.Equal(["Main stage", "Annex"], first.GetProperty("rooms").EnumerateObject().Select(room => room.Name));
        var talk = first.GetProperty("rooms").GetProperty("Main stage")[0];
        Assert.Equal(
            ("2023-03-14T10:00:00-04:00", "10:00", "00:25", "Main stage", "Talk yarn", "Cotton", "Ada König"),
            (Text("date"), Text("start"), Text("duration"), Text("room"), Text("title"), Text("track"), talk.GetProperty("persons")[0].GetProperty("public_name").GetString()));
        Assert.Equal(("01:30", '5'), (first.GetProperty("rooms").GetProperty("Annex")[1].GetProperty("duration").GetString(), Text("guid")![14]));
        string? Text(string name) => talk.GetProperty(name).GetString();
    }
}
