using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Reads how an event handles seats.</summary>
public sealed class RegistrationSettingsQueries(ExpoStore store)
{
    /// <summary>The event's row, or what holds without one.</summary>
    public Task<RegistrationSettings> OfAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
        await db.RegistrationSettings.AsNoTracking().FirstOrDefaultAsync(s => s.ConferenceId == conferenceId, ct) ?? new RegistrationSettings { ConferenceId = conferenceId });
}
