using System.Globalization;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.Extensions.Options;

namespace Expo.Core.Payments;

/// <summary>Receipts and notices of refunds. A letter's subject is the payment; its version is the refund that it tells of.</summary>
internal sealed class PaymentLetters(PaymentQueries queries, IOptions<MailOptions> options, TimeProvider clock) : ILetterWriter
{
    public const string Receipt = PersonLetters.Receipt;
    public const string Refunded = PersonLetters.Refunded;

    public IReadOnlyCollection<string> Templates => [Receipt, Refunded];

    public async Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct)
    {
        // Nobody to write to: the person was erased in between.
        if (await queries.OfPaymentAsync(letter.SubjectId, ct) is not { Attendee.Email.Length: > 0 } view
            || view.Payments.FirstOrDefault(p => p.Payment.Id == letter.SubjectId) is not { } line)
        {
            return null;
        }

        return letter.Template == Receipt
            ? Write(view, line, letter, $"Receipt: {view.Conference.Name}", view.Step(clock.GetUtcNow()) == PayStep.Paid
                ? "Thank you. Your payment has come, and your place is sure. Your ticket comes in a letter of its own."
                : "Thank you. Your payment has come. Your ticket has changed since; what has become of it and of the money stands on its page.")
            : line.Refunds.FirstOrDefault(r => r.Id == letter.Version) is { State: RefundState.Done } refund
                ? Write(view, line, letter, $"Refund: {view.Conference.Name}", $"{Money.Say(refund.AmountMinor, line.Payment.Currency)} is on its way back to you, by the way you paid. Banks take 5 to 10 days. Why: {refund.Reason}")
                : null;
    }

    private Letter Write(PayView view, PaymentLine line, OutboxLetter letter, string subject, string opening)
    {
        var (attendee, payment, time) = (view.Attendee, line.Payment, EventTime.In(view.Conference.TimeZone));
        List<(string, string)> facts =
        [
            ("Receipt", Receipts.Number(payment)),
            ("For", $"{view.Conference.Name}, {view.Type.Name}"),
            ("Paid", $"{Money.Say(payment.AmountMinor, payment.Currency)} on {time.Full(payment.PaidAt ?? payment.CreatedAt)}"),
            .. line.Refunds.Where(r => r.State == RefundState.Done).Select(r => ("Given back", $"{Money.Say(r.AmountMinor, payment.Currency)} on {time.Full(r.DoneAt ?? r.CreatedAt)}")),
        ];
        var body = new LetterBody().Paragraph($"Hello {attendee.Name},").Paragraph(opening).Facts([.. facts])
            .Link("Your receipt, to print", options.Value.Link($"/tickets/{TicketCodes.Grouped(attendee.TicketCode)}/receipt"));
        if (view.Conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        return new Letter(attendee.Email, attendee.Name, subject, body.Text, body.AsHtml(subject))
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"{letter.Template.ToLowerInvariant()}.{letter.SubjectId}.{letter.Version}.{payment.Key[..8]}@{options.Value.Domain}"),
            FromName = view.Conference.Name,
        };
    }
}

public static class Receipts
{
    /// <summary>For instance <c>2023-000042</c>.</summary>
    public static string Number(Payment payment) =>
        string.Create(CultureInfo.InvariantCulture, $"{payment.CreatedAt.Year}-{payment.Id:000000}");
}
