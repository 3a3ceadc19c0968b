using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Payments;

/// <summary>An event with a room that costs 25 dollars, everything that takes the money, and a stand-in for the provider.</summary>
internal sealed class PaymentDesk : IAsyncDisposable
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true };

    public const long Price = 2500;

    private readonly SeatWriter _writer;
    private readonly StripeProvider _provider;

    private PaymentDesk(TestStore test, StripeStandIn stripe, StripeOptions options)
    {
        (Test, Stripe) = (test, stripe);
        _writer = new SeatWriter(test.Factory, new JobBell(), new RushHour(test.Clock), new Feed<SeatsChanged>(), Options.Create(new RegistrationOptions()), test.Clock, NullLogger<SeatWriter>.Instance);
        _provider = new StripeProvider(Options.Create(options));
        Registrations = new RegistrationService(
            test.Store, _writer, new RegistrationCatalogue(test.Store, test.Clock), new JobBell(), new Feed<SeatsChanged>(), Options.Create(new RegistrationOptions()), test.Clock);
        Service = new PaymentService(
            test.Store, _provider, Registrations, new JobBell(), new Feed<PaymentsChanged>(), new Feed<SeatsChanged>(),
            Options.Create(options), Options.Create(new MailOptions()), test.Clock, NullLogger<PaymentService>.Instance);
        Queries = new PaymentQueries(test.Store, test.Clock);
        Letters = new PaymentLetters(Queries, Options.Create(new MailOptions()), test.Clock);
        Runner = new JobRunner(
            test.Store, [new MakeRefundHandler(Service), new ResolvePaymentHandler(Service), new CheckMoneyHandler(Service), new CancelRefundedHandler(Registrations)], test.Clock, NullLogger<JobRunner>.Instance);
    }

    public TestStore Test { get; }

    public StripeStandIn Stripe { get; }

    public RegistrationService Registrations { get; }

    public PaymentService Service { get; }

    public PaymentQueries Queries { get; }

    public PaymentLetters Letters { get; }

    public JobRunner Runner { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PaymentDesk> OpenAsync(DatabaseProvider provider, int seats = 400, long price = Price, string currency = "usd", Action<StripeOptions>? set = null)
    {
        var paid = new TicketType { ConferenceId = 1, Code = "room", Name = "A seat in the room", Kind = TicketKind.InPerson, Position = 1, PriceMinor = price, Currency = currency, Pools = [new() { SeatPoolId = 1 }] };
        var test = await TestStore.CreateAsync(provider, Samples.Conference(), Samples.Room(seats), paid, Samples.StreamTicket());
        var stripe = await StripeStandIn.StartAsync(test.Clock);
        var options = new StripeOptions { SecretKey = StripeStandIn.SecretKey, WebhookSecrets = [StripeStandIn.WebhookSecret], ApiBase = stripe.Address };
        set?.Invoke(options);
        return new PaymentDesk(test, stripe, options);
    }

    /// <summary>Somebody with a held seat to pay for, and the code of that ticket.</summary>
    public async Task<string> HoldAsync(string who, TimeSpan? held = null, AttendeeState state = AttendeeState.Unpaid)
    {
        var attendee = new Attendee
        {
            ConferenceId = 1, TicketTypeId = 1, TicketCode = TicketCodes.Create(), Name = $"Person {who}", Email = $"{who}@example.org", NormalisedEmail = $"{who}@example.org",
            State = state, RegisteredAt = Test.Clock.GetUtcNow(), HeldUntil = state == AttendeeState.Cancelled ? null : Test.Clock.GetUtcNow() + (held ?? TimeSpan.FromMinutes(45)),
        };
        await Test.Store.ChangeAsync<Done>(
            async db =>
            {
                db.Attendees.Add(attendee);
                await db.SaveChangesAsync(Ct);
                await db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), Ct);
                db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = 1, AttendeeId = attendee.Id, At = Test.Clock.GetUtcNow(), Change = 1, Text = "Held." });
                return Done.It;
            },
            Ct);
        return attendee.TicketCode;
    }

    /// <summary>Opens the checkout of a ticket and gives its address.</summary>
    public async Task<string> StartAsync(string code)
    {
        var started = await Service.StartAsync(code, Ct);
        Assert.Null(started.Refusal);
        return started.Value;
    }

    /// <summary>From the held seat to the money and its webhook.</summary>
    public async Task<StandInCheckout> PaidAsync(string who)
    {
        var checkout = Stripe.Ledger.Pay(await StartAsync(await HoldAsync(who)));
        Assert.Equal(EventAnswer.Handled, await HearAsync("checkout.session.completed", StripeLedger.About(checkout)));
        return checkout;
    }

    /// <summary>Delivers an event; it must be taken.</summary>
    public async Task<EventAnswer> HearAsync(string type, object about)
    {
        var (body, signature) = Stripe.Event(type, about);
        var answer = await Service.HandleEventAsync(body, signature, Ct);
        Assert.Null(answer.Refusal);
        return answer.Value;
    }

    public Task<EventAnswer> HearCompletedAsync(StandInCheckout checkout) => HearAsync("checkout.session.completed", StripeLedger.About(checkout));

    /// <summary>Does all jobs that are due.</summary>
    public async Task WorkAsync()
    {
        while (await Runner.RunOneAsync(Ct))
        {
        }
    }

    public Task<Payment> PaymentAsync(int id = 1) => Test.Store.ReadAsync(db => db.Payments.AsNoTracking().FirstAsync(p => p.Id == id, Ct));

    /// <summary>For instance <c>ada: Paid 0/2500</c>, in the order they were made.</summary>
    public Task<List<string>> PaymentsAsync() => Test.Store.ReadAsync(async db =>
        (await db.Payments.OrderBy(p => p.Id).Select(p => new { p.Attendee!.Email, p.State, p.RefundedMinor, p.AmountMinor }).ToListAsync(Ct))
        .ConvertAll(p => $"{p.Email.Split('@')[0]}: {p.State} {p.RefundedMinor}/{p.AmountMinor}"));

    /// <summary>For instance <c>Done 2500 No seat was left when the money came.</c></summary>
    public Task<List<string>> RefundsAsync() => Test.Store.ReadAsync(async db =>
        (await db.Refunds.OrderBy(r => r.Id).Select(r => new { r.State, r.AmountMinor, r.Reason }).ToListAsync(Ct)).ConvertAll(r => $"{r.State} {r.AmountMinor} {r.Reason}"));

    public Task<AttendeeState> SeatAsync(string who) => Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Email == $"{who}@example.org").Select(a => a.State).FirstAsync(Ct));

    /// <summary>For instance <c>SendReceipt ada@example.org 1 0</c>.</summary>
    public Task<List<string>> LettersLeftAsync() => Test.Store.ReadAsync(async db =>
        (await db.Outbox.Where(l => l.Template == "SendReceipt" || l.Template == "SendRefunded").OrderBy(l => l.Id).ToListAsync(Ct)).ConvertAll(l => $"{l.Template} {l.Recipient} {l.SubjectId} {l.Version}"));

    public Task<Result<Done>> RefundAsync(long amount, long before = 0, bool cancel = false, int payment = 1) =>
        Service.RefundAsync(Organiser, new RefundRequest(payment, amount, "Cannot come", cancel, before), Ct);

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await Stripe.DisposeAsync();
        await _writer.DisposeAsync();
        await Test.DisposeAsync();
    }
}
