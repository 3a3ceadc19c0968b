using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

/// <summary>The event of 14 March 2023 in Washington, two days after its clocks went forward.</summary>
public sealed class SalesWindowTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Closings() => TestDatabases.All().SelectMany(
        provider => (string[][])[["2023-03-01T23:59", "2023-03-02T04:59:00Z"], ["2023-03-12T02:30", "2023-03-12T07:30:00Z"], ["2023-03-12T03:00", "2023-03-12T07:00:00Z"], ["2023-03-12T01:59", "2023-03-12T06:59:00Z"]],
        (provider, times) => new[] { provider[0], times[0], times[1] });

    [Theory, MemberData(nameof(Closings))]
    public async Task A_ticket_can_be_had_until_the_millisecond_before_the_typed_minute_and_not_at_it(DatabaseProvider provider, string typed, string instant)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        desk.At(at.AddDays(-1));
        Assert.Null((await desk.EditTypeAsync("room", d => d with { ClosesAt = TypedTime.Read(typed, desk.Time, null, "ClosesAt").Value!.At })).Refusal);

        var refused = new List<Refusal?>();
        foreach (var (who, milliseconds) in new[] { ("before", -1), ("at", 0), ("after", 1) })
        {
            desk.At(at.AddMilliseconds(milliseconds));
            refused.Add((await desk.RegisterAsync(who)).Refusal);
        }

        Assert.Equal([null, "registration.off-sale", "registration.off-sale"], refused.Select(r => r?.Code));
        Assert.Equal(["before Confirmed room"], await desk.Desk.EverybodyAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_ticket_can_be_had_from_the_typed_minute_on_and_not_a_millisecond_before(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var at = TypedTime.Read("2023-03-12T03:30", desk.Time, null, "OpensAt").Value!.At;
        desk.At(at.AddDays(-1));
        await desk.EditTypeAsync("room", d => d with { OpensAt = at });

        desk.At(at.AddMilliseconds(-1));
        var early = (await desk.RegisterAsync("early")).Refusal;
        desk.At(at);

        Assert.Equal("registration.not-on-sale", early?.Code);
        Assert.Null((await desk.RegisterAsync("ada")).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_events_own_closing_holds_for_every_ticket_at_its_instant(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var at = TypedTime.Read("2023-03-01T23:59", desk.Time, null, "ClosesAt").Value!.At;
        desk.At(at.AddDays(-1));
        Assert.Null((await desk.Service.SetRegistrationCloseAsync(CatalogueDesk.Organiser, 1, null, at, Ct)).Refusal);

        var refused = new List<string?>();
        foreach (var (who, milliseconds) in new[] { ("before", -1), ("at", 0), ("after", 1) })
        {
            desk.At(at.AddMilliseconds(milliseconds));
            refused.Add((await desk.RegisterAsync(who, Places.Stream)).Refusal?.Code);
        }

        Assert.Equal([null, "registration.closed", "registration.closed"], refused);
        Assert.Equal(["Ona Organiser: The end of registration was changed: closing from nothing to 1 March 2023, 23:59 EST."], await desk.LogAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_events_closing_is_not_moved_on_an_old_view_nor_past_its_end(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider);
        var at = Samples.Opening.AddDays(-5);
        await desk.Service.SetRegistrationCloseAsync(CatalogueDesk.Organiser, 1, null, at, Ct);

        var stale = await desk.Service.SetRegistrationCloseAsync(CatalogueDesk.Other, 1, null, at.AddDays(1), Ct);
        var late = await desk.Service.SetRegistrationCloseAsync(CatalogueDesk.Other, 1, at, new DateTimeOffset(2023, 3, 16, 4, 0, 1, TimeSpan.Zero), Ct);

        Assert.StartsWith("Somebody else changed this while you were editing: registration closes 9 March 2023, 08:00 EST now.", stale.Refusal?.Message, StringComparison.Ordinal);
        Assert.Equal(AgendaRefusals.ClosesAfterEvent, late.Refusal);
        Assert.Null((await desk.Service.SetRegistrationCloseAsync(CatalogueDesk.Other, 1, at, new DateTimeOffset(2023, 3, 16, 4, 0, 0, TimeSpan.Zero), Ct)).Refusal);
    }
}
