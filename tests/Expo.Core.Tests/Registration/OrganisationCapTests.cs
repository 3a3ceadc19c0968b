using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>The cap of each organisation, together with everything else that moves seats.</summary>
public sealed class OrganisationCapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_code_that_holds_seats_of_the_room_counts_its_users_in_their_organisation(DatabaseProvider provider)
    {
        await using var desk = await CatalogueDesk.OpenAsync(provider, seats: 10);
        var each = (await desk.Service.AddPoolAsync(CatalogueDesk.Organiser, 1, new("Each organization", 1), true, Ct)).Value;
        await desk.EditTypeAsync("room", d => d with { Pools = [1, each], PriceMinor = 2500 });
        var code = (await desk.Service.MakeCodesAsync(CatalogueDesk.Organiser, 1, new() { TicketTypeId = 1, MostUses = 3, HoldsSeats = true, Note = "Press" }, Ct)).Value[0];

        var first = await desk.RegisterAsync("ada", code: code);
        var colleague = await desk.RegisterAsync("grace", code: code);
        var held = await desk.Desk.PoolsAsync();
        desk.Desk.Test.Clock.Advance(TimeSpan.FromHours(2));
        await desk.Desk.Service.SettleAsync(Ct);

        Assert.Null(first.Refusal);
        Assert.NotNull(colleague.Refusal);
        Assert.Equal(["Room 3/10", "Each organization 0/1", "Fernhollow Imports 1/1"], held);
        Assert.Equal(["Room 2/10", "Each organization 0/1", "Fernhollow Imports 0/1"], await desk.Desk.PoolsAsync());
    }
}
