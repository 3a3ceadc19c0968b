using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A ticket type as organisers see it.</summary>
/// <param name="Saved">To be handed back with a change, so that one made meanwhile by somebody else is seen.</param>
/// <param name="Have">People with a place: confirmed, offered or unpaid.</param>
/// <param name="Waiting">People who wait for it.</param>
/// <param name="CanBeDeleted">Nobody has or had it, and no code was made for it.</param>
public sealed record TypeLine(int Id, string Code, TicketTypeDraft Saved, bool IsArchived, int Have, int Waiting, bool CanBeDeleted);

/// <summary>A pool as organisers see it; what has run out counts as free.</summary>
/// <param name="Sure">Seats of people who have them.</param>
/// <param name="Held">Open offers, unpaid seats, and seats held back for access codes.</param>
/// <param name="Free">0 when it is over.</param>
/// <param name="Over">Seats over the cap. For a cap of each organisation: organisations that are over it.</param>
/// <param name="Types">Codes of the ticket types that draw on it.</param>
/// <param name="Organisations">For a cap of each organisation: how many have seats counted in it.</param>
public sealed record PoolLine(int Id, PoolDraft Saved, bool EachOrganisation, int Sure, int Held, int Free, int Over, IReadOnlyList<string> Types, int Organisations, bool CanBeDeleted);

public sealed record TicketCatalogue(IReadOnlyList<TypeLine> Types, IReadOnlyList<PoolLine> Pools);

/// <summary>What a change of a type's pools would do.</summary>
/// <param name="People">Who have the ticket: their seats move along.</param>
/// <param name="Pools">Those added and taken away.</param>
public sealed record DrawPreview(int People, IReadOnlyList<PoolChange> Pools);

/// <param name="Change">Seats taken (+) or given back (−).</param>
/// <param name="Over">Seats over the cap afterwards. For a cap of each organisation: organisations over it.</param>
public sealed record PoolChange(string Name, bool EachOrganisation, int Capacity, int Change, int Over)
{
    public string InWords => EachOrganisation
        ? $"{Name}: {(Change < 0 ? "no longer counted" : "counted for each organization")}{(Over > 0 ? $"; {Over} {(Over == 1 ? "organization is" : "organizations are")} over the cap of {Capacity} then" : "")}."
        : $"{Name}: {Math.Abs(Change)} {(Math.Abs(Change) == 1 ? "seat" : "seats")} {(Change < 0 ? "come free" : "more are taken")}{(Over > 0 ? $"; the pool is over its cap of {Capacity} by {Over} then" : "")}.";
}

/// <summary>An access code as organisers see it.</summary>
/// <param name="Code">As it is handed out.</param>
/// <param name="SeatsHeld">0 from its end on.</param>
public sealed record CodeLine(int Id, string Code, string Note, string TicketType, int Uses, int MostUses, int SeatsHeld, DateTimeOffset? EndsAt, bool IsOver);

/// <summary>A question as organisers see it.</summary>
/// <param name="DeletedOn">The day on which answers are gone.</param>
public sealed record QuestionLine(int Id, QuestionDraft Saved, bool IsArchived, int Answers, DateOnly DeletedOn);

/// <param name="ClosesAt">When registration closes for everybody, as an organiser set it.</param>
/// <param name="AskedAt">When people were asked whether they still come; null when they were not.</param>
/// <param name="NotAnswered">People who were asked and have not answered.</param>
public sealed record SettingsPage(SettingsDraft Saved, DateTimeOffset? ClosesAt, DateTimeOffset? AskedAt, int NotAnswered);

/// <summary>Reads of the organiser's side of registration. What it returns is detached.</summary>
public sealed class CatalogueQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>Types in the order of the form, pools in the order they were made.</summary>
    public Task<Result<TicketCatalogue>> TicketsAsync(Actor by, int conferenceId, CancellationToken ct) => ForOrganisersAsync(by, async db =>
    {
        var now = clock.GetUtcNow();
        var types = await db.TicketTypes.AsNoTracking().Include(t => t.Pools).Where(t => t.ConferenceId == conferenceId).OrderBy(t => t.IsArchived).ThenBy(t => t.Position).ThenBy(t => t.Id).ToListAsync(ct);
        var people = await db.Attendees.Where(a => a.ConferenceId == conferenceId).GroupBy(a => new { a.TicketTypeId, a.State, Lives = a.HeldUntil == null || a.HeldUntil > now })
            .Select(g => new { g.Key.TicketTypeId, g.Key.State, g.Key.Lives, Count = g.Count() }).ToListAsync(ct);
        var codes = await db.AccessCodes.Where(c => c.ConferenceId == conferenceId).Select(c => new { c.TicketTypeId, Held = c.EndsAt == null || c.EndsAt > now ? c.SeatsHeld : 0 }).ToListAsync(ct);
        var pools = await db.SeatPools.AsNoTracking().Where(p => p.ConferenceId == conferenceId).OrderBy(p => p.Id).ToListAsync(ct);
        var used = await db.SeatPools.Where(p => p.ConferenceId == conferenceId && p.ParentId == null && !db.TicketTypePools.Any(d => d.SeatPoolId == p.Id))
            .Where(p => db.SeatLedger.Any(l => l.SeatPoolId == p.Id && (l.Change != 0 || l.AttendeeId != null || l.AccessCodeId != null))).Select(p => p.Id).ToListAsync(ct);
        var count = await SeatCount.ReadAsync(db, conferenceId, now, ct);
        int In(int type, params AttendeeState[] states) => people.Where(p => p.TicketTypeId == type && states.Contains(p.State) && p.Lives).Sum(p => p.Count);
        return new TicketCatalogue(
            types.ConvertAll(t => new TypeLine(
                t.Id, t.Code, TicketTypeDraft.Of(t), t.IsArchived, In(t.Id, AttendeeState.Confirmed, AttendeeState.Offered, AttendeeState.Unpaid), In(t.Id, AttendeeState.Waiting),
                !people.Exists(p => p.TicketTypeId == t.Id) && !codes.Exists(c => c.TicketTypeId == t.Id))),
            pools.Where(p => p.ParentId is null).Select(p =>
            {
                var drawing = types.Where(t => t.Pools.Exists(d => d.SeatPoolId == p.Id)).ToList();
                var children = pools.Where(c => c.ParentId == p.Id).ToList();
                var held = p.EachOrganisation ? 0 : drawing.Sum(t => In(t.Id, AttendeeState.Offered, AttendeeState.Unpaid)) + codes.Where(c => drawing.Exists(t => t.Id == c.TicketTypeId)).Sum(c => c.Held);
                var taken = p.EachOrganisation ? children.Sum(c => c.Taken) : count.Pools[p.Id].Taken;
                return new PoolLine(
                    p.Id, new PoolDraft(p.Name, p.Capacity), p.EachOrganisation, taken - held, held, p.EachOrganisation ? 0 : count.Pools[p.Id].Free,
                    p.EachOrganisation ? children.Count(c => c.Over > 0) : Math.Max(0, taken - p.Capacity), drawing.ConvertAll(t => t.Code), children.Count(c => c.Taken > 0),
                    drawing.Count == 0 && children.Count == 0 && !used.Contains(p.Id));
            }).ToList());
    });

    /// <summary>What it would do to people and caps if a type drew on these pools.</summary>
    public Task<Result<DrawPreview>> DrawingAsync(Actor by, int typeId, IReadOnlyCollection<int> poolIds, CancellationToken ct) => ForOrganisersAsync(by, async db =>
    {
        var now = await db.TicketTypePools.Where(d => d.TicketTypeId == typeId).Select(d => d.SeatPoolId).ToListAsync(ct);
        var organisations = await db.Attendees.Where(a => a.TicketTypeId == typeId && (a.State == AttendeeState.Confirmed || a.State == AttendeeState.Offered || a.State == AttendeeState.Unpaid))
            .Select(a => a.Organisation).ToListAsync(ct);
        var changed = poolIds.Except(now).Concat(now.Except(poolIds)).ToList();
        var changes = new List<PoolChange>();
        foreach (var pool in await db.SeatPools.AsNoTracking().Where(p => changed.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
        {
            var sign = poolIds.Contains(pool.Id) ? 1 : -1;
            if (!pool.EachOrganisation)
            {
                changes.Add(new PoolChange(pool.Name, false, pool.Capacity, sign * organisations.Count, Math.Max(0, pool.Taken + (sign * organisations.Count) - pool.Capacity)));
                continue;
            }

            var taken = await db.SeatPools.Where(p => p.ParentId == pool.Id).ToDictionaryAsync(p => p.OrganisationKey!, p => p.Taken, ct);
            var added = organisations.Select(Organisations.Key).OfType<string>().CountBy(key => key).ToList();
            changes.Add(new PoolChange(pool.Name, true, pool.Capacity, sign * added.Sum(a => a.Value), sign < 0 ? 0 : added.Count(a => taken.GetValueOrDefault(a.Key) + a.Value > pool.Capacity)));
        }

        return new DrawPreview(organisations.Count, changes);
    });

    /// <summary>Living codes first, the newest at the top.</summary>
    public Task<Result<List<CodeLine>>> CodesAsync(Actor by, int conferenceId, CancellationToken ct) => ForOrganisersAsync(by, async db =>
    {
        var now = clock.GetUtcNow();
        var codes = await db.AccessCodes.AsNoTracking().Include(c => c.TicketType).Where(c => c.ConferenceId == conferenceId).OrderByDescending(c => c.Id).ToListAsync(ct);
        return codes.Select(c => new CodeLine(c.Id, CatalogueService.Grouped(c.Code), c.Note, c.TicketType!.Code, c.Uses, c.MostUses, c.EndsAt <= now ? 0 : c.SeatsHeld, c.EndsAt, c.EndsAt <= now))
            .OrderBy(c => c.IsOver).ThenByDescending(c => c.Id).ToList();
    });

    /// <summary>In the order of the form, archived ones too.</summary>
    public Task<Result<List<QuestionLine>>> FormAsync(Actor by, Conference conference, CancellationToken ct) => ForOrganisersAsync(by, async db =>
    {
        var questions = await db.FormQuestions.AsNoTracking().Where(q => q.ConferenceId == conference.Id).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        var answers = await db.FormAnswers.Where(a => a.Question!.ConferenceId == conference.Id).GroupBy(a => a.FormQuestionId).ToDictionaryAsync(g => g.Key, g => g.Count(), ct);
        return questions.ConvertAll(q => new QuestionLine(
            q.Id, QuestionDraft.Of(q), q.IsArchived, answers.GetValueOrDefault(q.Id), EventTime.In(conference.TimeZone).Day(AnswerPurge.EndOf(conference, q.KeepDays))));
    });

    /// <summary>Without a saved row: what holds then.</summary>
    public Task<Result<SettingsPage>> SettingsAsync(Actor by, int conferenceId, CancellationToken ct) => ForOrganisersAsync(by, async db =>
    {
        var settings = await db.RegistrationSettings.AsNoTracking().FirstOrDefaultAsync(s => s.ConferenceId == conferenceId, ct) ?? new RegistrationSettings();
        var open = await db.Attendees.CountAsync(a => a.ConferenceId == conferenceId && a.State == AttendeeState.Confirmed && a.HeldUntil != null, ct);
        var closes = await db.Conferences.Where(c => c.Id == conferenceId).Select(c => c.RegistrationClosesAt).FirstOrDefaultAsync(ct);
        return new SettingsPage(SettingsDraft.Of(settings), closes, settings.ReconfirmAskedAt, open);
    });

    private async Task<Result<T>> ForOrganisersAsync<T>(Actor by, Func<ExpoDb, Task<T>> read) => by.IsOrganiser ? await store.ReadAsync(read) : RegistrationRefusals.NotOrganiser;
}
