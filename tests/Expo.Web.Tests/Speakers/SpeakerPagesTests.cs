using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using Expo.Core.Agenda;
using Expo.Core.Submissions;
using Expo.Testing;
using Expo.Web.Tests.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Speakers;

/// <summary>The speaker's desk and the organiser's page of a speaker, over HTTP and without JavaScript.</summary>
public sealed class SpeakerPagesTests : IAsyncLifetime
{
    private readonly ProgrammeSite _site = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _site.InitializeAsync();
        await _site.ChangeAsync(async db =>
        {
            var account = await db.Accounts.Where(a => a.Email == "speaker@expo.example").Select(a => a.Id).FirstAsync(Ct);
            (await db.Speakers.SingleAsync(Ct)).AccountId = account;
            (await db.Sessions.SingleAsync(s => s.Slug == "isotopes", Ct)).Speakers.Add(new Speaker { ConferenceId = 1, Slug = "grace-hopper", Name = "Grace Hopper", Company = "Harbor", Country = "Kenya" });
        });
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_desk_says_what_is_missing_with_its_date_and_where_it_is_given_and_then_that_nothing_is()
    {
        var ada = await _site.SignedInAsync("speaker");
        var page = await ada.PageAsync("/speaker");
        Assert.Equal(["/speaker/availability", "/speaker/profile", "/speaker/profile#portrait", "/speaker/sessions/yarn", $"/speaker/decks/{await IdAsync("yarn")}"], page.QuerySelectorAll(".gaps a").Select(a => a.GetAttribute("href")));
        Assert.Contains("was asked for by Tuesday 31 January 2023", page.QuerySelector(".gaps")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Not public yet", page.QuerySelector(".mine")!.TextContent, StringComparison.Ordinal);

        await ada.SendFormAsync("/speaker/availability", [], "form:has([value='any-time'])");
        await ada.SendFormAsync("/speaker/profile", new() { ["Form.Biography"] = "Spins yarn.", ["Form.TimeZone"] = "Europe/Berlin" }, "form:has([name='Form.Name'])");
        await PortraitAsync(ada, "/speaker/profile", SampleFiles.Jpeg("GPS"));
        await ada.SendFormAsync("/speaker/sessions/yarn", new() { ["Stream"] = "yes", ["Record"] = "yes", ["Publish"] = "no" });
        await _site.ChangeAsync(async db => (await db.Sessions.SingleAsync(s => s.Slug == "yarn", Ct)).Kind = SessionKind.Panel);

        page = await ada.PageAsync("/speaker");
        Assert.Empty(page.QuerySelectorAll(".gaps"));
        Assert.Contains("We have everything we need from you", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("10:00 to 10:25", page.QuerySelector(".at")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("For you: 15:00 to 15:25 CET, Tuesday 14 March 2023", page.QuerySelector(".mine")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Stream yes, record yes, publish no", page.QuerySelector(".mine")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_speakers_session_and_everything_of_organisers_answers_404_or_403_on_every_get_and_post()
    {
        var (ada, moderator, visitor) = (await _site.SignedInAsync("speaker"), await _site.SignedInAsync("moderator"), _site.Visitor());
        var own = await ada.PageAsync("/speaker/sessions/yarn");
        foreach (var address in new[] { "/speaker/sessions/isotopes", "/speaker/profile?speaker=grace-hopper", "/speaker/availability?speaker=grace-hopper", "/speaker/portrait/2", $"/speaker/decks/{await IdAsync("isotopes")}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync(address, Ct)).StatusCode);
        }

        // What a forger sends: the own form, to another's address.
        var forged = await ada.PostAsync("/speaker/sessions/isotopes", Filled(own, "form[method=post]", ("Stream", "yes"), ("Record", "yes"), ("Publish", "yes"), ("_handler", "consent-isotopes")), Ct);
        var profile = await ada.PostAsync("/speaker/profile?speaker=grace-hopper", Filled(await ada.PageAsync("/speaker/profile"), "form:has([name='Form.Name'])", ("Form.Name", "Mallory")), Ct);
        var times = await ada.PostAsync("/speaker/availability?speaker=grace-hopper", Filled(await ada.PageAsync("/speaker/availability"), "form:has([value='any-time'])"), Ct);
        var portrait = await ada.PostAsync("/speaker/profile?speaker=grace-hopper", Multipart(await ada.PageAsync("/speaker/profile"), SampleFiles.Jpeg(), "me.jpg"), Ct);
        var staff = await ada.PostAsync("/organiser/speakers/ada-weaver", Filled(await ada.PageAsync("/speaker/profile"), "form:has([name='Form.Name'])"), Ct);

        Assert.All([forged, profile, times, portrait], answer => Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, answer.StatusCode.ToString()));
        Assert.Equal(HttpStatusCode.Forbidden, staff.StatusCode);
        Assert.Equal((0, 0, 0, "Grace Hopper"), await _site.Store.ReadAsync(async db => (await db.SpeakerConsents.CountAsync(Ct), await db.SpeakerAvailability.CountAsync(Ct), await db.Files.CountAsync(Ct), (await db.Speakers.SingleAsync(s => s.Id == 2, Ct)).Name)));
        foreach (var address in new[] { "/speaker/profile", "/speaker/availability", "/speaker/sessions/yarn", "/organiser/speakers", "/organiser/speakers/reminders", "/organiser/speakers/ada-weaver" })
        {
            var no = address.StartsWith("/organiser", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound;
            Assert.Equal((no, HttpStatusCode.Redirect), ((await moderator.GetAsync(address, Ct)).StatusCode, (await visitor.GetAsync(address, Ct)).StatusCode));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/speaker", Ct)).StatusCode);
        Assert.Empty((await moderator.PageAsync("/speaker")).QuerySelectorAll(".mine li, .answers"));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var ada = await _site.SignedInAsync("speaker");
        foreach (var address in new[] { "/speaker/profile", "/speaker/availability", "/speaker/sessions/yarn" })
        {
            var handler = (await ada.PageAsync(address)).QuerySelector("main [name=_handler]")!.GetAttribute("value")!;
            var answer = await ada.PostAsync(address, new FormUrlEncodedContent([new("_handler", handler), new("Form.Name", "Mallory"), new("Stream", "yes")]), Ct);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal("Ada König", await _site.Store.ReadAsync(db => db.Speakers.Where(s => s.Id == 1).Select(s => s.Name).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_wrong_profile_and_one_that_changed_meanwhile_keep_what_was_typed()
    {
        var ada = await _site.SignedInAsync("speaker");
        var old = await ada.PageAsync("/speaker/profile");
        var wrong = await (await ada.SendFormAsync("/speaker/profile", old, new() { ["Form.Name"] = " ", ["Form.Company"] = "Garnwerk SE" }, "form:has([name='Form.Name'])")).PageAsync();
        await _site.ChangeAsync(async db => (await db.Speakers.SingleAsync(s => s.Id == 1, Ct)).Company = "Elsewhere");

        var late = await (await ada.SendFormAsync("/speaker/profile", old, new() { ["Form.Company"] = "Garnwerk SE" }, "form:has([name='Form.Name'])")).PageAsync();
        var second = await ada.SendFormAsync("/speaker/profile", late, [], "form:has([name='Form.Name'])");

        Assert.Equal(SpeakerRefusals.NameNeeded.Message, wrong.QuerySelector("#field-name-message")!.TextContent.Trim());
        Assert.Equal("Garnwerk SE", ((IHtmlInputElement)wrong.QuerySelector("[name='Form.Company']")!).Value);
        Assert.Contains(SpeakerRefusals.ChangedMeanwhile.Message, late.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/speaker/profile?saved=profile", second.Headers.Location!.PathAndQueryOf());
        Assert.Equal("Garnwerk SE", await _site.Store.ReadAsync(db => db.Speakers.Where(s => s.Id == 1).Select(s => s.Company).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Times_are_typed_and_shown_in_the_own_zone_and_a_wrong_one_says_why()
    {
        var ada = await _site.SignedInAsync("speaker");
        await ada.SendFormAsync("/speaker/profile", new() { ["Form.TimeZone"] = "Europe/Berlin" }, "form:has([name='Form.Name'])");
        var added = await ada.SendFormAsync("/speaker/availability", new() { ["Day"] = "2023-03-14", ["From"] = "22:00", ["Until"] = "01:30" }, "form:has([name='Day'])");
        var page = await ada.PageAsync("/speaker/availability");
        var wrong = await (await ada.SendFormAsync("/speaker/availability", new() { ["Day"] = "2023-04-14", ["From"] = "10:00", ["Until"] = "11:00" }, "form:has([name='Day'])")).PageAsync();
        var desk = await ada.PageAsync("/speaker");

        Assert.Equal("/speaker/availability?time=saved", added.Headers.Location!.PathAndQueryOf());
        Assert.Equal("Tuesday 14 March 2023, 22:00 CET, to Wednesday 15 March 2023, 01:30 CET", page.QuerySelector(".times span")!.TextContent);
        Assert.Contains("This is outside the event", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("10:00", "true"), (((IHtmlInputElement)wrong.QuerySelector("#time-from")!).Value, wrong.QuerySelector("#time-day")!.GetAttribute("aria-invalid")));
        Assert.Contains("This is outside the times you gave", desk.QuerySelector(".mine")!.TextContent, StringComparison.Ordinal);
        var button = page.QuerySelector(".times button")!;
        await ada.SendFormAsync("/speaker/availability", page, new() { ["Time"] = button.GetAttribute("value")! }, "form:has(.times)");
        Assert.Empty((await ada.PageAsync("/speaker/availability")).QuerySelectorAll(".times li"));
    }

    [Fact]
    public async Task Consent_needs_all_three_answers_and_says_what_taking_one_back_means()
    {
        var ada = await _site.SignedInAsync("speaker");
        var half = await (await ada.SendFormAsync("/speaker/sessions/yarn", new() { ["Stream"] = "yes" })).PageAsync();
        await ada.SendFormAsync("/speaker/sessions/yarn", new() { ["Stream"] = "yes", ["Record"] = "yes", ["Publish"] = "yes" });
        var page = await ada.PageAsync("/speaker/sessions/yarn");
        await ada.SendFormAsync("/speaker/sessions/yarn", page, new() { ["Publish"] = "no" });

        Assert.Equal(SpeakerRefusals.NoAnswer.Message, half.QuerySelector("[role=alert]")!.TextContent.Trim());
        Assert.Contains("If you take it back: your slides leave the public page at once.", page.QuerySelector(".consent")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll("input[value=yes][checked]").Length);
        var consent = await _site.Store.ReadAsync(db => db.SpeakerConsents.SingleAsync(Ct));
        Assert.Equal((true, true, false), (consent.Stream, consent.Record, consent.Publish));
    }

    [Fact]
    public async Task A_portrait_is_public_only_after_a_release_kept_by_its_version_and_without_the_place()
    {
        var (ada, visitor) = (await _site.SignedInAsync("speaker"), _site.Visitor());
        await PortraitAsync(ada, "/speaker/profile", SampleFiles.Jpeg("GPS 46.2044 N"));
        var own = (await ada.PageAsync("/speaker/profile")).QuerySelector("img.portrait")!;
        var before = (await visitor.GetAsync("/speakers/ada-weaver/portrait", Ct)).StatusCode;
        await _site.ReleaseNowAsync("First");

        var shown = (await visitor.PageAsync("/speakers/ada-weaver")).QuerySelector("img.portrait")!;
        var answer = await visitor.GetAsync(shown.GetAttribute("src"), Ct);
        var plain = await visitor.GetAsync("/speakers/ada-weaver/portrait?v=another", Ct);

        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync(own.GetAttribute("src"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, before);
        Assert.Equal(("Ada König", "240", "240"), (shown.GetAttribute("alt"), shown.GetAttribute("width"), shown.GetAttribute("height")));
        Assert.Equal(("image/jpeg", TimeSpan.FromDays(365), true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.MaxAge, answer.Headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal)));
        Assert.Equal(("nosniff", "sandbox; default-src 'none'"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Content-Security-Policy").Single()));
        Assert.True(plain.Headers.CacheControl!.NoCache);
        Assert.DoesNotContain("GPS", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Single((await visitor.PageAsync("/speakers")).QuerySelectorAll("img.portrait[loading=lazy]"));
    }

    [Fact]
    public async Task Each_hostile_portrait_comes_back_with_its_sentence()
    {
        var ada = await _site.SignedInAsync("speaker");
        (byte[] Content, string Name, string Said)[] hostile =
        [
            ([], "me.jpg", "0 bytes"), ([.. SampleFiles.Jpeg(), .. new byte[5_300_000]], "me.jpg", "5 MB at most"), ("<svg onload=\"alert(1)\"/>"u8.ToArray(), "me.png", "SVG drawing"),
            ([.. SampleFiles.Png(), .. "<script>"u8], "me.png", "something in front of it"), (SampleFiles.Pdf(), "me.jpg", "The content of this file is PDF"),
        ];
        foreach (var (content, name, said) in hostile)
        {
            var page = await (await ada.PostAsync("/speaker/profile", Multipart(await ada.PageAsync("/speaker/profile"), content, name), Ct)).PageAsync();
            Assert.Contains(said, page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var none = await (await ada.PostAsync("/speaker/profile", Multipart(await ada.PageAsync("/speaker/profile"), null, ""), Ct)).PageAsync();
        Assert.Contains(PortraitRefusals.Missing.Message, none.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await _site.Store.ReadAsync(db => db.Files.CountAsync(Ct)));
    }

    [Fact]
    public async Task An_organiser_does_all_of_it_for_somebody_without_an_account_and_invites_them()
    {
        var organiser = await _site.SignedInAsync("organiser");
        const string Grace = "/organiser/speakers/grace-hopper";
        await organiser.SendFormAsync(Grace, new() { ["Form.Biography"] = "Reads ledgers." }, "form:has([name='Form.Name'])");
        await PortraitAsync(organiser, Grace, SampleFiles.Png());
        await organiser.SendFormAsync(Grace, new() { ["Day"] = "2023-03-14", ["From"] = "09:00", ["Until"] = "12:00" }, "form:has([name='Day'])");
        await organiser.SendFormAsync(Grace, new() { ["Stream"] = "yes", ["Record"] = "no", ["Publish"] = "no" }, "form:has([name='Stream'])");
        var wrong = await (await organiser.SendFormAsync(Grace, new() { ["Address"] = "grace@@x" }, "form:has([name='Address'])")).PageAsync();
        var invited = await organiser.SendFormAsync(Grace, new() { ["Address"] = "grace@harbor.example" }, "form:has([name='Address'])");

        var page = await organiser.PageAsync(Grace);
        Assert.Equal("true", wrong.QuerySelector("#invite-email")!.GetAttribute("aria-invalid"));
        Assert.Equal($"{Grace}?account=invited", invited.Headers.Location!.PathAndQueryOf());
        Assert.Contains("grace@harbor.example, no account yet", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Deck: Talk isotopes"], page.QuerySelectorAll(".gaps a").Select(a => a.TextContent));
        Assert.Equal((SpeakerLetters.Invitation, "grace@harbor.example"), await _site.Store.ReadAsync(db => db.Outbox.Select(l => new ValueTuple<string, string>(l.Template, l.Recipient)).SingleAsync(Ct)));
        Assert.Equal(HttpStatusCode.NotFound, (await organiser.GetAsync("/organiser/speakers/nobody", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_slides_are_on_the_sessions_page_once_the_talk_is_over_approved_and_allowed_and_leave_it_with_the_consent()
    {
        var (ada, visitor) = (await _site.SignedInAsync("speaker"), _site.Visitor());
        await ada.SendFormAsync("/speaker/sessions/yarn", new() { ["Stream"] = "yes", ["Record"] = "yes", ["Publish"] = "yes" });
        await _site.ReleaseNowAsync("First");
        await _site.ChangeAsync(async db =>
        {
            var session = await db.Sessions.SingleAsync(s => s.Slug == "yarn", Ct);
            var file = new Core.Files.StoredFile { Id = Guid.CreateVersion7(), Key = "public-copy-key", Name = "yarn.pdf", ContentType = "application/pdf", Sha256 = "00", Length = 1_200_000, State = Core.Files.FileState.Accepted };
            db.Files.Add(file);
            db.DeckVersions.Add(new DeckVersion { SessionId = session.Id, Number = 1, FileId = file.Id, PublicFileId = file.Id, UploadedById = await db.Accounts.Select(a => a.Id).FirstAsync(Ct), State = DeckState.Ready, ApprovedAt = Samples.Opening });
        });
        var early = await LinkAsync(visitor);
        await _site.ChangeAsync(async db =>
        {
            var session = await db.Sessions.SingleAsync(s => s.Slug == "yarn", Ct);
            session.GoLive(session.StartsAt);
            session.End(session.EndsAt);
        });

        var over = await LinkAsync(visitor);
        await ada.SendFormAsync("/speaker/sessions/yarn", new() { ["Publish"] = "no" });

        Assert.Equal((null, "/decks/public-copy-key"), (early?.GetAttribute("href"), over?.GetAttribute("href")));
        Assert.Equal("Slides, PDF, 1.2 MB", over!.TextContent.Trim());
        Assert.Null(await LinkAsync(visitor));
    }

    // Asked with a question mark, so that nothing that was kept answers.
    private static async Task<AngleSharp.Dom.IElement?> LinkAsync(HttpClient visitor) => (await visitor.PageAsync("/sessions/yarn?now=1")).QuerySelector("a[href^='/decks/']");

    private Task<int> IdAsync(string slug) => _site.Store.ReadAsync(db => db.Sessions.Where(s => s.Slug == slug).Select(s => s.Id).SingleAsync(Ct));

    private static async Task PortraitAsync(HttpClient browser, string address, byte[] picture) =>
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync(address, Multipart(await browser.PageAsync(address), picture, "me.jpg"), Ct)).StatusCode);

    private static MultipartFormDataContent Multipart(IHtmlDocument page, byte[]? picture, string name)
    {
        var form = page.QuerySelector("form[enctype='multipart/form-data']")!;
        var file = new ByteArrayContent(picture ?? []);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("application/octet-stream");
        var content = new MultipartFormDataContent
        {
            { new StringContent(form.QuerySelector("[name=_handler]")!.GetAttribute("value")!), "_handler" },
            { new StringContent(form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
        };
        if (picture is not null)
        {
            content.Add(file, "Portrait", name);
        }

        return content;
    }

    private static FormUrlEncodedContent Filled(IHtmlDocument page, string form, params (string Name, string Value)[] values)
    {
        var fields = page.QuerySelector($"main {form}")!.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in values)
        {
            fields[name] = value;
        }

        return new FormUrlEncodedContent(fields);
    }
}

internal static class Locations
{
    /// <summary>Of an address that may be whole or only a path.</summary>
    public static string PathAndQueryOf(this Uri location) => (location.IsAbsoluteUri ? location.PathAndQuery : location.ToString()).Split('#')[0];
}
