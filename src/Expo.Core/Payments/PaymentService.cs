using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Core.Payments;

/// <summary>A hint that payments have changed; read them anew.</summary>
public sealed record PaymentsChanged;

/// <summary>
/// The one class that changes payments. Here: the person who pays, who needs the ticket's code and nothing else. What the
/// provider tells and what organisers do stand in the other two parts.
/// </summary>
/// <remarks>
/// The provider is asked outside of transactions. A row that says what is wanted comes first and carries the key that makes
/// asking twice safe; what was answered is written down afterwards.
/// </remarks>
public sealed partial class PaymentService(
    ExpoStore store, IPaymentProvider provider, RegistrationService registrations, JobBell bell, Feed<PaymentsChanged> feed, Feed<SeatsChanged> seats,
    IOptions<StripeOptions> options, IOptions<MailOptions> site, TimeProvider clock, ILogger<PaymentService> log)
{
    /// <summary>The provider takes 30 minutes at least and 24 hours at most, by its own clock.</summary>
    public static readonly TimeSpan ShortestCheckout = TimeSpan.FromMinutes(31);
    public static readonly TimeSpan LongestCheckout = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1);

    /// <summary>A checkout that ends sooner than this is not handed out any more.</summary>
    private static readonly TimeSpan WorthOpening = TimeSpan.FromMinutes(1);

    private const int Tries = 4;

    private readonly StripeSignature _signature = new(options, clock);

    private sealed record Opening(Payment Payment, CheckoutRequest Request, bool IsNew, bool IsStale);

    /// <summary>
    /// Opens the page where a ticket is paid, or finds the one that is open already, and gives its address. A hold that ends
    /// before the provider's shortest checkout does is watched: the checkout is closed with it, unless seats are left.
    /// </summary>
    public async Task<Result<string>> StartAsync(string? ticketCode, CancellationToken ct)
    {
        if (!options.Value.IsOn)
        {
            return PaymentRefusals.Off;
        }

        if (TicketCodes.Parse(ticketCode) is not { } code)
        {
            return PaymentRefusals.UnknownTicket;
        }

        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var opening = await OpenAsync(code, ct);
            if (opening.IsRefused)
            {
                return opening.Refusal;
            }

            if (await AddressAsync(opening.Value, ct) is { } address)
            {
                return address;
            }
        }

        return PaymentRefusals.NotNow;
    }

    /// <summary>Null when it has to be looked at again, because what was open has ended.</summary>
    private async Task<Result<string>?> AddressAsync(Opening opening, CancellationToken ct)
    {
        var payment = opening.Payment;
        try
        {
            if (payment.CheckoutId is { } open)
            {
                if (payment.CheckoutUrl is { } url && !opening.IsStale && payment.CheckoutEndsAt - clock.GetUtcNow() > WorthOpening)
                {
                    return url;
                }

                // For another ticket than the person has now, or ended, or paid and not heard of yet: what it is now decides whether there is another one.
                await provider.EndCheckoutAsync(open, ct);
                await SyncAsync(payment.Id, null, ct);
                return null;
            }

            if (opening.IsStale)
            {
                await store.ChangeAsync<Done>(async db => await EndUnopenedAsync(db, payment.Id, ct), ct);
                return null;
            }

            var made = await provider.CreateCheckoutAsync(opening.Request, ct);
            if (!(await store.ChangeAsync(db => NoteOpenedAsync(db, payment.Id, made, ct), ct)).Value)
            {
                // It was ended while it was being asked for: nobody may pay there.
                await provider.EndCheckoutAsync(made.Id, ct);
                return null;
            }

            return made.Url ?? (Result<string>)PaymentRefusals.NotNow;
        }
        catch (ProviderException no)
        {
            LogNotOpened(no, payment.Id);
            if (no.Fault != ProviderFault.Away && payment.CheckoutId is null)
            {
                // The same key would give the same answer for a day: the next try is another payment.
                await store.ChangeAsync<Done>(async db => await EndUnopenedAsync(db, payment.Id, ct), ct);
            }

            return no.Fault == ProviderFault.Refused && !opening.IsNew ? default(Result<string>?) : PaymentRefusals.NotNow;
        }
    }

    private async Task<Result<Opening>> OpenAsync(string code, CancellationToken ct)
    {
        try
        {
            return await store.ChangeAsync(db => OpenAsync(db, code, ct), ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            // Pressed twice at once: the other one opened it.
            return await store.ChangeAsync(db => OpenAsync(db, code, ct), ct);
        }
    }

    private async Task<Result<Opening>> OpenAsync(ExpoDb db, string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Attendees.AsNoTracking().Include(a => a.TicketType).FirstOrDefaultAsync(a => a.TicketCode == code, ct) is not { } ticket)
        {
            return PaymentRefusals.UnknownTicket;
        }

        var payments = await db.Payments.Where(p => p.AttendeeId == ticket.Id).ToListAsync(ct);
        if (payments.Exists(p => p.State == PaymentState.Paid))
        {
            return PaymentRefusals.AlreadyPaid;
        }

        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == ticket.ConferenceId, ct);
        if (await WhyNotAsync(db, ticket, conference.TimeZone, now, ct) is { } no)
        {
            return no;
        }

        var open = payments.Find(p => p.State == PaymentState.Open);
        if (open is { IsWithBank: true })
        {
            return PaymentRefusals.WithBank;
        }

        var payment = open ?? New(ticket, now);
        if (open is null)
        {
            db.Payments.Add(payment);
            await db.SaveChangesAsync(ct);
            db.Jobs.Add(ResolveAt(payment.Id, FirstLook(payment, ticket.HeldUntil, now), now));
        }

        var page = site.Value.Link($"/tickets/{TicketCodes.Grouped(ticket.TicketCode)}/pay");
        return new Opening(
            payment,
            new CheckoutRequest(
                payment.Key, payment.AmountMinor, payment.Currency, $"{conference.Name}: {ticket.TicketType!.Name}", ticket.Email, payment.CheckoutEndsAt, page + "?paid=1", page + "?cancelled=1"),
            IsNew: open is null,
            IsStale: open is { TicketTypeId: { } asked } && asked != ticket.TicketTypeId);
    }

    private static async Task<Refusal?> WhyNotAsync(ExpoDb db, Attendee ticket, string zone, DateTimeOffset now, CancellationToken ct) => ticket.State switch
    {
        // A hold that ran out keeps its instant; a registration that was cancelled has none.
        AttendeeState.Cancelled when ticket.HeldUntil is null => PaymentRefusals.Cancelled,
        _ when ticket.TicketType!.IsFree => PaymentRefusals.NothingToPay,
        AttendeeState.Confirmed => PaymentRefusals.NothingToPay,
        AttendeeState.Unpaid or AttendeeState.Cancelled when ticket.HeldUntil is { } until && until <= now && await LateSeat.AnswerAsync(db, ticket, now, ct) != PaidSeat.Sure => PaymentRefusals.TooLate(until, zone),
        AttendeeState.Unpaid or AttendeeState.Cancelled => null,
        _ => PaymentRefusals.NotYet,
    };

    private static Payment New(Attendee ticket, DateTimeOffset now)
    {
        var (earliest, latest) = (now + ShortestCheckout, now + LongestCheckout);
        var wanted = ticket.HeldUntil ?? latest;
        var ends = wanted < earliest ? earliest : wanted > latest ? latest : wanted;
        return new Payment
        {
            AttendeeId = ticket.Id,
            TicketTypeId = ticket.TicketTypeId,
            AmountMinor = ticket.TicketType!.PriceMinor,
            Currency = ticket.TicketType.Currency.ToLowerInvariant(),
            Key = PaymentStep.NewKey(),
            CreatedAt = now,
            // The provider counts in whole seconds.
            CheckoutEndsAt = DateTimeOffset.FromUnixTimeSeconds(ends.ToUnixTimeSeconds()),
        };
    }

    /// <returns>False when the payment was ended meanwhile.</returns>
    private async Task<Result<bool>> NoteOpenedAsync(ExpoDb db, int paymentId, CheckoutState made, CancellationToken ct)
    {
        var payment = await new PaymentStep(db, registrations, clock.GetUtcNow()).LockAsync(paymentId, null, ct);
        if (payment is { State: PaymentState.Open, CheckoutId: null })
        {
            (payment.CheckoutId, payment.CheckoutUrl, payment.IntentId) = (made.Id, made.Url, payment.IntentId ?? made.IntentId);
        }

        // Of two that ask at once with one key both are answered with the same checkout.
        return payment is { State: PaymentState.Open } && payment.CheckoutId == made.Id;
    }

    private async Task<Result<Done>> EndUnopenedAsync(ExpoDb db, int paymentId, CancellationToken ct)
    {
        if (await new PaymentStep(db, registrations, clock.GetUtcNow()).LockAsync(paymentId, null, ct) is { State: PaymentState.Open, CheckoutId: null } payment)
        {
            payment.State = PaymentState.Ended;
        }

        return Done.It;
    }

    private void Tell()
    {
        bell.Ring();
        feed.Tell(new PaymentsChanged());
        seats.Tell(new SeatsChanged());
    }

    [LoggerMessage(LogLevel.Error, "The checkout of payment {Id} could not be opened at the payment provider")]
    private partial void LogNotOpened(Exception fault, int id);
}
