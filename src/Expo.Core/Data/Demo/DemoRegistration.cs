using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Core.Data.Demo;

/// <summary>What one can register for in the demo, what its form asks, and what it says about the answers.</summary>
internal static class DemoRegistration
{
    public const string PressCode = "PRESS-DEMO";
    public const int SeatsForExhibitors = 40;
    public const int SeatsForGovernments = 30;

    private const int AccommodationDaysBefore = 10;

    public static async Task AddAsync(ExpoDb db, Conference conference, DateTimeOffset now, CancellationToken ct)
    {
        var room = Pool(db, conference, "Room", DemoData.SeatsInTheRoom);
        // In this order, because the room is what everybody draws on first.
        await db.SaveChangesAsync(ct);
        var exhibitors = Pool(db, conference, "Exhibitors", SeatsForExhibitors);
        var governments = Pool(db, conference, "Foreign governments", SeatsForGovernments);
        await db.SaveChangesAsync(ct);

        var press = Type(conference, 3, "press", "Press", TicketKind.InPerson, "For reporters with an access code: a seat in the room and the press table.", room);
        press.NeedsCode = true;
        db.TicketTypes.AddRange(
            Type(conference, 1, "room", "A seat in the room", TicketKind.InPerson, $"{conference.Venue}, {conference.City}, with the stream as well.", room),
            Type(conference, 2, "stream", "The live stream", TicketKind.Online, "From anywhere. You can ask and vote like those in the room."),
            press,
            Type(conference, 4, "exhibitor", "Exhibitor", TicketKind.InPerson, "For the staff of a company with a table in the hall. Each person registers.", room, exhibitors),
            Type(conference, 5, "government", "Foreign government", TicketKind.InPerson, "For staff of ministries and agencies of other countries, and of embassies.", room, governments));
        await db.SaveChangesAsync(ct);
        foreach (var pool in new[] { room, exhibitors, governments })
        {
            db.SeatLedger.Add(new SeatLedgerLine { SeatPoolId = pool.Id, At = now, Ceiling = pool.Capacity, Text = $"The cap is {pool.Capacity}." });
        }

        db.AccessCodes.Add(new AccessCode { ConferenceId = conference.Id, Code = AccessCode.Normalise(PressCode)!, Note = "Reporters who wrote to the press office", TicketTypeId = press.Id, MostUses = 50 });
        AddForm(db, conference, now);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The deadline for accommodations, before an event whose first day is this.</summary>
    public static DateTimeOffset AccommodationsBy(Conference conference) =>
        EventTime.In(conference.TimeZone).At(conference.FirstDay.AddDays(-AccommodationDaysBefore), new TimeOnly(17, 0));

    private static void AddForm(ExpoDb db, Conference conference, DateTimeOffset now)
    {
        db.FormQuestions.AddRange(
            new FormQuestion
            {
                ConferenceId = conference.Id,
                Position = 1,
                Kind = AnswerKind.Choice,
                Label = "What do you do?",
                Choices = ["Import goods", "Clear goods as a broker", "Make technology for supply chains", "Work for a government", "Do research, or work for civil society", "Report for the press", "Something else"],
                Purpose = "so that presenters know whom they speak to; they see numbers only",
                KeepDays = 30,
            },
            new FormQuestion
            {
                ConferenceId = conference.Id,
                Position = 2,
                Kind = AnswerKind.Text,
                Label = "Ministry or agency",
                IsRequired = true,
                Purpose = "to keep the seats for governments for those they are meant for",
                KeepDays = 90,
                TicketTypes = ["government"],
            });
        db.PrivacyStatements.Add(DemoPrivacy.Statement(conference.Id, now));
        db.RegistrationSettings.Add(new RegistrationSettings { ConferenceId = conference.Id, AccommodationsBy = AccommodationsBy(conference), AccommodationsTo = "access@expo.example" });
    }

    private static SeatPool Pool(ExpoDb db, Conference conference, string name, int capacity)
    {
        var pool = SeatPool.Of(conference.Id, name, capacity);
        db.SeatPools.Add(pool);
        return pool;
    }

    private static TicketType Type(Conference conference, int position, string code, string name, TicketKind kind, string description, params SeatPool[] pools) => new()
    {
        ConferenceId = conference.Id,
        Code = code,
        Name = name,
        Description = description,
        Kind = kind,
        Position = position,
        Pools = [.. pools.Select(pool => new TicketTypePool { SeatPoolId = pool.Id })],
    };
}
