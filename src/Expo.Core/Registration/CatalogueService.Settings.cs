using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>How the event handles registration.</summary>
public sealed partial class CatalogueService
{
    /// <summary>Changes the settings from what was shown to what is wanted. Who was asked to reconfirm keeps at least the time that was promised.</summary>
    public Task<Result<Done>> EditSettingsAsync(Actor by, int conferenceId, SettingsDraft shown, SettingsDraft wanted, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            if (await books.Db.Conferences.AsNoTracking().FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is not { } conference)
            {
                return CatalogueRefusals.UnknownEvent;
            }

            var (time, settings) = (EventTime.In(conference.TimeZone), await SettingsAsync(books, conferenceId, ct));
            var saved = SettingsDraft.Of(settings);
            if (CatalogueFacts.Stale(shown.Facts(time), saved.Facts(time)) is { } stale)
            {
                return stale;
            }

            var read = CatalogueRules.Read(wanted, conference);
            if ((read.Refusal ?? ReconfirmRefusal(settings, read.Value, time.At(conference.FirstDay, TimeOnly.MinValue), books.Now)) is { } refusal)
            {
                return refusal;
            }

            await ReconfirmAsync(books, settings, read.Value, ct);
            (settings.OfferHours, settings.MissedOffer, settings.HonourLatePayments) = (read.Value.OfferHours, read.Value.MissedOffer, read.Value.HonourLatePayments);
            await AccommodationLetters.ReaddressAsync(books.Db, conferenceId, settings.AccommodationsTo, read.Value.AccommodationsTo, ct);
            (settings.AccommodationsBy, settings.AccommodationsTo) = (read.Value.AccommodationsBy, read.Value.AccommodationsTo);
            LogChanges(books, by, conferenceId, "How registration is handled", CatalogueFacts.Changes(saved.Facts(time), read.Value.Facts(time)));
            return Done.It;
        },
        ct,
        CatalogueRefusals.ChangedMeanwhile("somebody saved the first settings"));

    /// <summary>Asks everybody with a seat now whether they still come, until the saved deadline.</summary>
    public Task<Result<Done>> AskNowAsync(Actor by, int conferenceId, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var now = books.Now;
            var started = await books.Db.RegistrationSettings.Where(s => s.ConferenceId == conferenceId && s.ReconfirmBy > now && s.ReconfirmAskedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ReconfirmFrom, now), ct);
            if (started == 0)
            {
                return await books.Db.RegistrationSettings.AnyAsync(s => s.ConferenceId == conferenceId && s.ReconfirmBy > now, ct) ? CatalogueRefusals.ReconfirmAsked : CatalogueRefusals.NothingToAsk;
            }

            await new Reconfirmation(books).AskAsync(ct);
            Log(books, by, conferenceId, "Everybody with a seat was asked whether they still come.");
            return Done.It;
        },
        ct);

    /// <summary>Sets when registration closes for everybody, from what was shown; null: with the event's last day.</summary>
    public Task<Result<Done>> SetRegistrationCloseAsync(Actor by, int conferenceId, DateTimeOffset? shown, DateTimeOffset? wanted, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var set = await agenda.SetRegistrationCloseAsync(books.Db, by, conferenceId, shown, wanted, ct);
            if (!set.IsRefused && shown != wanted)
            {
                var time = EventTime.In(set.Value.TimeZone);
                LogChanges(books, by, conferenceId, "The end of registration", CatalogueFacts.Changes([TicketTypeDraft.Instant("closing", shown, time)], [TicketTypeDraft.Instant("closing", wanted, time)]));
            }

            return set.IsRefused ? set.Refusal : Done.It;
        },
        ct);

    private static async Task<RegistrationSettings> SettingsAsync(SeatBooks books, int conferenceId, CancellationToken ct)
    {
        var db = books.Db;
        await db.RegistrationSettings.Where(s => s.ConferenceId == conferenceId).ExecuteUpdateAsync(set => set.SetProperty(s => s.OfferHours, s => s.OfferHours), ct);
        if (await db.RegistrationSettings.FirstOrDefaultAsync(s => s.ConferenceId == conferenceId, ct) is { } saved)
        {
            return saved;
        }

        var first = new RegistrationSettings { ConferenceId = conferenceId };
        db.RegistrationSettings.Add(first);
        return first;
    }

    private static Refusal? ReconfirmRefusal(RegistrationSettings saved, SettingsDraft wanted, DateTimeOffset firstDay, DateTimeOffset now)
    {
        if (wanted.ReconfirmBy is not { } by || (wanted.ReconfirmFrom, wanted.ReconfirmBy) == (saved.ReconfirmFrom, saved.ReconfirmBy))
        {
            return null;
        }

        var isOpen = saved.ReconfirmAskedAt is not null && saved.ReconfirmBy > now;
        return isOpen && (by < saved.ReconfirmBy || wanted.ReconfirmFrom != saved.ReconfirmFrom) ? CatalogueRefusals.ReconfirmAsked
            : by <= wanted.ReconfirmFrom ? CatalogueRefusals.ReconfirmBackwards
            : by >= firstDay ? CatalogueRefusals.ReconfirmLate
            : by <= now ? CatalogueRefusals.ReconfirmPassed
            : null;
    }

    private static async Task ReconfirmAsync(SeatBooks books, RegistrationSettings settings, SettingsDraft wanted, CancellationToken ct)
    {
        if ((wanted.ReconfirmFrom, wanted.ReconfirmBy) == (settings.ReconfirmFrom, settings.ReconfirmBy))
        {
            return;
        }

        if (settings.ReconfirmAskedAt is not null && settings.ReconfirmBy > books.Now)
        {
            // Those who were asked and have not answered: later, or never when it is called off.
            var (told, until) = (settings.ReconfirmBy, wanted.ReconfirmBy);
            await books.Db.Attendees.Where(a => a.ConferenceId == settings.ConferenceId && a.State == AttendeeState.Confirmed && a.HeldUntil == told)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.HeldUntil, until), ct);
        }

        if (wanted.ReconfirmBy is null || settings.ReconfirmBy <= books.Now)
        {
            settings.ReconfirmAskedAt = null;
        }

        (settings.ReconfirmFrom, settings.ReconfirmBy) = (wanted.ReconfirmFrom, wanted.ReconfirmBy);
    }
}
