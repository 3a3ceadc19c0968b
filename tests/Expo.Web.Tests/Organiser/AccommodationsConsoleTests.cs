using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Organiser;

public sealed class AccommodationsConsoleTests : DeskTest
{
    [Fact]
    public async Task What_is_needed_shows_only_when_it_is_read_and_reading_again_by_itself_is_not_logged()
    {
        await SeedAsync();
        var desk = Render<AccommodationsConsole>();
        var before = desk.Markup;

        await desk.Find("button[aria-label='Read the request of Ada']").ClickAsync();

        Assert.DoesNotContain("Captions", before, StringComparison.Ordinal);
        Assert.Equal("Captions", desk.Find("blockquote").TextContent.Trim());
        Assert.Equal(["The request for an accommodation was read."], await LogAsync());
    }

    [Fact]
    public async Task An_answer_is_saved_and_the_person_is_told()
    {
        await SeedAsync();
        var desk = Render<AccommodationsConsole>();
        await desk.Find("button[aria-label='Read the request of Ada']").ClickAsync();
        await desk.Find(".answerform select").ChangeAsync(new() { Value = nameof(AccommodationState.Arranged) });
        await desk.Find(".answerform textarea").ChangeAsync(new() { Value = "Screen on the left." });

        await desk.FindAll("button").First(b => b.TextContent == "Save and tell the person").ClickAsync();

        var ada = await Store.ReadAsync(db => db.Attendees.AsNoTracking().FirstAsync(Ct));
        Assert.Equal((AccommodationState.Arranged, "Screen on the left."), (ada.Accommodation, ada.AccommodationReply));
        Assert.Equal("Saved as arranged. A letter with the answer goes to the person.", desk.Find(".deskanswer [role=status]").TextContent.Trim());
        Assert.Equal("Arranged", desk.FindAll(".desklines .chip")[^1].TextContent);
        Assert.Empty(desk.FindAll(".answerform"));
        Assert.Equal([nameof(SendAccommodation)], await Store.ReadAsync(db => db.Outbox.Select(l => l.Template).ToListAsync(Ct)));
    }

    [Fact]
    public async Task Requests_are_found_by_how_far_they_are_and_the_desk_says_the_deadline()
    {
        await SeedAsync();
        await AddAsync(new RegistrationSettings { ConferenceId = 1, AccommodationsTo = "access@example.org", AccommodationsBy = new DateTimeOffset(2023, 3, 1, 22, 0, 0, TimeSpan.Zero) });
        var desk = Render<AccommodationsConsole>();
        var options = desk.FindAll(".filters select option").Select(o => o.TextContent).ToList();

        await desk.Find(".card.filters select").ChangeAsync(new() { Value = nameof(AccommodationState.InHand) });

        Assert.Equal(["All requests (2)", "New (1)", "In hand (1)", "Arranged (0)", "Not possible (0)"], options);
        Assert.Equal(["Grace"], desk.FindAll(".desklines h2").Select(h => h.TextContent));
        Assert.StartsWith("The time in which requests were sure to be looked at ended on 1 March 2023, 17:00 EST. Later ones come in as well. New ones are told to access@example.org.", desk.Find("p.card").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_loses_the_role_reads_nothing()
    {
        await SeedAsync();
        var desk = Render<AccommodationsConsole>();
        SignedIn.SetAuthorized("Ona Organiser").SetRoles(Roles.Door);

        await desk.Find("button[aria-label='Read the request of Ada']").ClickAsync();

        Assert.Equal(AccommodationRefusals.NotOrganiser.Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Empty(await LogAsync());
    }

    private async Task SeedAsync() => await AddAsync(Samples.Room(), Samples.RoomTicket(), Person("Ada", "Captions", AccommodationState.Asked), Person("Grace", "Ramp", AccommodationState.InHand), Person("Linus", null, AccommodationState.None));

    private static Attendee Person(string name, string? needs, AccommodationState state) => new()
    {
        ConferenceId = 1, TicketTypeId = 1, TicketCode = name, Name = name, Email = $"{name}@b.example", NormalisedEmail = $"{name}@b.example", RegisteredAt = Samples.Opening, AccessNeeds = needs, Accommodation = state,
    };

    private Task<List<string>> LogAsync() => Store.ReadAsync(db => db.RegistrationLog.Select(l => l.Text).ToListAsync(Ct));
}
