using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Reads who belongs together.</summary>
public sealed class PartyQueries(ExpoStore store)
{
    /// <summary>How many people of a ticket's party stand where it stands (wait, or have the same offer), itself counted. 1 for somebody alone.</summary>
    public Task<int> TogetherAsync(Attendee attendee, CancellationToken ct) => attendee.Party is null
        ? Task.FromResult(1)
        : store.ReadAsync(db => db.Attendees.CountAsync(a => a.Party == attendee.Party && a.State == attendee.State && a.TicketTypeId == attendee.TicketTypeId, ct));
}
