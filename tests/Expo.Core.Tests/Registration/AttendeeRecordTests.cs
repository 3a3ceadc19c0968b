using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

public sealed class AttendeeRecordTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_history_tells_of_seats_staff_and_the_door_in_the_order_of_time(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.AskAsync("ada");
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Service.EditAsync(RegistrationDesk.Organiser, 1, new AttendeeEdit { Name = "Ada L.", Email = "ada@example.org", Country = "KE" }, Ct);
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Test.AddAsync(new CheckIn { AttendeeId = 1, Day = new DateOnly(2023, 3, 14), ScannedAt = desk.Test.Clock.GetUtcNow(), Door = "East door", ScanKey = "k" });
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Service.CancelAsync(RegistrationDesk.Organiser, 1, "Asked by phone", Ct);

        var record = (await desk.Attendees.PersonAsync(RegistrationDesk.Organiser, 1, Ct)).Value;

        Assert.Equal(
            [
                "Seat Room: Registered: seat 1 of 1 was taken. 1", "Staff Ona Organiser: Details were corrected.", "Door : Came in at “East door”.",
                "Staff Ona Organiser: Cancelled: Asked by phone", "Seat Room: The registration was cancelled and its seat came free. -1",
            ],
            record.History.Select(l => $"{l.Source} {l.Pool ?? l.By}: {l.Text}{(l.Change == 0 ? "" : $" {l.Change}")}"));
        Assert.Equal(AttendeeState.Cancelled, record.State);
        Assert.Equal(["SendCancelledByStaff Waiting", "SendTicket Waiting"], record.Letters.Select(l => $"{l.Template} {l.State}"));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Everything_that_belongs_to_a_person_is_there_and_nothing_of_anybody_else(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 0);
        await desk.Test.AddAsync(
            new RegistrationSettings { ConferenceId = 1, AccommodationsTo = "access@example.org" }, new PrivacyStatement { ConferenceId = 1, Version = 3, Authority = "A", Purpose = "P", RoutineUses = "R", Disclosure = "D", PublishedAt = Samples.Opening },
            new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = "Diet", Purpose = "To order lunch", KeepDays = 1 });
        await desk.Service.RegisterAsync(
            RegistrationDesk.Request("ada", Places.Waiting) with
            {
                PrivacyStatement = 1, AccessNeeds = "A quiet room", Answers = new Dictionary<string, string?> { ["1"] = "Vegan" }, Companions = [new("Grace", "grace@example.org")],
            },
            Ct);
        await desk.AskAsync("other", Places.Waiting);
        // A letter of another slice about something that happens to have the same number.
        await desk.Test.AddAsync(
            OutboxLetter.For("SendReceipt", "somebody@example.org", 1, 0, Samples.Opening), OutboxLetter.For("Bulk", "ada@example.org", 1, 0, Samples.Opening), OutboxLetter.For("SendTicket", "x@example.org", 3, 0, Samples.Opening));

        var record = (await desk.Attendees.PersonAsync(RegistrationDesk.Organiser, 1, Ct)).Value;

        Assert.Equal((3, "A quiet room", AccommodationState.Asked, "room"), (record.StatementVersion, record.Attendee.AccessNeeds, record.Attendee.Accommodation, record.TicketType.Code));
        Assert.Equal([new GivenAnswer("Diet", "To order lunch", "Vegan")], record.Answers);
        Assert.Equal([new PartyMember(2, "Grace", AttendeeState.Waiting)], record.Party);
        Assert.Equal((1, 3), (record.Line!.Number, record.Line.Of));
        Assert.Equal(["Bulk", "SendWaiting", "TellAccommodation"], record.Letters.Select(l => l.Template).Order());
        Assert.Equal(AttendeeRefusals.Unknown, (await desk.Attendees.PersonAsync(RegistrationDesk.Organiser, 99, Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Staff_move_people_to_tickets_that_need_a_code_or_are_off_sale_but_not_past_a_cap(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.Test.AddAsync(
            SeatPool.Of(1, "Press", 1),
            new TicketType { ConferenceId = 1, Code = "press", Name = "Press", Kind = TicketKind.InPerson, Position = 3, NeedsCode = true, ClosesAt = Samples.Opening.AddYears(-1), Pools = [new() { SeatPoolId = 2 }] });
        await desk.AskAsync("ada", Places.Stream);
        await desk.AskAsync("grace", Places.Stream);

        var own = await desk.Service.MoveAsync(await desk.CodeAsync("ada"), "press", Ct);
        var moved = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 1, "press", "From the Herald", Ct);
        var full = await desk.Service.MoveAsync(RegistrationDesk.Organiser, 2, "press", "From the Post", Ct);

        Assert.Equal((RegistrationRefusals.PlaceUnknown, null, RegistrationRefusals.Full), (own.Refusal, moved.Refusal, full.Refusal));
        Assert.Equal(["ada Confirmed press", "grace Confirmed stream"], await desk.EverybodyAsync());
    }

    [Fact]
    public async Task Nobody_but_an_organiser_acts_on_a_registration()
    {
        await using var desk = await RegistrationDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.AskAsync("ada");
        var service = desk.Service;

        foreach (var actor in new[] { Actor.Visitor, new Actor { Name = "Mo", IsModerator = true }, new Actor { Name = "Sam", IsSpeaker = true }, new Actor { Name = "Dora", IsDoor = true } })
        {
            Assert.All(
                new[]
                {
                    (await service.EditAsync(actor, 1, new AttendeeEdit { Name = "X", Email = "x@example.org", Country = "KE" }, Ct)).Refusal, (await service.CancelAsync(actor, 1, "x", Ct)).Refusal,
                    (await service.MoveAsync(actor, 1, "stream", "x", Ct)).Refusal, (await service.OfferAsync(actor, 1, "x", Ct)).Refusal, (await service.PrioritiseAsync(actor, 1, 5, "x", Ct)).Refusal,
                    (await service.ResendAsync(actor, 1, Ct)).Refusal, (await service.AddAsync(actor, RegistrationDesk.Request("grace"), "x", Ct)).Refusal,
                },
                refusal => Assert.Equal(RegistrationRefusals.NotOrganiser, refusal));
        }

        Assert.Equal(["ada Confirmed room"], await desk.EverybodyAsync());
        Assert.Empty(await desk.Test.Store.ReadAsync(db => db.RegistrationLog.ToListAsync(Ct)));
    }
}
