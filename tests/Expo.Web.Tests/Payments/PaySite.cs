using Expo.Core;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Tests.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Web.Tests.Payments;

/// <summary>The site with a room that costs 25 dollars, and a stand-in for the payment provider. Use it as a class fixture, or open one of your own.</summary>
public sealed class PaySite : IAsyncLifetime, IAsyncDisposable
{
    private int _people;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>False leaves the keys out.</summary>
    public bool IsOn { get; init; } = true;

    public string Currency { get; init; } = "usd";

    public FakeTimeProvider Clock { get; } = new(RegistrationSite.Today);

    public RegistrationSite Site { get; private set; } = null!;

    public StripeStandIn Stripe { get; private set; } = null!;

    public static async Task<PaySite> OpenAsync(PaySite site)
    {
        await site.InitializeAsync();
        return site;
    }

    public async ValueTask InitializeAsync()
    {
        Stripe = await StripeStandIn.StartAsync(Clock);
        Site = await RegistrationSite.OpenAsync(new()
        {
            Clock = Clock,
            Settings = !IsOn ? [] :
            [
                ("Stripe:SecretKey", StripeStandIn.SecretKey), ("Stripe:WebhookSecrets:0", StripeStandIn.WebhookSecret), ("Stripe:ApiBase", Stripe.Address), ("Mail:Site", "http://localhost"),
            ],
        });
        await Site.Store.ReadAsync(db => db.TicketTypes.Where(t => t.Code == Places.Room)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.PriceMinor, 2500).SetProperty(t => t.Currency, Currency), Ct));
    }

    /// <summary>Somebody with a held seat to pay for, and the path of that ticket.</summary>
    public async Task<string> HoldAsync(string who, TimeSpan? held = null)
    {
        var attendee = new Attendee
        {
            ConferenceId = 1, TicketTypeId = 1, TicketCode = TicketCodes.Create(), Name = $"Person {who}", Email = $"{who}@example.org", NormalisedEmail = $"{who}{++_people}@example.org",
            State = AttendeeState.Unpaid, RegisteredAt = Clock.GetUtcNow(), HeldUntil = Clock.GetUtcNow() + (held ?? TimeSpan.FromHours(2)),
        };
        await Site.Store.ChangeAsync<Done>(
            async db =>
            {
                db.Attendees.Add(attendee);
                await db.SaveChangesAsync(Ct);
                await db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), Ct);
                db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = 1, AttendeeId = attendee.Id, At = Clock.GetUtcNow(), Change = 1, Text = "Held." });
                return Done.It;
            },
            Ct);
        return $"/tickets/{TicketCodes.Grouped(attendee.TicketCode)}";
    }

    /// <summary>Presses the button of the pay page, pays, and has the provider tell of it.</summary>
    public async Task<string> PaidAsync(string who)
    {
        var path = await HoldAsync(who);
        var answer = await Site.Visitor().SendFormAsync($"{path}/pay", []);
        var checkout = Stripe.Ledger.Pay(answer.Headers.Location!.ToString());
        Assert.Equal(System.Net.HttpStatusCode.OK, (await HearAsync("checkout.session.completed", StripeLedger.About(checkout))).StatusCode);
        return path;
    }

    public Task<HttpResponseMessage> HearAsync(string type, object about)
    {
        var (body, signature) = Stripe.Event(type, about);
        return PostAsync(body, signature);
    }

    /// <summary>Delivers a webhook as the provider does.</summary>
    public async Task<HttpResponseMessage> PostAsync(string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (signature is not null)
        {
            request.Headers.Add("Stripe-Signature", signature);
        }

        return await Site.Visitor().SendAsync(request, Ct);
    }

    /// <summary>The payments of one ticket, newest first.</summary>
    public async Task<PayView> ViewAsync(string path) => (await Site.Services.GetRequiredService<PaymentQueries>().TicketAsync(path["/tickets/".Length..], Ct))!;

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Stripe.DisposeAsync();
    }
}
