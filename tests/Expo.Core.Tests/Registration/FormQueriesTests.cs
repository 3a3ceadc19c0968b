using Expo.Core.Data;
using Expo.Core.Registration;
using Expo.Testing;

namespace Expo.Core.Tests.Registration;

/// <summary>What the register page reads besides seats.</summary>
public sealed class FormQueriesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_newest_statement_of_this_event_is_in_force(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference());
        var privacy = new PrivacyQueries(test.Store);
        Assert.Null(await privacy.CurrentAsync(1, Ct));
        await test.AddAsync(Statement(2));
        await test.AddAsync(Statement(1));

        var current = await privacy.CurrentAsync(1, Ct);

        Assert.Equal(2, current!.Version);
        Assert.Null(await privacy.CurrentAsync(7, Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_code_opens_its_ticket_as_anybody_may_type_it_until_the_instant_it_ends(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference(), new TicketType { ConferenceId = 1, Code = "press", Name = "Press", NeedsCode = true });
        var now = test.Clock.GetUtcNow();
        await test.AddAsync(new AccessCode { ConferenceId = 1, Code = "PRESSDEMO", Note = "Reporters", TicketTypeId = 1, MostUses = 1, EndsAt = now.AddMinutes(1) });
        var codes = new AccessCodeQueries(test.Store, test.Clock);

        Assert.Equal("press", await codes.OpensAsync(1, " press-demo ", Ct));
        Assert.Null(await codes.OpensAsync(1, "PRESSDEM", Ct));
        Assert.Null(await codes.OpensAsync(2, "PRESSDEMO", Ct));
        Assert.Null(await codes.OpensAsync(1, null, Ct));
        test.Clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("press", await codes.OpensAsync(1, "PRESSDEMO", Ct));
        test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await codes.OpensAsync(1, "PRESSDEMO", Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Without_a_row_the_settings_are_what_they_are_by_themselves(DatabaseProvider provider)
    {
        await using var test = await TestStore.CreateAsync(provider, Samples.Conference());
        var settings = new RegistrationSettingsQueries(test.Store);
        var before = await settings.OfAsync(1, Ct);
        await test.AddAsync(new RegistrationSettings { ConferenceId = 1, OfferHours = 3 });

        Assert.Equal((24, null), (before.OfferHours, before.AccommodationsBy));
        Assert.Equal(3, (await settings.OfAsync(1, Ct)).OfferHours);
    }

    private static PrivacyStatement Statement(int version) => new()
    {
        ConferenceId = 1, Version = version, Authority = "A law.", Purpose = "Seats.", RoutineUses = "None.", Disclosure = "Voluntary.", PublishedAt = Samples.Opening,
    };
}
