using System.Net;
using System.Text.RegularExpressions;
using Expo.Core.Accounts;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Tests.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Payments;

public sealed partial class WholeWayTests(PaySite pay) : IClassFixture<PaySite>
{
    private static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_form_over_the_letter_the_checkout_and_the_webhook_to_the_ticket_the_receipt_and_the_refund()
    {
        var visitor = pay.Site.Visitor();
        var sent = await visitor.SendFormAsync("/register", RegistrationSite.Filled("ada"));
        var letter = await pay.Site.LetterToAsync("ada", "Please pay for your ticket");
        var address = PayLink().Match(letter.Text).Value;
        var held = await visitor.PageAsync(address);
        var leads = await visitor.SendFormAsync(address, []);

        var checkout = pay.Stripe.Ledger.Pay(leads.Headers.Location!.ToString());
        var heard = await pay.HearAsync("checkout.session.completed", StripeLedger.About(checkout));
        var paid = await visitor.PageAsync(address);
        var receipt = await visitor.PageAsync(address.Replace("/pay", "/receipt", StringComparison.Ordinal));
        await pay.Site.LetterToAsync("ada", "Receipt:");
        await pay.Site.LetterToAsync("ada", "Your ticket:");

        Assert.StartsWith("/register/sent", sent.Whither());
        Assert.Equal("Pay 25.00 USD", held.QuerySelector("main form button")!.TextContent);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.OK), (leads.StatusCode, heard.StatusCode));
        Assert.Equal("Your ticket is paid", paid.QuerySelector("h1")!.TextContent);
        Assert.Contains("25.00 USD", receipt.QuerySelector("tfoot")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AttendeeState.Confirmed, (await pay.Site.AttendeeAsync("ada")).State);

        // Cancelled by the holder: the money stays until an organiser decides, and the page says so.
        await visitor.SendFormAsync(address.Replace("/pay", "?step=cancel", StringComparison.Ordinal), [], "form[action$='step=cancel']");
        var kept = await visitor.PageAsync(address);
        var payment = (await pay.ViewAsync(address.Replace("/pay", "", StringComparison.Ordinal))).Payments.Single().Payment;
        await Eventually.TrueAsync(() => pay.Site.Store.ReadAsync(db => db.Payments.AnyAsync(p => p.Look != null && p.Look.StartsWith("The registration ended; 25.00 USD"), Ct)));
        var refunded = await pay.Site.Services.GetRequiredService<PaymentService>().RefundAsync(Organiser, new RefundRequest(payment.Id, 2500, "Cannot come", false, 0), Ct);
        await pay.Site.LetterToAsync("ada", "Refund:");

        Assert.Null(refunded.Refusal);
        Assert.StartsWith("Your money is still here. 25.00 USD came for this ticket, which was cancelled or released since.", kept.Alert());
        Assert.Equal((checkout.IntentId, 2500L), pay.Stripe.Ledger.Refunds.Select(r => (r.IntentId, r.Amount)).Single());
        Assert.Contains("Given back: Cannot come", (await visitor.PageAsync(address.Replace("/pay", "/receipt", StringComparison.Ordinal))).QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("This registration was cancelled. We gave 25.00 USD back: Cannot come", (await visitor.PageAsync(address)).Alert());
    }

    [GeneratedRegex("/tickets/[0-9A-Z-]+/pay")]
    private static partial Regex PayLink();
}
