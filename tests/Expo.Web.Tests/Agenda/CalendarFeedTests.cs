using System.Net;
using System.Net.Http.Headers;
using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Tests.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Agenda;

/// <summary>The calendar of one person's starred sessions, as calendar programs fetch it.</summary>
public sealed class CalendarFeedTests : IAsyncDisposable
{
    private readonly RegistrationSite _site = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Another_parser_sees_the_same_entries_move_and_be_cancelled_in_place()
    {
        var holder = await HolderAsync();
        await StarAsync(holder, "first", "second");
        var address = await AddressAsync(holder, "make");

        var before = await ReadAsync(address);
        await ChangeAsync("Second", async db =>
        {
            var first = await db.Sessions.SingleAsync(s => s.Slug == "first", Ct);
            (first.StartsAt, first.EndsAt) = (first.StartsAt.AddHours(2), first.EndsAt.AddHours(2));
            await db.Sessions.Where(s => s.Slug == "second").ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SessionState.Cancelled), Ct);
        });
        var after = await ReadAsync(address);
        await holder.PostAsync("/agenda/mine/star", new FormUrlEncodedContent([new("session", "first"), new("do", "unstar")]), Ct);

        Assert.Equal(
            ["session-1@expo Talk first 2023-03-14 13:00 0 CONFIRMED America/New_York", "session-2@expo Talk second 2023-03-15 13:00 0 CONFIRMED America/New_York"], before);
        Assert.Equal(
            ["session-1@expo Talk first 2023-03-14 15:00 1 CONFIRMED America/New_York", "session-2@expo Talk second 2023-03-15 13:00 1 CANCELLED America/New_York"], after);
        Assert.Equal(after[1..], await ReadAsync(address));
    }

    [Fact]
    public async Task It_says_when_nothing_has_changed_and_nobody_but_its_owner_keeps_it()
    {
        var holder = await HolderAsync();
        await StarAsync(holder, "first");
        var address = await AddressAsync(holder, "make");
        var first = await _site.Visitor().GetAsync(address, Ct);
        var tag = first.Headers.ETag!;

        var same = await AskAsync(address, tag);
        await StarAsync(holder, "second");
        var other = await AskAsync(address, tag);

        Assert.Equal("text/calendar; charset=utf-8", first.Content.Headers.ContentType!.ToString());
        Assert.Equal((true, true, false), (first.Headers.CacheControl!.Private, first.Headers.CacheControl.NoCache, first.Headers.CacheControl.Public));
        Assert.Equal(["no-referrer"], first.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(RegistrationSite.Today, first.Content.Headers.LastModified);
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
        Assert.Contains("X-WR-CALNAME:My sessions\\, Forced Labor Technical Expo", await first.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("BEGIN:VTIMEZONE", await first.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_address_ends_the_old_one_and_neither_is_the_ticket()
    {
        var holder = await HolderAsync();
        var first = await AddressAsync(holder, "make");
        var again = await AddressAsync(holder, "make");

        var second = await AddressAsync(holder, "renew");
        var answers = new List<HttpStatusCode>();
        foreach (var address in new[] { first, second, "/calendar/00000000000000000000000000000000.ics", "/calendar/x.ics" })
        {
            answers.Add((await _site.Visitor().GetAsync(address, Ct)).StatusCode);
        }

        await holder.PostAsync("/agenda/mine/calendar", new FormUrlEncodedContent([new("do", "end")]), Ct);

        Assert.Equal(first, again);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound], answers);
        Assert.Equal(HttpStatusCode.NotFound, (await _site.Visitor().GetAsync(second, Ct)).StatusCode);
        var attendee = await _site.AttendeeAsync("ada");
        Assert.DoesNotContain(attendee.TicketCode, await (await _site.Visitor().GetAsync(second, Ct)).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private async Task<HttpClient> HolderAsync()
    {
        await _site.InitializeAsync();
        var browser = _site.Visitor();
        await browser.PageAsync(await _site.TicketOfAsync("ada"));
        return browser;
    }

    private static async Task StarAsync(HttpClient holder, params string[] slugs)
    {
        foreach (var slug in slugs)
        {
            await holder.PostAsync("/agenda/mine/star", new FormUrlEncodedContent([new("session", slug)]), Ct);
        }
    }

    /// <summary>Presses the button and gives the path that the page shows.</summary>
    private static async Task<string> AddressAsync(HttpClient holder, string what)
    {
        var answer = await holder.PostAsync("/agenda/mine/calendar", new FormUrlEncodedContent([new("do", what)]), Ct);
        var page = await holder.PageAsync(answer.Whither()!);
        var address = new Uri(page.QuerySelector("#calendar input")!.GetAttribute("value")!);
        Assert.Equal($"webcal://{address.Authority}{address.AbsolutePath}", page.QuerySelector("#calendar a")!.GetAttribute("href"));
        return address.PathAndQuery;
    }

    private Task<HttpResponseMessage> AskAsync(string address, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return _site.Visitor().SendAsync(request, Ct);
    }

    private async Task<List<string>> ReadAsync(string address) => (await ForeignCalendar.ReadAsync(await _site.Visitor().GetStringAsync(address, Ct), Ct))
        .ConvertAll(e => $"{e.Uid} {e.Summary} {e.Start:yyyy-MM-dd HH:mm} {e.Sequence ?? 0} {e.Status} {e.Zone}");

    private async Task ChangeAsync(string name, Func<Expo.Core.Data.ExpoDb, Task> change)
    {
        await _site.Store.ChangeAsync<int>(async db => { await change(db); return await db.SaveChangesAsync(Ct); }, Ct);
        var by = new Expo.Core.Accounts.Actor { Name = "Ona Organiser", IsOrganiser = true };
        var seen = (await _site.Services.GetRequiredService<ReleaseQueries>().PlanAsync(by, 1, Ct)).Value;
        Assert.Null((await _site.Services.GetRequiredService<ReleaseService>().ReleaseAsync(by, 1, new ReleaseDraft(name, "", seen.After, seen.Stamp), Ct)).Refusal);
    }
}
