using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Payments;

/// <summary>Money after its hold. Nobody is asked for money that is certain to go back: the page, the checkout and the settlement judge by the same.</summary>
public sealed class LateMoneyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<object?[]> Cases() => TestDatabases.All().SelectMany(database => ((object?[][])
    [
        ["", PayStep.DueLate, null],
        ["off", PayStep.TooLate, "The time to pay was over when the money came."],
        ["full", PayStep.TooLate, "No seat was left when the money came."],
        ["line", PayStep.TooLate, "No seat was left when the money came."],
        ["organisation", PayStep.TooLate, "No seat was left when the money came."],
        ["anew", PayStep.TooLate, "The time to pay was over when the money came, and you had registered again."],
    ]).Select(row => (object?[])[database[0], .. row]));

    [Theory, MemberData(nameof(Cases))]
    public async Task Nobody_is_asked_for_late_money_that_goes_back(DatabaseProvider provider, string what, PayStep step, string? back)
    {
        await using var desk = await PaymentDesk.OpenAsync(provider, seats: 2);
        var code = await desk.HoldAsync("ada", TimeSpan.FromMinutes(10));
        var checkout = await desk.StartAsync(code);
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(10));
        await MakeAsync(desk, what);

        var before = await LookAsync(desk, code);
        await desk.Registrations.SettleAsync(Ct);
        var after = await LookAsync(desk, code);
        await desk.WorkAsync();
        var status = desk.Stripe.Ledger.Checkouts[0].Status;
        await desk.HearCompletedAsync(desk.Stripe.Ledger.Pay(checkout));
        await desk.WorkAsync();

        Assert.Equal((step, step == PayStep.DueLate), after);
        Assert.Equal(after, before);
        Assert.Equal(step == PayStep.DueLate ? "open" : "expired", status);
        Assert.Equal(back is null ? [] : [$"Done 2500 {back}"], await desk.RefundsAsync());
        Assert.Equal(back is null ? AttendeeState.Confirmed : AttendeeState.Cancelled, await desk.SeatAsync("ada"));
    }

    private static async Task<(PayStep, bool)> LookAsync(PaymentDesk desk, string code)
    {
        var step = (await desk.Queries.TicketAsync(code, Ct))!.Step(desk.Test.Clock.GetUtcNow());
        return (step, !(await desk.Service.StartAsync(code, Ct)).IsRefused);
    }

    private static async Task MakeAsync(PaymentDesk desk, string what)
    {
        switch (what)
        {
            case "off":
                await desk.Test.AddAsync(new RegistrationSettings { ConferenceId = 1, HonourLatePayments = false });
                break;
            case "full":
                await desk.Test.Store.ReadAsync(db => db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Capacity, 0), Ct));
                break;
            case "line":
                // Two wait and two seats are free: each is offered one, ada's as well.
                await desk.Test.AddAsync(Person("wanda", AttendeeState.Waiting), Person("wim", AttendeeState.Waiting));
                break;
            case "organisation":
                await desk.Test.AddAsync(SeatPool.Of(1, "Each", 0, eachOrganisation: true));
                await desk.Test.AddAsync(new TicketTypePool { TicketTypeId = 1, SeatPoolId = 2 });
                await desk.Test.Store.ReadAsync(db => db.Attendees.ExecuteUpdateAsync(set => set.SetProperty(a => a.Organisation, "Fernhollow Imports"), Ct));
                break;
            case "anew":
                await desk.Registrations.SettleAsync(Ct);
                await desk.Test.AddAsync(Person("ada", AttendeeState.Confirmed, type: 2));
                break;
        }
    }

    private static Attendee Person(string who, AttendeeState state, int type = 1) => new()
    {
        ConferenceId = 1, TicketTypeId = type, TicketCode = TicketCodes.Create(), Name = who, Email = $"{who}@Example.org", NormalisedEmail = $"{who}@example.org", State = state,
        RegisteredAt = Samples.Opening, WaitingSince = Samples.Opening,
    };
}
