using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Web.Tests.Organiser;

public sealed class PaymentsConsoleTests : DeskTest
{
    [Fact]
    public async Task Payments_that_need_a_look_stand_first_and_each_says_amount_state_and_seat()
    {
        await SeedAsync();

        var desk = Render<PaymentsConsole>();

        Assert.Equal(["Person bob, 2,500 JPY", "Person cas, 25.00 USD", "Person ada, 25.00 USD"], desk.FindAll(".card h2").Select(h => h.TextContent));
        Assert.Equal("3 payments. 1 needs a look", desk.Find(".filters [role=status]").TextContent);
        Assert.Contains("Needs a look. Something is odd.", desk.FindAll(".card .alert")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(["Paid 14 March 2023, 09:00 EDT", "The seat is sure"], desk.FindAll("li.card")[0].QuerySelectorAll(".chip").Select(c => c.TextContent));
    }

    [Fact]
    public async Task The_list_shows_what_is_asked_for()
    {
        await SeedAsync();
        var desk = Render<PaymentsConsole>();

        await desk.Find(".filters select").ChangeAsync(new() { Value = "Ended" });

        Assert.Equal(["Person cas, 25.00 USD"], desk.FindAll(".card h2").Select(h => h.TextContent));
    }

    [Fact]
    public async Task A_refund_asks_for_amount_and_reason_says_what_will_happen_and_then_happens_once()
    {
        await SeedAsync();
        var desk = Render<PaymentsConsole>();

        await desk.Find("button[aria-label='Refund: Person ada']").ClickAsync();
        var offered = desk.Find("#amount-1").GetAttribute("value");
        desk.Find("#amount-1").Input("10.00");
        desk.Find("#reason-1").Input("Cannot come");
        desk.Find("button[aria-label='Give back: Person ada']").Click();
        var question = desk.Find("[role=alertdialog] p").TextContent;
        var before = await RefundsAsync();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal(("25.00", "Give 10.00 USD back to Person ada? It cannot be taken back.", 0), (offered, question, before.Count));
        Assert.Equal(["1 1000 Cannot come Ona Organiser Wanted"], await RefundsAsync());
        Assert.Contains("10.00 USD is on its way back to Person ada.", desk.Find(".deskanswer").TextContent, StringComparison.Ordinal);
        Assert.Contains("Paid, 10.00 USD given back", desk.Markup, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("#amount-1"));
    }

    [Theory]
    [InlineData("25.01", "Cannot come", "payments.too-much")]
    [InlineData("ten", "Cannot come", "payments.amount-unreadable")]
    [InlineData("10.005", "Cannot come", "payments.amount-unreadable")]
    [InlineData("10", "", "payments.reason-missing")]
    public async Task What_cannot_be_given_back_is_refused_and_what_was_typed_stays(string amount, string reason, string code)
    {
        await SeedAsync();
        var desk = Render<PaymentsConsole>();
        await desk.Find("button[aria-label='Refund: Person ada']").ClickAsync();
        desk.Find("#amount-1").Input(amount);
        desk.Find("#reason-1").Input(reason);

        desk.Find("button[aria-label='Give back: Person ada']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        var expected = code switch
        {
            "payments.too-much" => PaymentRefusals.TooMuch(2500, "usd"),
            "payments.reason-missing" => PaymentRefusals.ReasonMissing,
            _ => PaymentRefusals.AmountUnreadable,
        };
        Assert.Equal(expected.Message, desk.Find(".deskanswer [role=alert]").TextContent.Trim());
        Assert.Equal(amount, desk.Find("#amount-1").GetAttribute("value"));
        Assert.Empty(await RefundsAsync());
    }

    [Fact]
    public async Task Looked_at_needs_a_note_and_takes_the_payment_off_the_list()
    {
        await SeedAsync();
        var desk = Render<PaymentsConsole>();
        await desk.Find("button[aria-label='Looked at: Person bob']").ClickAsync();
        await desk.Find(".refund .take").ClickAsync();
        var wordless = desk.Find(".deskanswer [role=alert]").TextContent.Trim();

        desk.Find("#note-2").Input("The bank explained it");
        await desk.Find(".refund .take").ClickAsync();

        Assert.Equal(PaymentRefusals.NoteMissing.Message, wordless);
        Assert.Equal("3 payments", desk.Find(".filters [role=status]").TextContent);
        Assert.Contains("Ona Organiser: The bank explained it", desk.Markup, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("button[aria-label='Looked at: Person bob']"));
    }

    [Fact]
    public void Whoever_is_no_organiser_reads_no_payments()
    {
        SignedIn.SetAuthorized("Mo Moderator").SetRoles(Roles.Moderator);

        var desk = Render<PaymentsConsole>();

        Assert.Empty(desk.FindAll("h1"));
        Assert.Equal(PaymentRefusals.NotOrganiser.Message, desk.Find("[role=alert]").TextContent.Trim());
    }

    [Fact]
    public void Without_keys_the_desk_says_that_payments_are_off_and_stands_in_no_menu()
    {
        Assert.Contains("Payments are switched off.", Render<PaymentsConsole>().Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("/organiser/payments", Render<AttendeesConsole>().Find(".deskmenu").InnerHtml, StringComparison.Ordinal);
        Services.GetRequiredService<IOptions<StripeOptions>>().Value.SecretKey = "sk_test_1";
        Assert.Contains("/organiser/payments", Render<AttendeesConsole>().Find(".deskmenu").InnerHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("switched off", Render<PaymentsConsole>().Markup, StringComparison.Ordinal);
    }

    /// <summary>Three people: one who paid, one whose payment is odd, one who never did.</summary>
    private async Task SeedAsync()
    {
        Services.GetRequiredService<IOptions<StripeOptions>>().Value.SecretKey = "sk_test_1";
        await AddAsync(
            Samples.Room(), Samples.RoomTicket(),
            Person("ada"), Person("bob"), Person("cas"),
            Payment(1, 2500, "usd", PaymentState.Paid), Payment(2, 2500, "jpy", PaymentState.Paid, "Something is odd."), Payment(3, 2500, "usd", PaymentState.Ended));
    }

    private static Attendee Person(string who) => new()
    {
        ConferenceId = 1, TicketTypeId = 1, TicketCode = TicketCodes.Create(), Name = $"Person {who}", Email = $"{who}@example.org", NormalisedEmail = $"{who}@example.org",
        State = AttendeeState.Confirmed, RegisteredAt = Samples.Opening,
    };

    private static Payment Payment(int attendee, long amount, string currency, PaymentState state, string? look = null) => new()
    {
        AttendeeId = attendee, AmountMinor = amount, Currency = currency, Key = $"key{attendee}", State = state, CreatedAt = Samples.Opening, CheckoutEndsAt = Samples.Opening.AddHours(1),
        PaidAt = state == PaymentState.Paid ? Samples.Opening : null, IntentId = state == PaymentState.Paid ? $"pi_{attendee}" : null, Look = look,
    };

    private Task<List<string>> RefundsAsync() => Store.ReadAsync(async db =>
        (await db.Refunds.OrderBy(r => r.Id).ToListAsync(Ct)).ConvertAll(r => $"{r.PaymentId} {r.AmountMinor} {r.Reason} {r.By} {r.State}"));
}
