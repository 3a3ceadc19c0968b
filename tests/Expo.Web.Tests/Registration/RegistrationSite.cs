using AngleSharp.Html.Dom;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Web.Tests.Registration;

/// <summary>The site a week before an event of two days with a room and a stream.</summary>
public sealed class RegistrationSite : ExpoFactory, IAsyncLifetime
{
    public static readonly DateTimeOffset Today = Samples.Opening.AddDays(-7);

    private readonly FakeTimeProvider _clock = new(Today);

    public RegistrationSite()
    {
        Clock = _clock;
        WithDemo = false;
        Settings = TakesMoney;
    }

    /// <summary>Keys of a payment provider that is never asked, so that tickets that cost something can be had.</summary>
    public static IReadOnlyList<(string Key, string Value)> TakesMoney { get; } = [("Stripe:SecretKey", "sk_test_1"), ("Stripe:WebhookSecrets:0", "whsec_1")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public int Seats { get; init; } = 400;

    public bool IsDemo { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>More rows to begin with, in this order. The room's ticket type is 1, the stream's 2, the next ones 3, 4…; the room's pool is 1.</summary>
    public IReadOnlyList<object> More { get; init; } = [];

    public static async Task<RegistrationSite> OpenAsync(RegistrationSite site)
    {
        await site.InitializeAsync();
        return site;
    }

    public async ValueTask InitializeAsync()
    {
        var conference = Samples.Conference();
        conference.RegistrationClosesAt = ClosesAt;
        object[] rows =
        [
            conference, Samples.Stage(), Samples.Room(Seats), Samples.RoomTicket(), Samples.StreamTicket(),
            Samples.Session("first"), Samples.Session("second", Samples.Opening.AddDays(1)),
        ];
        foreach (var row in rows.Concat(More))
        {
            await Store.ChangeAsync<int>(async db => { db.Add(row); return await db.SaveChangesAsync(Ct); }, Ct);
        }

        await Store.ReleaseAsync();
        await Store.ChangeAsync<int>(async db => await db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.IsDemo, IsDemo), Ct), Ct);
    }

    public void Pass(TimeSpan time) => _clock.Advance(time);

    /// <summary>A form that can be sent, for somebody whose address begins with <paramref name="who"/>.</summary>
    public static Dictionary<string, string> Filled(string who, string place = Places.Room) => new()
    {
        ["Form.Place"] = place,
        ["Form.Name"] = "Marisol Thornebury",
        ["Form.Email"] = $"{who}@thornebury.example",
        ["Form.Organisation"] = "Fernhollow & Sons \"<b>Imports</b>\"",
        ["Form.Country"] = "US",
        ["Form.AccessNeeds"] = "A seat near the front",
    };

    /// <summary>Registers through the form and gives the path of the ticket.</summary>
    public async Task<string> TicketOfAsync(string who, string place = Places.Room)
    {
        var answer = await Visitor().SendFormAsync("/register", Filled(who, place));
        Assert.StartsWith("/register/sent", answer.Whither());
        var code = await Store.ReadAsync(db => db.Attendees.Where(a => a.NormalisedEmail == $"{who}@thornebury.example").OrderByDescending(a => a.Id).Select(a => a.TicketCode).FirstAsync(Ct));
        return $"/tickets/{TicketCodes.Grouped(code)}";
    }

    /// <summary>Waits for a letter to somebody and gives the newest.</summary>
    public async Task<FiledLetter> LetterToAsync(string who, string subject = "")
    {
        FiledLetter? letter = null;
        await Eventually.TrueAsync(async () =>
        {
            var letters = await Services.GetRequiredService<MailFolder>().NewestAsync(100, Ct);
            letter = letters.Find(l => l.To.Contains($"{who}@", StringComparison.Ordinal) && l.Subject.StartsWith(subject, StringComparison.Ordinal));
            return letter is not null;
        });
        return letter!;
    }

    /// <summary>By the part of the address before the @.</summary>
    public Task<Attendee> AttendeeAsync(string who) => Store.ReadAsync(db => db.Attendees.AsNoTracking().FirstAsync(a => a.NormalisedEmail.StartsWith(who + "@"), Ct));

    /// <summary>For instance <c>ada Confirmed room</c>, in the order of registration.</summary>
    public Task<List<string>> EverybodyAsync() => Store.ReadAsync(async db =>
        (await db.Attendees.OrderBy(a => a.Id).Select(a => new { a.Email, a.State, a.TicketType!.Code }).ToListAsync(Ct))
        .ConvertAll(a => $"{a.Email.Split('@')[0]} {a.State} {a.Code}"));

    /// <summary>Seats taken, beside the sum of the ledger.</summary>
    public async Task<(int Taken, int LedgerSum)> RoomAsync()
    {
        var room = Assert.Single(await Services.GetRequiredService<RegistrationQueries>().CheckLedgerAsync(1, Ct));
        return (room.Taken, room.LedgerSum);
    }
}

internal static class Forms
{
    /// <summary>What the register form shows, by the name it posts. Nothing chosen is an empty text.</summary>
    public static Dictionary<string, string> Typed(this IHtmlDocument page) => new()
    {
        ["Form.Place"] = (page.QuerySelector("input[type=radio]:checked") as IHtmlInputElement)?.Value ?? "",
        ["Form.Name"] = page.QuerySelector("#field-name")!.GetAttribute("value") ?? "",
        ["Form.Email"] = page.QuerySelector("#field-email")!.GetAttribute("value") ?? "",
        ["Form.Organisation"] = page.QuerySelector("#field-organisation")!.GetAttribute("value") ?? "",
        ["Form.Country"] = ((IHtmlSelectElement)page.QuerySelector("#field-country")!).Value ?? "",
        ["Form.AccessNeeds"] = ((IHtmlTextAreaElement)page.QuerySelector("#field-accessneeds")!).Value,
    };

    /// <summary>Where an answer sends the browser, within the site.</summary>
    public static string? Whither(this HttpResponseMessage answer) => answer.Headers.Location is { } there ? new Uri(new Uri("http://localhost"), there).PathAndQuery : null;

    public static string? Alert(this IHtmlDocument page) => page.QuerySelector("main .alert p")?.TextContent;
}
