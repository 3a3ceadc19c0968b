using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// Reconfirm or release: from an instant on, everybody with a seat is asked whether they still come. Their seat is then only
/// held until the deadline, like an offer, and runs out like one.
/// </summary>
internal sealed class Reconfirmation(SeatBooks books)
{
    /// <returns>True when people were asked now.</returns>
    public async Task<bool> AskAsync(CancellationToken ct)
    {
        var (db, now) = (books.Db, books.Now);
        var asked = false;
        foreach (var settings in await db.RegistrationSettings.Where(s => s.ReconfirmFrom <= now && s.ReconfirmAskedAt == null && s.ReconfirmBy > now).ToListAsync(ct))
        {
            settings.ReconfirmAskedAt = now;
            var seated = await db.Attendees
                .Where(a => a.ConferenceId == settings.ConferenceId && a.State == AttendeeState.Confirmed && a.TicketType!.Kind == TicketKind.InPerson && a.ReconfirmedAt == null)
                .OrderBy(a => a.Id).ToListAsync(ct);
            foreach (var attendee in seated)
            {
                attendee.HeldUntil = settings.ReconfirmBy;
                attendee.Revision++;
                books.Leave(nameof(SendReconfirm), attendee);
            }

            asked = true;
        }

        return asked;
    }
}
