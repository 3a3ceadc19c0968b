using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class AttendeeConsoleTests : DeskTest
{
    private RegistrationService Registrations => Services.GetRequiredService<RegistrationService>();

    [Fact]
    public async Task Everything_about_a_person_is_on_the_page()
    {
        await SeedAsync(seats: 5);
        await AddAsync(
            new RegistrationSettings { ConferenceId = 1, AccommodationsTo = "access@example.org" }, new PrivacyStatement { ConferenceId = 1, Version = 2, Authority = "A", Purpose = "P", RoutineUses = "R", Disclosure = "D", PublishedAt = Samples.Opening },
            new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = "Diet", Purpose = "To order lunch", KeepDays = 1 });
        await RegisterAsync("ada", request => request with { PrivacyStatement = 1, AccessNeeds = "A quiet room", Answers = new Dictionary<string, string?> { ["1"] = "Vegan" }, Companions = [new("Grace", "grace@example.org")] });
        await AddAsync(
            new Payment { Key = "p1", AttendeeId = 1, AmountMinor = 2550, Currency = "usd", State = PaymentState.Paid, CreatedAt = Samples.Opening, PaidAt = Samples.Opening },
            new Refund { PaymentId = 1, AmountMinor = 550, Reason = "Half a day only", By = "Ona", Key = "k", CreatedAt = Samples.Opening },
            new CheckIn { AttendeeId = 1, Day = new DateOnly(2023, 3, 14), ScannedAt = Samples.Opening, Door = "East door", ScanKey = "k" });

        var page = Open(1).Find(".person").TextContent;

        Assert.All(
            [
                "In the room", "ada@example.org", "Fernhollow Imports", "United States", "Version 2 was shown", "Grace", "14 March 2023, 09:00 EDT, East door", "Asked, nobody has taken it in hand yet", "Diet", "To order lunch", "Vegan",
                "Paid: USD 25.50", "USD 5.50 goes back", "Half a day only", "Ticket", "Request for an accommodation", "Seat: Room", "Registered: seat 1 of 5 was taken.", "Came in at “East door”.",
            ],
            words => Assert.Contains(words, page, StringComparison.Ordinal));
        // The ticket's own page shows everything and logs no reading.
        Assert.DoesNotContain("/tickets/", Open(1).Markup, StringComparison.Ordinal);
        // What is needed is read at the accommodations desk, which logs it.
        Assert.DoesNotContain("A quiet room", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_is_saved_and_a_wrong_one_is_refused_at_its_field()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        var desk = Open(1);

        await desk.Find("#field-name").ChangeAsync(new() { Value = "" });
        await desk.Find("form").SubmitAsync();
        var refused = desk.Find("#field-name-message").TextContent;
        await desk.Find("#field-name").ChangeAsync(new() { Value = "Ada L." });
        await desk.Find("form").SubmitAsync();

        Assert.Equal("Enter the person’s name as it should stand on the badge.", refused);
        Assert.Empty(desk.FindAll("#field-name-message"));
        Assert.Equal("Ada L.", desk.Find("h1").TextContent);
        Assert.Contains("Details were corrected.", desk.Find(".history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_asks_for_a_reason_refuses_in_place_without_one_and_keeps_what_was_typed()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        var desk = Open(1);

        await Act(desk, "Cancel the registration…").ClickAsync();
        await Act(desk, "Cancel the registration").ClickAsync();
        var refused = desk.Find("[role=dialog] [role=alert]").TextContent.Trim();
        await desk.Find("[role=dialog] input").ChangeAsync(new() { Value = "Asked by phone" });
        await Act(desk, "Cancel the registration").ClickAsync();

        Assert.Equal(RegistrationRefusals.ReasonMissing.Message, refused);
        Assert.Equal("Cancelled", desk.Find("#facts").TextContent);
        Assert.Contains("Cancelled: Asked by phone", desk.Find(".history").TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("[role=dialog]"));
        Assert.Contains("The registration was cancelled", desk.Find(".deskanswer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escape_leaves_everything_as_it_was()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        var desk = Open(1);

        await Act(desk, "Cancel the registration…").ClickAsync();
        await desk.Find("[role=dialog]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Escape" });

        Assert.Empty(desk.FindAll("[role=dialog]"));
        Assert.Equal("In the room", desk.Find("#facts").TextContent);
    }

    [Fact]
    public async Task A_person_is_moved_to_any_ticket_and_told_where_it_cannot_be()
    {
        await SeedAsync(seats: 1);
        await AddAsync(new TicketType { ConferenceId = 1, Code = "press", Name = "Press", Kind = TicketKind.InPerson, Position = 3, NeedsCode = true });
        await RegisterAsync("ada", request => request with { Place = Places.Stream });
        await RegisterAsync("grace");
        var desk = Open(1);

        await MoveAsync(desk, Places.Room);
        var full = desk.Find("[role=dialog] [role=alert]").TextContent.Trim();
        await desk.Find("#act-place").ChangeAsync(new() { Value = "press" });
        await Act(desk, "Move").ClickAsync();

        Assert.Equal("Every seat in the room is taken. Raise the cap first, or choose the waiting list or another ticket.", full);
        Assert.Contains("Press", desk.Find(".known").TextContent, StringComparison.Ordinal);
        Assert.Contains("Moved: From the Herald", desk.Find(".history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_is_moved_over_the_cap_when_the_organizer_says_so()
    {
        await SeedAsync(seats: 1);
        await RegisterAsync("ada", request => request with { Place = Places.Stream });
        await RegisterAsync("grace");
        var desk = Open(1);

        await MoveAsync(desk, Places.Room);
        await desk.Find("[role=dialog] input[type=checkbox]").ChangeAsync(new() { Value = true });
        await Act(desk, "Move").ClickAsync();

        Assert.Empty(desk.FindAll("[role=dialog]"));
        Assert.Contains("Moved: From the Herald", desk.Find(".history").TextContent, StringComparison.Ordinal);
        Assert.Equal((2, 1, 2), await Store.ReadAsync(db => db.SeatPools.Select(p => new ValueTuple<int, int, int>(p.Taken, p.Capacity, p.Ceiling)).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_waiting_person_is_given_priority_and_offered_a_seat_out_of_turn()
    {
        await SeedAsync(seats: 0);
        await RegisterAsync("ada", request => request with { Place = Places.Waiting });
        await RegisterAsync("grace", request => request with { Place = Places.Waiting });
        var desk = Open(2);

        await Act(desk, "Set the priority…").ClickAsync();
        await desk.Find("[role=dialog] input[maxlength]").ChangeAsync(new() { Value = "Panel chair" });
        await Act(desk, "Set the priority").ClickAsync();
        var without = desk.Find("[role=dialog] [role=alert]").TextContent.Trim();
        await desk.Find("#act-priority").ChangeAsync(new() { Value = "5" });
        await Act(desk, "Set the priority").ClickAsync();
        var first = desk.Find("[aria-labelledby=facts] p b").TextContent;
        await Act(desk, "Offer a seat out of turn…").ClickAsync();
        await desk.Find("[role=dialog] input").ChangeAsync(new() { Value = "Panel chair" });
        await Act(desk, "Offer the seat").ClickAsync();
        var noRoom = desk.Find("[role=dialog] [role=alert]").TextContent.Trim();

        Assert.Equal("Enter a whole number from −100 to 100.", without);
        Assert.Equal("Number 1 of 2 on the waiting list.", first);
        Assert.Equal(RegistrationRefusals.NoRoomForOffer.Message, noRoom);
    }

    [Fact]
    public async Task The_letter_is_sent_again_after_a_question()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        var desk = Open(1);
        var before = await LettersAsync();

        await desk.Find("button[aria-label^='Send the letter again']").ClickAsync();
        await Act(desk, "Send it").ClickAsync();

        Assert.Equal(before + 1, await LettersAsync());
        Assert.Contains("The letter will leave in a moment.", desk.Find(".deskanswer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_loses_the_role_meanwhile_changes_nothing_and_sees_nothing_more()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        var desk = Open(1);
        await Act(desk, "Cancel the registration…").ClickAsync();
        await desk.Find("[role=dialog] input").ChangeAsync(new() { Value = "Spite" });
        SignedIn.SetAuthorized("Mo Moderator").SetRoles(Roles.Moderator);

        await Act(desk, "Cancel the registration").ClickAsync();

        Assert.Empty(desk.FindAll(".person"));
        Assert.Equal(RegistrationRefusals.NotOrganiser.Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Equal(AttendeeState.Confirmed, await Store.ReadAsync(db => db.Attendees.Select(a => a.State).SingleAsync(Ct)));
    }

    [Fact]
    public void A_number_that_nobody_has_says_so()
    {
        Assert.Contains(AttendeeRefusals.Unknown.Message, Open(99).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_by_hand_says_when_it_is_full_and_offers_to_pass_the_cap_with_a_reason()
    {
        await SeedAsync(seats: 0);
        var desk = Render<AddAttendeeConsole>();
        foreach (var (field, value) in new[] { ("place", "room"), ("name", "Mina Minister"), ("email", "mina@example.org"), ("country", "KE") })
        {
            await desk.Find($"#field-{field}").ChangeAsync(new() { Value = value });
        }

        await desk.Find("form").SubmitAsync();
        var said = desk.Find("[role=group] [role=alert]").TextContent;
        await Act(desk, "Add over the cap…").ClickAsync();
        await Act(desk, "Add over the cap").ClickAsync();
        var without = desk.Find("[role=dialog] [role=alert]").TextContent.Trim();
        await desk.Find("[role=dialog] input").ChangeAsync(new() { Value = "Opens the event" });
        await Act(desk, "Add over the cap").ClickAsync();

        Assert.Contains("There is no free seat for this ticket.", said, StringComparison.Ordinal);
        Assert.Equal(RegistrationRefusals.ReasonMissing.Message, without);
        Assert.Equal("/organiser/attendees/1", desk.Find("[role=status] a").GetAttribute("href"));
        Assert.Contains("Added by hand over the cap: Opens the event", Open(1).Find(".history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_by_hand_refuses_at_the_field()
    {
        await SeedAsync(seats: 5);
        var desk = Render<AddAttendeeConsole>();

        await desk.Find("form").SubmitAsync();

        Assert.Equal(
            ["Choose a ticket.", "Enter the person’s name as it should stand on the badge.", "Enter the person’s email address.", "Choose the person’s country."],
            new[] { "place", "name", "email", "country" }.Select(field => desk.Find($"#field-{field}-message").TextContent));
        Assert.Equal("4 fields need another look.", desk.Find("[role=alert] b").TextContent);
    }

    [Fact]
    public async Task An_address_that_is_registered_is_not_added_again_and_the_words_are_for_staff()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        var desk = Render<AddAttendeeConsole>();
        foreach (var (field, value) in new[] { ("place", "room"), ("name", "Ada again"), ("email", "ada@example.org"), ("country", "US") })
        {
            await desk.Find($"#field-{field}").ChangeAsync(new() { Value = value });
        }

        await desk.Find("form").SubmitAsync();

        Assert.Equal("Another registration has this address. Find it among the attendees by the address: a person has one registration.", desk.Find("[role=alert] p").TextContent);
    }

    [Fact]
    public async Task A_check_in_is_undone_on_the_persons_page_after_a_question()
    {
        await SeedAsync(seats: 5);
        await RegisterAsync("ada");
        await AddAsync(new CheckIn { AttendeeId = 1, Day = new DateOnly(2023, 3, 14), ScannedAt = Samples.Opening, Door = "East door", ScanKey = "k" });
        var desk = Open(1);

        await Act(desk, "Undo the check-in of Tuesday 14 March 2023").ClickAsync();
        await Act(desk, "Undo it").ClickAsync();

        Assert.Equal("The check-in was undone.", desk.Find(".deskanswer [role=status]").TextContent.Trim());
        Assert.Contains("Undid the check-in of Tuesday 14 March 2023: East door", desk.Find(".history").TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await Store.ReadAsync(db => db.CheckIns.CountAsync(Ct)));
    }

    private async Task SeedAsync(int seats) => await AddAsync(Samples.Room(seats), Samples.RoomTicket(), Samples.StreamTicket());

    private async Task RegisterAsync(string who, Func<RegistrationRequest, RegistrationRequest>? with = null)
    {
        await Store.ReadAsync(db => db.Conferences.ExecuteUpdateAsync(set => set.SetProperty(c => c.RegistrationClosesAt, TimeProvider.System.GetUtcNow().AddDays(1)), Ct));
        var request = new RegistrationRequest { Place = Places.Room, Name = $"Person {who}", Email = $"{who}@example.org", Organisation = "Fernhollow Imports", Country = "US" };
        Assert.Null((await Registrations.RegisterAsync(with is null ? request : with(request), Ct)).Refusal);
    }

    private IRenderedComponent<AttendeeConsole> Open(int id) => Render<AttendeeConsole>(p => p.Add(d => d.Id, id));

    private static async Task MoveAsync(IRenderedComponent<AttendeeConsole> desk, string place)
    {
        await Act(desk, "Move to another ticket…").ClickAsync();
        await desk.Find("#act-place").ChangeAsync(new() { Value = place });
        await desk.Find("[role=dialog] input[maxlength]").ChangeAsync(new() { Value = "From the Herald" });
        await Act(desk, "Move").ClickAsync();
    }

    private Task<int> LettersAsync() => Store.ReadAsync(db => db.Outbox.CountAsync(Ct));

    private static AngleSharp.Dom.IElement Act<TDesk>(IRenderedComponent<TDesk> desk, string words)
        where TDesk : Microsoft.AspNetCore.Components.IComponent => desk.FindAll("button").First(b => b.TextContent == words);
}
