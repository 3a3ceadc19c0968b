using System.Text;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Ical.Net;

namespace Expo.Core.Tests.Registration;

public sealed class CalendarTests
{
    private static readonly MailOptions Site = new() { From = "desk@expo.example", Site = "https://expo.example" };

    // 14 March 2023 is two days after clocks went forward in the United States: 9:00 in Washington is 13:00 UTC, not 14:00.
    private static readonly EventDay[] Days =
    [
        new(new(2023, 3, 14, 13, 0, 0, TimeSpan.Zero), new(2023, 3, 14, 21, 0, 0, TimeSpan.Zero)),
        new(new(2023, 3, 15, 13, 0, 0, TimeSpan.Zero), new(2023, 3, 15, 20, 30, 0, TimeSpan.Zero)),
    ];

    internal static Attendee Attendee(AttendeeState state = AttendeeState.Confirmed, int revision = 0, string name = "Ada", TicketType? type = null) => new()
    {
        Id = 12,
        ConferenceId = 1,
        TicketType = type,
        TicketCode = "7K4M2QXR9TBCWJ5H",
        Name = name,
        Email = "ada@example.org",
        NormalisedEmail = "ada@example.org",
        State = state,
        Revision = revision,
    };

    [Fact]
    public void There_is_one_entry_for_each_day_in_the_zone_of_the_event()
    {
        var calendar = Calendar.Load(Write(Attendee()))!;

        Assert.Equal(
            ["2023-03-14 09:00 America/New_York to 17:00", "2023-03-15 09:00 America/New_York to 16:30"],
            calendar.Events.Select(e => $"{e.Start!.Value:yyyy-MM-dd HH:mm} {e.Start.TzId} to {e.End!.Value:HH:mm}"));
        Assert.Equal(new DateTime(2023, 3, 14, 13, 0, 0, DateTimeKind.Utc), calendar.Events[0]!.Start!.AsUtc);
        Assert.Equal(["America/New_York"], calendar.TimeZones.Select(z => z.TzId));
        Assert.All(calendar.Events, e => Assert.Equal(("CONFIRMED", 0), (e.Status, e.Sequence)));
    }

    [Fact]
    public void A_calendar_that_is_shared_does_not_give_the_ticket_away()
    {
        var written = Write(Attendee()).ReplaceLineEndings("").Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

        Assert.DoesNotContain("7K4M2QXR9TBCWJ5H", written, StringComparison.OrdinalIgnoreCase);
        Assert.All(Calendar.Load(Write(Attendee()))!.Events, e => Assert.Equal(new Uri("https://expo.example/agenda"), e.Url));
    }

    [Fact]
    public void A_day_that_ends_in_the_hour_that_autumn_repeats_ends_at_the_right_instant()
    {
        var day = new EventDay(new(2023, 11, 4, 22, 0, 0, TimeSpan.Zero), new(2023, 11, 5, 6, 30, 0, TimeSpan.Zero));

        var entry = Calendar.Load(TicketCalendar.Write(new Ticket(Attendee(), Samples.Conference(), Places.Room, null), [day], Site, Samples.Opening))!.Events.Single();

        Assert.Equal(("America/New_York", "UTC"), (entry.Start!.TzId, entry.End!.TzId));
        Assert.Equal((day.StartsAt.UtcDateTime, day.EndsAt.UtcDateTime), (entry.Start.AsUtc, entry.End.AsUtc));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_address_that_is_corrected_gets_a_new_code_and_the_entry_keeps_its_uid(DatabaseProvider provider)
    {
        await using var desk = await RegistrationDesk.OpenAsync(provider);
        await desk.RegisterAsync("ada");
        var ct = TestContext.Current.CancellationToken;
        var before = await desk.Queries.TicketAsync(1, ct);

        foreach (var address in new[] { "ada.l@example.org", "ada.lovelace@example.org" })
        {
            Assert.Null((await desk.Service.EditAsync(RegistrationDesk.Organiser, 1, new AttendeeEdit { Name = "Ada", Email = address, Country = "US" }, ct)).Refusal);
        }

        var after = await desk.Queries.TicketAsync(1, ct);
        Assert.NotEqual(before!.Attendee.TicketCode, after!.Attendee.TicketCode);
        Assert.Equal(Uids(before), Uids(after));

        static IEnumerable<string?> Uids(Ticket ticket) => Calendar.Load(TicketCalendar.Write(ticket, Days, Site, Samples.Opening))!.Events.Select(e => e.Uid);
    }

    [Fact]
    public void A_change_keeps_the_uid_and_raises_the_sequence_and_cancelling_says_so()
    {
        var (before, after) = (Calendar.Load(Write(Attendee()))!, Calendar.Load(Write(Attendee(AttendeeState.Cancelled, revision: 3)))!);

        Assert.Equal(before.Events.Select(e => e.Uid), after.Events.Select(e => e.Uid));
        Assert.Equal(2, before.Events.Select(e => e.Uid).Distinct().Count());
        Assert.All(after.Events, e => Assert.Equal(("CANCELLED", 3), (e.Status, e.Sequence)));
        Assert.Equal(("PUBLISH", "CANCEL"), (before.Method, after.Method));
        Assert.All(after.Events, e => Assert.Equal(new Uri("mailto:desk@expo.example"), e.Organizer!.Value));
    }

    [Fact]
    public void A_ticket_for_one_day_has_one_entry()
    {
        var type = new TicketType { Code = "day2", Name = "Second day", Days = [new DateOnly(2023, 3, 15)] };
        var attendee = new Attendee { TicketCode = "7K4M2QXR9TBCWJ5H", Name = "Ada", Email = "a@example.org", NormalisedEmail = "a@example.org", TicketType = type };

        Assert.Equal(["2023-03-15"], Calendar.Load(Write(attendee))!.Events.Select(e => $"{e.Start!.Value:yyyy-MM-dd}"));
    }

    [Fact]
    public void Lines_end_with_crlf_and_have_at_most_75_octets()
    {
        var conference = Samples.Conference();
        conference.Name = "Förced Lábor Technical Expo with an exceptionally long name, ünd a lot of letters that take two octets, öööööööööööööööö";
        conference.Venue = "Hall\r\nATTENDEE:mailto:eve@example.org";
        var text = Write(Attendee(), conference);

        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain("\r\nATTENDEE", text, StringComparison.Ordinal);
        Assert.Equal(conference.Name, Calendar.Load(text)!.Events[0]!.Summary);
    }

    private static string Write(Attendee attendee, Conference? conference = null) =>
        TicketCalendar.Write(new Ticket(attendee, conference ?? Samples.Conference(), Places.Room, null), Days, Site, Samples.Opening);
}
