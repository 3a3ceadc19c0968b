using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration;

/// <summary>A conference with a room and a stream, and everything that registers for it.</summary>
internal sealed class RegistrationDesk : IAsyncDisposable
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true };

    private RegistrationDesk(TestStore test, RegistrationOptions options)
    {
        Test = test;
        Writer = NewWriter(options);
        Service = ServiceOf(Writer, options);
        Queries = new RegistrationQueries(test.Store, test.Clock);
        Attendees = new AttendeeQueries(test.Store, test.Clock);
        Availability = new AvailabilityQueries(test.Store, Options.Create(options), test.Clock);
        Pools = new SeatPoolService(test.Store, new JobBell(), new Feed<SeatsChanged>(), test.Clock);
    }

    public TestStore Test { get; }

    public SeatWriter Writer { get; }

    public RegistrationService Service { get; }

    public RegistrationQueries Queries { get; }

    public AttendeeQueries Attendees { get; }

    public AvailabilityQueries Availability { get; }

    public SeatPoolService Pools { get; }

    public static async Task<RegistrationDesk> OpenAsync(DatabaseProvider provider, int seats = 400, DateTimeOffset? closesAt = null, RegistrationOptions? options = null)
    {
        var conference = Samples.Conference();
        conference.RegistrationClosesAt = closesAt;
        var test = await TestStore.CreateAsync(provider, conference, Samples.Room(seats), Samples.RoomTicket(), Samples.StreamTicket());
        return new RegistrationDesk(test, options ?? new RegistrationOptions());
    }

    /// <summary>A second one on the same database, as on another node.</summary>
    public SeatWriter NewWriter(RegistrationOptions? options = null) => new(
        Test.Factory, new JobBell(), new RushHour(TimeProvider.System), new Feed<SeatsChanged>(), Options.Create(options ?? new RegistrationOptions()), Test.Clock, NullLogger<SeatWriter>.Instance);

    public RegistrationService ServiceOf(SeatWriter writer, RegistrationOptions? options = null) => new(
        Test.Store, writer, new RegistrationCatalogue(Test.Store, Test.Clock), new JobBell(), new Feed<SeatsChanged>(), Options.Create(options ?? new RegistrationOptions()), Test.Clock);

    public static RegistrationRequest Request(string who, string place = Places.Room) => new()
    {
        Place = place,
        Name = $"Person {who}",
        Email = $"{who}@example.org",
        Organisation = "Fernhollow Imports",
        Country = "US",
    };

    /// <summary>A further pool.</summary>
    /// <returns>Its id.</returns>
    public async Task<int> AddPoolAsync(string name, int capacity, bool eachOrganisation = false) =>
        (await Pools.AddPoolAsync(Organiser, 1, name, capacity, eachOrganisation, default)).Value;

    /// <summary>A further ticket type that draws on these pools.</summary>
    public async Task<TicketType> AddTypeAsync(string code, int[] pools, Action<TicketType>? with = null)
    {
        var type = new TicketType { ConferenceId = 1, Code = code, Name = code, Kind = TicketKind.InPerson, Position = 9, Pools = [.. pools.Select(id => new TicketTypePool { SeatPoolId = id })] };
        with?.Invoke(type);
        await Test.AddAsync(type);
        return type;
    }

    public Task SetAsync(RegistrationSettings settings) => Test.AddAsync(settings);

    /// <summary>What stands in the ledger about one person, oldest first.</summary>
    public async Task<List<string>> LedgerOfAsync(string who) => await Test.Store.ReadAsync(db => db.SeatLedger
        .Where(l => db.Attendees.Any(a => a.Id == l.AttendeeId && a.Email == $"{who}@example.org")).OrderBy(l => l.Id).Select(l => l.Text).ToListAsync());

    public Task<int> IdAsync(string who) => Test.Store.ReadAsync(db => db.Attendees.Where(a => a.Email == $"{who}@example.org").OrderByDescending(a => a.Id).Select(a => a.Id).FirstAsync());

    /// <summary>Every pool by name: taken of capacity. Asserts that each ledger adds up and no cap was passed unsaid.</summary>
    public async Task<List<string>> PoolsAsync()
    {
        var checks = await Queries.CheckLedgerAsync(1, default);
        Assert.All(checks, check => Assert.True(check.AddsUp, check.ToString()));
        return checks.Where(c => c.Name != "").Select(c => $"{c.Name} {c.Taken}/{c.Capacity}").ToList();
    }

    public async Task RegisterAsync(params string[] who)
    {
        foreach (var person in who)
        {
            var result = await Service.RegisterAsync(Request(person), default);
            Assert.Null(result.Refusal);
        }
    }

    public Task<Result<Done>> AskAsync(string who, string place = Places.Room) => Service.RegisterAsync(Request(who, place), default);

    public Task<string> CodeAsync(string who) => Test.Store.ReadAsync(db =>
        db.Attendees.Where(a => a.Email == $"{who}@example.org").OrderByDescending(a => a.Id).Select(a => a.TicketCode).FirstAsync());

    /// <summary>For instance <c>ada Confirmed room</c>, in the order of registration.</summary>
    public Task<List<string>> EverybodyAsync() => Test.Store.ReadAsync(async db =>
        (await db.Attendees.OrderBy(a => a.Id).Select(a => new { a.Email, a.State, a.TicketType!.Code }).ToListAsync())
        .ConvertAll(a => $"{a.Email.Replace("@example.org", "", StringComparison.Ordinal)} {a.State} {a.Code}"));

    /// <summary>For instance <c>SendTicket 1</c>, in the order they were left.</summary>
    public Task<List<string>> LettersAsync() => Test.Store.ReadAsync(db => db.Outbox.OrderBy(l => l.Id).Select(l => l.Template + " " + l.SubjectId).ToListAsync());

    /// <summary>Whoever wants to write about seats waits until this is disposed.</summary>
    public async Task<IAsyncDisposable> HoldSeatsAsync()
    {
        var db = Test.Factory.CreateDbContext();
        await db.Database.BeginTransactionAsync();
        await db.SeatPools.ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken));
        return db;
    }

    public async Task<LedgerCheck> RoomAsync() => Assert.Single(await Queries.CheckLedgerAsync(1, default));

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Test.DisposeAsync();
    }
}
