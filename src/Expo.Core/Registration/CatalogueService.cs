using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// The organiser's side of registration: ticket types here; pools, access codes, questions and settings in the other parts.
/// Each change is one transaction that stands in the line of the pools' locks, moves seats along where it must, refuses what
/// was decided on an old view, and leaves a line in the log.
/// </summary>
public sealed partial class CatalogueService(SeatPoolService pools, AgendaService agenda, RegistrationCatalogue catalogue)
{
    /// <returns>The type's id.</returns>
    public Task<Result<int>> AddTypeAsync(Actor by, int conferenceId, string? code, TicketTypeDraft draft, CancellationToken ct) => ChangeAsync<int>(
        by,
        async books =>
        {
            var db = books.Db;
            if (await db.Conferences.AsNoTracking().FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is not { } conference)
            {
                return CatalogueRefusals.UnknownEvent;
            }

            var (called, read) = (CatalogueRules.TypeCode(code), CatalogueRules.Read(draft, conference));
            if (Refusal.Together([called.Refusal, .. read.Refusal?.All ?? []]) is { } mistakes)
            {
                return mistakes;
            }

            if (await db.TicketTypes.AnyAsync(t => t.ConferenceId == conferenceId && t.Code == called.Value, ct))
            {
                return CatalogueRefusals.CodeTaken;
            }

            var type = new TicketType { ConferenceId = conferenceId, Code = called.Value, Name = read.Value.Name! };
            Put(read.Value, type);
            db.TicketTypes.Add(type);
            await db.SaveChangesAsync(ct);
            var drawn = await SeatPoolService.DrawOnAsync(books, type.Id, read.Value.Pools, ct);
            Log(books, by, conferenceId, $"Ticket “{type.Code}” was added: {type.Name}.");
            return drawn.IsRefused ? drawn.Refusal : type.Id;
        },
        ct,
        CatalogueRefusals.CodeTaken);

    /// <summary>
    /// Changes a type from what was shown to what is wanted. People who have it keep it; seats move along with its pools, see
    /// <see cref="SeatPoolService.DrawOnAsync(Actor, int, IReadOnlyCollection{int}, CancellationToken)"/>. Open payments keep
    /// the price that they were opened with.
    /// </summary>
    public Task<Result<Done>> EditTypeAsync(Actor by, int typeId, TicketTypeDraft shown, TicketTypeDraft wanted, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var db = books.Db;
            if (await TypeAsync(db, typeId, ct) is not { } type)
            {
                return CatalogueRefusals.UnknownType;
            }

            var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == type.ConferenceId, ct);
            var (time, names, saved) = (EventTime.In(conference.TimeZone), await PoolNamesAsync(db, conference.Id, ct), TicketTypeDraft.Of(type));
            if (CatalogueFacts.Stale(shown.Facts(time, names), saved.Facts(time, names)) is { } stale)
            {
                return stale;
            }

            var read = CatalogueRules.Read(wanted, conference);
            if ((read.Refusal ?? await KeepsPeopleAsync(db, type, read.Value, ct)) is { } refusal)
            {
                return refusal;
            }

            Put(read.Value, type);
            if (!read.Value.Pools.Order().SequenceEqual(saved.Pools)
                && (await SeatPoolService.DrawOnAsync(books, type.Id, read.Value.Pools, ct)) is { IsRefused: true, Refusal: var undrawn })
            {
                return undrawn;
            }

            LogChanges(books, by, conference.Id, $"Ticket “{type.Code}”", CatalogueFacts.Changes(saved.Facts(time, names), read.Value.Facts(time, names)));
            return Done.It;
        },
        ct);

    /// <summary>Archived, nobody new can have it; those who have it keep it. Asking for what is so already changes nothing.</summary>
    public Task<Result<Done>> ArchiveTypeAsync(Actor by, int typeId, bool archived, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            if (await TypeAsync(books.Db, typeId, ct) is not { } type)
            {
                return CatalogueRefusals.UnknownType;
            }

            if (archived && await HoldsSeatsBackAsync(books, typeId, ct))
            {
                return CatalogueRefusals.SeatsHeldBack;
            }

            if (type.IsArchived != archived)
            {
                type.IsArchived = archived;
                Log(books, by, type.ConferenceId, $"Ticket “{type.Code}” was {(archived ? "archived" : "offered again")}.");
            }

            return Done.It;
        },
        ct);

    /// <summary>Only a type that nobody has or had, and that no code and no question names.</summary>
    public Task<Result<Done>> DeleteTypeAsync(Actor by, int typeId, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var db = books.Db;
            if (await TypeAsync(db, typeId, ct) is not { } type)
            {
                return CatalogueRefusals.UnknownType;
            }

            if (await db.Attendees.AnyAsync(a => a.TicketTypeId == typeId, ct) || await db.AccessCodes.AnyAsync(c => c.TicketTypeId == typeId, ct))
            {
                return CatalogueRefusals.TypeInUse;
            }

            if ((await db.FormQuestions.AsNoTracking().Where(q => q.ConferenceId == type.ConferenceId).ToListAsync(ct)).Exists(q => q.TicketTypes.Contains(type.Code)))
            {
                return CatalogueRefusals.TypeIsAsked;
            }

            db.TicketTypePools.RemoveRange(type.Pools);
            db.TicketTypes.Remove(type);
            Log(books, by, type.ConferenceId, $"Ticket “{type.Code}” was deleted; nobody ever had it.");
            return Done.It;
        },
        ct,
        // Somebody registered for it in the same moment: the foreign key stands behind the look above.
        fault: CatalogueRefusals.TypeInUse);

    private async Task<Result<T>> ChangeAsync<T>(Actor by, Func<SeatBooks, Task<Result<T>>> change, CancellationToken ct, Refusal? duplicate = null, Refusal? fault = null)
    {
        try
        {
            var result = await pools.ChangeAsync(by, change, ct);
            catalogue.Forget();
            return result;
        }
        catch (DbUpdateException refused) when (duplicate is not null && ExpoStore.IsDuplicate(refused))
        {
            return duplicate;
        }
        catch (DbUpdateException) when (fault is not null)
        {
            return fault;
        }
    }

    // Written before it is read, so that of two who edit it the second reads what the first has saved.
    private static async Task<TicketType?> TypeAsync(ExpoDb db, int typeId, CancellationToken ct) =>
        await db.TicketTypes.Where(t => t.Id == typeId).ExecuteUpdateAsync(set => set.SetProperty(t => t.Position, t => t.Position), ct) == 1
            ? await db.TicketTypes.Include(t => t.Pools).FirstAsync(t => t.Id == typeId, ct)
            : null;

    private static async Task<Refusal?> KeepsPeopleAsync(ExpoDb db, TicketType type, TicketTypeDraft wanted, CancellationToken ct)
    {
        if (wanted.Kind != type.Kind && await db.Attendees.AnyAsync(a => a.TicketTypeId == type.Id && a.State != AttendeeState.Cancelled, ct))
        {
            return CatalogueRefusals.KindInUse;
        }

        // Held seats are counted in the pools that they were taken of.
        if (!wanted.Pools.Order().SequenceEqual(type.Pools.Select(d => d.SeatPoolId).Order()) && await db.AccessCodes.AnyAsync(c => c.TicketTypeId == type.Id && c.SeatsHeld > 0, ct))
        {
            return CatalogueRefusals.SeatsHeldBack;
        }

        return wanted.Pools.Count == 0 && type.Pools.Count > 0 && await db.Attendees.AnyAsync(a => a.TicketTypeId == type.Id && a.State == AttendeeState.Waiting, ct) ? CatalogueRefusals.PeopleWait : null;
    }

    private static Task<bool> HoldsSeatsBackAsync(SeatBooks books, int typeId, CancellationToken ct) =>
        books.Db.AccessCodes.AnyAsync(c => c.TicketTypeId == typeId && c.SeatsHeld > 0, ct);

    private static Task<Dictionary<int, string>> PoolNamesAsync(ExpoDb db, int conferenceId, CancellationToken ct) =>
        db.SeatPools.Where(p => p.ConferenceId == conferenceId && p.ParentId == null).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, ct);

    private static void Put(TicketTypeDraft from, TicketType into)
    {
        (into.Name, into.Description, into.Kind, into.Position) = (from.Name!, from.Description, from.Kind, from.Position);
        (into.PriceMinor, into.Currency, into.OpensAt, into.ClosesAt, into.NeedsCode) = (from.PriceMinor, from.Currency, from.OpensAt, from.ClosesAt, from.NeedsCode);
        if (!into.Days.Order().SequenceEqual(from.Days))
        {
            into.Days.Clear();
            into.Days.AddRange(from.Days);
        }
    }

    private static void LogChanges(SeatBooks books, Actor by, int conferenceId, string about, string changes)
    {
        if (changes.Length > 0)
        {
            Log(books, by, conferenceId, $"{about} was changed: {changes}.");
        }
    }

    private static void Log(SeatBooks books, Actor by, int conferenceId, string text) => books.Db.RegistrationLog.Add(new RegistrationLogLine
    {
        ConferenceId = conferenceId, At = books.Now, By = by.Name.Length > 120 ? by.Name[..120] : by.Name, Text = text.Length > 500 ? text[..499] + "…" : text,
    });
}
