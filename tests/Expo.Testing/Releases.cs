using Expo.Core;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Testing;

/// <summary>Makes public what a test has laid.</summary>
public static class Releases
{
    /// <summary>Releases the working copy of the first conference under the next name: nobody is told.</summary>
    public static Task ReleaseAsync(this ExpoStore store) => store.ChangeAsync<Done>(
        async db =>
        {
            var number = await db.Releases.CountAsync() + 1;
            await ReleaseDesk.ReleaseAllAsync(db, await db.Conferences.FirstAsync(), $"Release {number}", Samples.Opening.AddDays(-30 + number), default);
            return Done.It;
        },
        default);
}
