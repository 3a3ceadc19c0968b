using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Reads access codes for those who bring one.</summary>
public sealed class AccessCodeQueries(ExpoStore store, TimeProvider clock)
{
    /// <summary>
    /// The code of the ticket type that an access code opens, or null: nobody has it, it is over, or its ticket is no longer
    /// offered. Whether it may be used once more is only known where seats are given.
    /// </summary>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="typed">As typed.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<string?> OpensAsync(int conferenceId, string? typed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return AccessCode.Normalise(typed) is not { } code ? null : await store.ReadAsync(db => db.AccessCodes
            .Where(c => c.ConferenceId == conferenceId && c.Code == code && (c.EndsAt == null || c.EndsAt > now) && !c.TicketType!.IsArchived)
            .Select(c => c.TicketType!.Code).FirstOrDefaultAsync(ct));
    }
}
