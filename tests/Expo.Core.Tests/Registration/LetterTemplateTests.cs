using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration;

/// <summary>Each letter in the states of a registration in which it is true, and none in those that have overtaken it.</summary>
public sealed class LetterTemplateTests
{
    private static readonly MailOptions Site = new() { From = "desk@expo.example", Site = "https://expo.example/" };
    private static readonly DateTimeOffset Now = Samples.Opening.AddDays(-7);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // C confirmed in the room, S on the stream, W waiting, O offered, o an offer that has run out, U unpaid, u unpaid and run out, X cancelled.
    [Theory]
    [InlineData("SendTicket", "CSWOoUu")]
    [InlineData("SendTicketAgain", "CSWOoUu")]
    [InlineData("SendWaiting", "W")]
    [InlineData("SendSeatFree", "C")]
    [InlineData("SendMoved", "CSWOoUu")]
    [InlineData("SendCancelled", "X")]
    [InlineData("SendCancelledByStaff", "X")]
    [InlineData("SendOffer", "O")]
    [InlineData("SendOfferExpired", "SWX")]
    [InlineData("SendPay", "U")]
    [InlineData("SendHoldExpired", "uX")]
    [InlineData("SendReconfirm", "R")]
    [InlineData("SendReleased", "SWOoUuX")]
    [InlineData("SendReleasedAtDoor", "SWOoUuX")]
    [InlineData("SendDoorSeat", "C")]
    [InlineData("SendOver", "CSWOoUu")]
    public void A_letter_leaves_only_while_it_is_true(string template, string states) =>
        Assert.Equal(states, string.Concat("CSWOoUuXR".Where(state => Write(template, state) is not null && (state != 'R' || template == "SendReconfirm"))));

    [Theory]
    [InlineData("SendOffer", 'O', "A seat is offered to you: Forced Labor Technical Expo", "held for you until 8 March 2023, 09:00 EST", "https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H\r\n")]
    [InlineData("SendPay", 'U', "Please pay for your ticket: Forced Labor Technical Expo", "held for you until 8 March 2023, 09:00 EST", "https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H/pay\r\n")]
    [InlineData("SendReconfirm", 'R', "Do you still come? Forced Labor Technical Expo", "until 8 March 2023, 09:00 EST", "https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H\r\n")]
    [InlineData("SendReleased", 'S', "Your seat was released: Forced Labor Technical Expo", "You take part on the live stream.", "https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H\r\n")]
    [InlineData("SendReleasedAtDoor", 'S', "Your seat was released: Forced Labor Technical Expo", "You had not come when the door gave free seats", "https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H\r\n")]
    [InlineData("SendHoldExpired", 'X', "Not paid in time: Forced Labor Technical Expo", "You can register again", "https://expo.example/register\r\n")]
    public void A_letter_says_until_when_and_where_to_act(string template, char state, string subject, string words, string link)
    {
        var letter = Write(template, state)!;

        Assert.Equal(subject, letter.Subject);
        Assert.Contains(words, letter.Text, StringComparison.Ordinal);
        Assert.Contains(link, letter.Text, StringComparison.Ordinal);
        Assert.Null(letter.UnsubscribeAt);
    }

    [Theory]
    [InlineData("SendTicket", 'C', "PUBLISH")]
    [InlineData("SendReleased", 'S', "PUBLISH")]
    [InlineData("SendCancelled", 'X', "CANCEL")]
    [InlineData("SendReleased", 'X', "CANCEL")]
    [InlineData("SendHoldExpired", 'X', null)]
    [InlineData("SendOffer", 'O', null)]
    [InlineData("SendPay", 'U', null)]
    [InlineData("SendWaiting", 'W', null)]
    public void Only_what_is_sure_is_put_into_a_calendar_and_what_was_cancelled_is_taken_out(string template, char state, string? method)
    {
        var attached = Write(template, state)!.Attachments;

        Assert.Equal(method is null ? [] : [$"text/calendar; charset=utf-8; method={method}"], attached.Select(a => a.ContentType));
        Assert.All(attached, a => Assert.Contains($"METHOD:{method}\r\n", System.Text.Encoding.UTF8.GetString(a.Content), StringComparison.Ordinal));
    }

    [Fact]
    public void A_letter_says_from_what_time_on_its_ticket_is_good()
    {
        EventDay[] days = [new(Samples.Opening, Samples.Opening.AddHours(8)), new(Samples.Opening.AddHours(23), Samples.Opening.AddHours(31))];
        var second = new TicketType { Code = "day-2", Name = "Second day", Days = [new DateOnly(2023, 3, 15)] };

        Assert.Contains("Tuesday 14 March 2023 to Wednesday 15 March 2023, from 09:00 EDT (America/New_York)", Write("SendTicket", 'C', days: days)!.Text, StringComparison.Ordinal);
        Assert.Contains("Wednesday 15 March 2023, from 08:00 EDT (America/New_York)", Write("SendTicket", 'C', days: days, type: second)!.Text, StringComparison.Ordinal);
        Assert.Contains("Tuesday 14 March 2023 to Wednesday 15 March 2023 (America/New_York)", Write("SendTicket", 'C', days: [])!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_about_a_cancellation_says_whether_the_organizers_did_it()
    {
        Assert.Contains("\r\nThe organizers cancelled your registration.", Write("SendCancelledByStaff", 'X')!.Text, StringComparison.Ordinal);
        Assert.Contains("\r\nYour registration was cancelled.", Write("SendCancelled", 'X')!.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_partys_letters_say_who_belongs_together_and_an_offer_that_it_is_for_all(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 3);
        await desk.RegisterAsync("a", "b", "c");
        await desk.Service.RegisterAsync(RegistrationDesk.Request("ada", Places.Waiting) with { Companions = [new("Grace Hopper", "grace@example.org"), new("Linus", "linus@example.org")] }, Ct);
        var line = (await desk.Queries.TicketAsync(await desk.CodeAsync("grace"), Ct))!.Line!;
        foreach (var who in new[] { "a", "b", "c" })
        {
            await desk.Service.CancelAsync(await desk.CodeAsync(who), Ct);
        }

        var writer = new RegistrationLetterWriter(desk.Queries, Options.Create(Site), desk.Test.Clock);
        var offer = (await writer.WriteAsync(await desk.Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().SingleAsync(l => l.Template == "SendOffer" && l.Recipient == "grace@example.org", Ct)), Ct))!;
        await desk.Service.AcceptAsync(await desk.CodeAsync("ada"), Ct);
        var ticket = (await writer.WriteAsync(OutboxLetter.For("SendTicket", "grace@example.org", await desk.IdAsync("grace"), 9, Now), Ct))!;

        Assert.Equal(("numbers 1 to 3", 3), (line.InWords, line.Of));
        Assert.Equal("Seats are offered to you: Forced Labor Technical Expo", offer.Subject);
        Assert.Contains("You were registered together with Person ada and Linus. Seats came free for all 3 of you", offer.Text, StringComparison.Ordinal);
        Assert.Contains("You were registered together with Person ada and Linus. You have a seat in the room.", ticket.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_speaks_of_a_calendar_file_only_when_it_carries_one()
    {
        const string Words = "The calendar file attached takes the event out of your calendar.";

        Assert.Contains(Words, Write("SendCancelled", 'X')!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, Write("SendCancelled", 'X', days: [])!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_about_a_ticket_that_costs_money_promises_no_change_and_says_what_becomes_of_the_money()
    {
        Assert.Contains("On that page you can also cancel.", Write("SendTicket", 'C', isPaid: true)!.Text, StringComparison.Ordinal);
        Assert.Contains("On that page you can also change between", Write("SendTicket", 'C')!.Text, StringComparison.Ordinal);
        Assert.Contains("the organizers are told and decide whether it does", Write("SendCancelled", 'X', isPaid: true)!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("paid", Write("SendCancelled", 'X')!.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_loses_a_seat_where_there_is_no_stream_is_told(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.Test.Store.ReadAsync(db => db.TicketTypes.Where(t => t.Code == Places.Stream).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsArchived, true), Ct));
        await desk.SetAsync(new RegistrationSettings { ConferenceId = 1, MissedOffer = MissedOffer.Out, ReconfirmFrom = desk.Test.Clock.GetUtcNow().AddHours(1), ReconfirmBy = desk.Test.Clock.GetUtcNow().AddHours(2) });
        await desk.RegisterAsync("ada");
        await desk.AskAsync("grace", Places.Waiting);
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        await desk.Service.SettleAsync(Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(1));
        await desk.Service.SettleAsync(Ct);
        desk.Test.Clock.Advance(TimeSpan.FromHours(30));
        await desk.Service.SettleAsync(Ct);

        var writer = new RegistrationLetterWriter(desk.Queries, Options.Create(Site), desk.Test.Clock);
        var rows = await desk.Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().Where(l => l.Template == LetterOpenings.Released || l.Template == LetterOpenings.OfferExpired).OrderBy(l => l.Id).ToListAsync(Ct));

        Assert.Equal([LetterOpenings.Released, LetterOpenings.OfferExpired], rows.Select(l => l.Template));
        Assert.Equal(["ada Cancelled room", "grace Cancelled room"], await desk.EverybodyAsync());
        foreach (var row in rows)
        {
            Assert.Contains("your registration has ended", (await writer.WriteAsync(row, Ct))!.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void A_hold_that_ran_out_takes_out_of_the_calendar_what_the_ticket_was_before_it(int revision, int entries)
    {
        var attached = Write("SendHoldExpired", 'X', revision: revision)!.Attachments;

        Assert.Equal(entries, attached.Count(a => a.ContentType.EndsWith("method=CANCEL", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_persons_calendar_follows_the_way_through_seat_stream_line_offer_and_cancellation(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider, seats: 1);
        await desk.Test.AddAsync(Samples.Stage(), Samples.Session());
        var writer = new RegistrationLetterWriter(desk.Queries, Options.Create(Site), desk.Test.Clock);
        var told = new List<string>();
        async Task StepAsync(Func<Task> step)
        {
            await step();
            var row = await desk.Test.Store.ReadAsync(db => db.Outbox.Where(l => l.SubjectId == 1).OrderByDescending(l => l.Id).FirstAsync(Ct));
            var calendar = (await writer.WriteAsync(row, Ct))!.Attachments.Select(a => System.Text.Encoding.UTF8.GetString(a.Content)).SingleOrDefault();
            string? Line(string name) => calendar?.Split("\r\n").First(l => l.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..];
            told.Add(calendar is null ? row.Template : $"{row.Template} {Line("METHOD")} {Line("SEQUENCE")} {Line("LOCATION")}");
        }

        await StepAsync(() => desk.RegisterAsync("ada"));
        var code = await desk.CodeAsync("ada");
        await StepAsync(() => desk.Service.MoveAsync(code, Places.Stream, Ct));
        await desk.RegisterAsync("grace");
        await StepAsync(() => desk.Service.MoveAsync(code, Places.Waiting, Ct));
        await StepAsync(async () => await desk.Service.CancelAsync(await desk.CodeAsync("grace"), Ct));
        await StepAsync(() => desk.Service.AcceptAsync(code, Ct));
        await StepAsync(() => desk.Service.CancelAsync(code, Ct));

        Assert.Equal(
            [
                "SendTicket PUBLISH 0 Potomac Hall\\, Washington\\, DC", "SendMoved PUBLISH 1 https://expo.example/live", "SendWaiting", "SendOffer",
                "SendTicket PUBLISH 4 Potomac Hall\\, Washington\\, DC", "SendCancelled CANCEL 5 Potomac Hall\\, Washington\\, DC",
            ],
            told);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_letter_about_an_erased_person_is_not_written(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");
        var writer = new RegistrationLetterWriter(desk.Queries, Options.Create(Site), desk.Test.Clock);
        var row = OutboxLetter.For(nameof(SendTicket), "ada@example.org", await desk.Test.Store.ReadAsync(db => db.Attendees.Select(a => a.Id).SingleAsync(Ct)), 0, Now);

        Assert.Equal("ada@example.org", (await writer.WriteAsync(row, Ct))?.To);
        Assert.Null(await writer.WriteAsync(OutboxLetter.For(nameof(SendTicket), "eve@example.org", 99, 0, Now), Ct));
    }

    [Fact]
    public void A_letter_of_the_outbox_has_a_name_of_its_row_and_never_that_of_an_older_job() =>
        Assert.NotEqual(Write("SendTicket", 'C', "7")!.MessageId, Write("SendTicket", 'C', "o7")!.MessageId);

    private static Letter? Write(string template, char state, string name = "o1", bool isPaid = false, EventDay[]? days = null, int revision = 0, TicketType? type = null)
    {
        var held = state is 'o' or 'u' ? Now : state is 'O' or 'U' or 'R' ? Now.AddDays(1).AddHours(1) : (DateTimeOffset?)null;
        var attendee = CalendarTests.Attendee(state switch
        {
            'W' => AttendeeState.Waiting, 'O' or 'o' => AttendeeState.Offered, 'U' or 'u' => AttendeeState.Unpaid, 'X' => AttendeeState.Cancelled, _ => AttendeeState.Confirmed,
        }, type: type ?? (isPaid ? new TicketType { Code = "room", Name = "A seat", PriceMinor = 2500 } : null));
        (attendee.HeldUntil, attendee.Revision) = (held, revision);
        var place = state switch { 'S' => Places.Stream, 'W' => Places.Waiting, _ => Places.Room };
        return RegistrationLetters.Write(
            template, name, new Ticket(attendee, Samples.Conference(), place, state == 'W' ? new LinePlace(3, 5, "All 400 seats are taken or held.") : null), days ?? [new EventDay(Samples.Opening, Samples.Opening.AddHours(8))], Site, Now);
    }
}
