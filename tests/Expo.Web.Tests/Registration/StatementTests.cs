using Expo.Core.Registration;

namespace Expo.Web.Tests.Registration;

/// <summary>What is said where the data are collected.</summary>
public sealed class StatementTests
{
    private static PrivacyStatement Statement(int version) => new()
    {
        ConferenceId = 1, Version = version, Authority = $"Law {version}.", Purpose = "To give out <seats>.", RoutineUses = "Contractors.", Disclosure = "Voluntary.", PublishedAt = RegistrationSite.Today,
    };

    [Fact]
    public async Task The_statement_in_force_stands_on_the_form_and_each_person_carries_the_one_that_was_shown()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { More = [Statement(1)] });
        var visitor = site.Visitor();
        var open = await visitor.PageAsync("/register");
        await site.Store.ChangeAsync<int>(async db => { db.Add(Statement(2)); return await db.SaveChangesAsync(TestContext.Current.CancellationToken); }, TestContext.Current.CancellationToken);

        await visitor.SendFormAsync("/register", open, RegistrationSite.Filled("ada"));
        await site.TicketOfAsync("bob");

        Assert.Equal(["Law 1.", "To give out <seats>.", "Contractors.", "Voluntary."], open.QuerySelectorAll(".note dd").Select(part => part.TextContent));
        Assert.Equal("/privacy", open.QuerySelector(".note a")!.GetAttribute("href"));
        Assert.Equal((1, 2), ((await site.AttendeeAsync("ada")).PrivacyStatementId, (await site.AttendeeAsync("bob")).PrivacyStatementId));
        var whole = await visitor.PageAsync("/privacy");
        Assert.StartsWith("Version 2, in force since", whole.QuerySelector("#statement + p")!.TextContent);
        Assert.Equal(["Law 2.", "To give out <seats>.", "Contractors.", "Voluntary."], whole.QuerySelectorAll("#statement ~ dl")[0].QuerySelectorAll("dd").Select(part => part.TextContent.Trim()));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("x")]
    public async Task A_statement_that_there_is_not_was_seen_by_nobody(string forged)
    {
        await using var site = await RegistrationSite.OpenAsync(new());

        var answer = await site.Visitor().SendFormAsync("/register", new(RegistrationSite.Filled("eve")) { ["Form.PrivacyStatement"] = forged });

        Assert.Equal("/register/sent", answer.Whither());
        Assert.Null((await site.AttendeeAsync("eve")).PrivacyStatementId);
    }

    [Fact]
    public async Task Without_a_statement_the_form_says_in_its_own_words_what_becomes_of_the_details()
    {
        await using var site = await RegistrationSite.OpenAsync(new());
        var visitor = site.Visitor();

        Assert.StartsWith("We ask for your name, email and country to run this event", (await visitor.PageAsync("/register")).QuerySelector(".note p")!.TextContent);
        Assert.Null((await visitor.PageAsync("/privacy")).QuerySelector("#statement"));
    }

    [Fact]
    public async Task Accommodations_have_a_deadline_to_the_minute_and_are_taken_after_it()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { More = [new RegistrationSettings { ConferenceId = 1, AccommodationsBy = RegistrationSite.Today.AddMinutes(1) }] });
        var visitor = site.Visitor();

        var before = (await visitor.PageAsync("/register")).GetElementById("field-accessneeds-hint")!.TextContent;
        site.Pass(TimeSpan.FromMinutes(1));
        var after = (await visitor.PageAsync("/register")).GetElementById("field-accessneeds-hint")!.TextContent;
        await site.TicketOfAsync("ada");

        Assert.EndsWith("What is asked for by 7 March 2023, 08:01 EST is sure to be looked at in time.", before);
        Assert.EndsWith("The time in which requests were sure to be looked at has passed; ask anyway, we do what we can.", after);
        Assert.Equal(("A seat near the front", AccommodationState.Asked), ((await site.AttendeeAsync("ada")).AccessNeeds, (await site.AttendeeAsync("ada")).Accommodation));
    }
}
