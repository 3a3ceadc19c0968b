using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

public sealed class PaymentLetterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receipt_says_what_was_paid_for_when_and_where_to_print_it()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");

        var letter = await WriteAsync(desk, 0);

        Assert.Equal(("ada@example.org", "Receipt: Forced Labor Technical Expo"), (letter!.To, letter.Subject));
        Assert.Contains("Receipt: 2023-000001\r\nFor: Forced Labor Technical Expo, A seat in the room\r\nPaid: 25.00 USD on 14 March 2023, 10:30 EDT", letter.Text, StringComparison.Ordinal);
        Assert.Matches("http://127.0.0.1:5080/tickets/[0-9A-Z-]{19}/receipt", letter.Text);
    }

    [Fact]
    public async Task A_notice_of_a_refund_says_how_much_and_why_in_the_currencys_own_decimals()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite, price: 3500, currency: "jpy");
        await desk.PaidAsync("ada");
        await desk.RefundAsync(1200);
        await desk.WorkAsync();

        var letter = await WriteAsync(desk, 1);

        Assert.Contains("1,200 JPY is on its way back to you", letter!.Text, StringComparison.Ordinal);
        Assert.Contains("Why: Cannot come", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Paid: 3,500 JPY", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Given back: 1,200 JPY", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_to_somebody_who_was_erased_or_of_a_refund_that_failed_is_not_written()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.RefundAsync(2500);
        await desk.WorkAsync();
        desk.Stripe.Ledger.FailRefund("re_0001");
        await desk.HearAsync("refund.failed", StripeLedger.AboutRefund(desk.Stripe.Ledger.Refunds[0]));
        var failed = await WriteAsync(desk, 1);
        await desk.Test.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, ""), Ct));

        Assert.Null(failed);
        Assert.Null(await WriteAsync(desk, 0));
    }

    [Fact]
    public async Task Names_and_reasons_cannot_add_markup_to_a_letter()
    {
        await using var desk = await PaymentDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.PaidAsync("ada");
        await desk.Test.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, "<b>Ada</b>\r\nBcc: x@example.org"), Ct));

        var letter = await WriteAsync(desk, 0);

        Assert.DoesNotContain("<b>", letter!.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", letter.Text, StringComparison.Ordinal);
    }

    private static async Task<Letter?> WriteAsync(PaymentDesk desk, int index) =>
        await desk.Letters.WriteAsync(await desk.Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().Where(l => l.Template == "SendReceipt" || l.Template == "SendRefunded").OrderBy(l => l.Id).Skip(index).FirstAsync(Ct)), Ct);
}
