using System.Net;
using System.Text;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Web.Tests.Payments;

public sealed class WebhookEndpointTests(PaySite pay) : IClassFixture<PaySite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_event_is_taken_without_token_and_without_cookie()
    {
        var path = await pay.PaidAsync("ada");

        var view = await pay.ViewAsync(path);

        Assert.Equal((AttendeeState.Confirmed, PaymentState.Paid), (view.Attendee.State, view.Payments[0].Payment.State));
    }

    [Fact]
    public async Task Everything_that_was_handled_is_answered_with_success_also_what_is_unknown_repeated_or_not_ours()
    {
        var (body, signature) = pay.Stripe.Event("customer.created", new { id = "cus_1", @object = "customer" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await pay.PostAsync(body, signature)).StatusCode, (await pay.PostAsync(body, signature)).StatusCode));
    }

    [Fact]
    public async Task Money_that_finds_no_seat_is_answered_with_success_because_it_is_dealt_with()
    {
        var path = await pay.HoldAsync("bob");
        var sent = await pay.Site.Visitor().SendFormAsync($"{path}/pay", []);
        await pay.Site.Visitor().SendFormAsync($"{path}?step=cancel", [], "#cancel form");

        var answer = await pay.HearAsync("checkout.session.completed", StripeLedger.About(pay.Stripe.Ledger.Pay(sent.Headers.Location!.ToString())));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.TrueAsync(async () => (await pay.ViewAsync(path)).Payments[0].Refunds is [{ State: RefundState.Done }]);
    }

    [Fact]
    public async Task A_forged_or_missing_signature_is_refused_with_the_reason()
    {
        var (body, _) = pay.Stripe.Event("customer.created", new { id = "cus_1" });
        var (forged, by) = pay.Stripe.Event("customer.created", new { id = "cus_1" }, "whsec_forged");

        Assert.Equal(HttpStatusCode.BadRequest, (await pay.PostAsync(body, null)).StatusCode);
        var answer = await pay.PostAsync(forged, by);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("payments.bad-signature", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signature_is_over_the_bytes_as_they_came()
    {
        var (body, signature) = pay.Stripe.Event("customer.created", new { id = "cus_1", name = "Müller \u2028 😀" });
        var spaced = body.Replace(",", ", ", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await pay.PostAsync(body, signature)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await pay.PostAsync(spaced, signature)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await pay.PostAsync(spaced, pay.Stripe.Sign(spaced))).StatusCode);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_back_makes_the_event_come_again()
    {
        await using var own = await PaySite.OpenAsync(new());
        var sent = await own.Site.Visitor().SendFormAsync(await own.HoldAsync("cas") + "/pay", []);
        var (body, signature) = own.Stripe.Event("checkout.session.completed", StripeLedger.About(own.Stripe.Ledger.Pay(sent.Headers.Location!.ToString())));
        own.Stripe.FailNext(0, 0, 0);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await own.PostAsync(body, signature)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.PostAsync(body, signature)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_larger_than_any_of_the_providers_is_not_read(bool saysItsLength)
    {
        var large = new byte[(256 * 1024) + 1];
        using HttpContent content = saysItsLength ? new ByteArrayContent(large) : new StreamContent(new Unmeasured(large));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = content };

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await pay.Site.Visitor().SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new ByteArrayContent([0xC3, 0x28, 0xFF]) };
        request.Headers.Add("Stripe-Signature", pay.Stripe.Sign(Encoding.UTF8.GetString([0xC3, 0x28, 0xFF])));

        Assert.Equal(HttpStatusCode.BadRequest, (await pay.Site.Visitor().SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_flood_of_events_from_one_address_meets_no_limit_made_for_people()
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 700; i++)
        {
            var (body, signature) = pay.Stripe.Event("customer.created", new { id = $"cus_{i}" });
            answers.Add((await pay.PostAsync(body, signature)).StatusCode);
        }

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
    }

    /// <summary>A body whose length nobody knows beforehand.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
