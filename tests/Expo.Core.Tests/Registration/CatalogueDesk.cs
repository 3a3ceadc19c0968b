using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration;

/// <summary>A registration desk, and the organiser's side of it.</summary>
internal sealed class CatalogueDesk : IAsyncDisposable
{
    public static readonly Actor Organiser = RegistrationDesk.Organiser;

    public static readonly Actor Other = new() { Name = "Otto Organiser", IsOrganiser = true };

    private CatalogueDesk(RegistrationDesk desk)
    {
        Desk = desk;
        Form = new RegistrationCatalogue(desk.Test.Store, desk.Test.Clock);
        Service = new CatalogueService(desk.Pools, new AgendaService(desk.Test.Store, new Feed<AgendaChanged>(), new JobBell(), desk.Test.Clock), Form);
        Queries = new CatalogueQueries(desk.Test.Store, desk.Test.Clock);
    }

    public RegistrationDesk Desk { get; }

    public RegistrationCatalogue Form { get; }

    public CatalogueService Service { get; }

    public CatalogueQueries Queries { get; }

    public EventTime Time { get; } = EventTime.In("America/New_York");

    public static async Task<CatalogueDesk> OpenAsync(DatabaseProvider provider, int seats = 400) => new(await RegistrationDesk.OpenAsync(provider, seats));

    public async Task<TypeLine> TypeAsync(string code) => (await Queries.TicketsAsync(Organiser, 1, default)).Value.Types.Single(t => t.Code == code);

    public async Task<PoolLine> PoolAsync(string name) => (await Queries.TicketsAsync(Organiser, 1, default)).Value.Pools.Single(p => p.Saved.Name == name);

    public async Task<QuestionLine> QuestionAsync(int id) => (await Queries.FormAsync(Organiser, await ConferenceAsync(), default)).Value.Single(q => q.Id == id);

    public Task<Conference> ConferenceAsync() => Desk.Test.Store.ReadAsync(db => db.Conferences.AsNoTracking().SingleAsync());

    /// <summary>Edits a type as somebody does who sees it as it is.</summary>
    public async Task<Result<Done>> EditTypeAsync(string code, Func<TicketTypeDraft, TicketTypeDraft> edit)
    {
        var type = await TypeAsync(code);
        return await Service.EditTypeAsync(Organiser, type.Id, type.Saved, edit(type.Saved), default);
    }

    public Task<List<string>> LogAsync() => Desk.Test.Store.ReadAsync(db => db.RegistrationLog.OrderBy(l => l.Id).Select(l => l.By + ": " + l.Text).ToListAsync());

    public Task<Result<Done>> RegisterAsync(string who, string place = Places.Room, string? code = null, string? organisation = "Fernhollow Imports", IReadOnlyDictionary<string, string?>? answers = null) =>
        Desk.Service.RegisterAsync(RegistrationDesk.Request(who, place) with { AccessCode = code, Organisation = organisation, Answers = answers }, default);

    /// <summary>Sets the clock, back too.</summary>
    public void At(DateTimeOffset instant) => Desk.Test.Clock.AdjustTime(instant);

    public async Task EveryLedgerAddsUpAsync() => Assert.All(await Desk.Queries.CheckLedgerAsync(1, default), pool => Assert.True(pool.AddsUp, pool.ToString()));

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
