using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Web.Tests.Door;

/// <summary>The demo's event with four people of known codes: Ada and Zoë have seats, Cem cancelled, Dina is on the stream.</summary>
public sealed class DoorSite : ExpoFactory, IAsyncLifetime
{
    public const string Ada = "ADAADAADAADAADA0";
    public const string Zoe = "Z0EZ0EZ0EZ0EZ0E0";
    public const string Cem = "CEMCEMCEMCEMCEM0";
    public const string Dina = "D1NAD1NAD1NAD1NA";

    /// <summary>Half past ten in the morning of the event's first day.</summary>
    public static readonly DateTimeOffset Now = new(2023, 3, 14, 14, 30, 0, TimeSpan.Zero);

    public DoorSite() => Clock = new FakeTimeProvider(Now);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var types = await Store.ReadAsync(db => db.TicketTypes.ToDictionaryAsync(t => t.Code, t => t.Id, Ct));
        Attendee[] people =
        [
            Person("Ada <b>Lovelace</b>", Ada, types["room"]), Person("Zoë Wolfeschlegelsteinhausenbergerdorff-Adalbert the Younger", Zoe, types["room"]),
            Person("Cem Gone", Cem, types["room"], AttendeeState.Cancelled), Person("Dina Stream", Dina, types["stream"]),
        ];
        await Store.ChangeAsync<int>(async db => { db.AddRange(people.AsEnumerable()); return await db.SaveChangesAsync(Ct); }, Ct);
    }

    public Task<int> IdOfAsync(string code) => Store.ReadAsync(db => db.Attendees.Where(a => a.TicketCode == code).Select(a => a.Id).SingleAsync(Ct));

    public Task<int> CheckInsAsync(string code) => Store.ReadAsync(db => db.CheckIns.CountAsync(c => c.Attendee!.TicketCode == code, Ct));

    private static Attendee Person(string name, string code, int type, AttendeeState state = AttendeeState.Confirmed) => new()
    {
        ConferenceId = 1,
        TicketTypeId = type,
        TicketCode = code,
        Name = name,
        Email = $"{code}@example.org",
        NormalisedEmail = $"{code}@example.org",
        Organisation = "Fernhollow & Sons",
        Country = "Norway",
        State = state,
        RegisteredAt = Now,
    };
}
