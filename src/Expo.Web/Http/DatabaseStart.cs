using Expo.Core.Data;
using Expo.Web.Accounts;

namespace Expo.Web.Http;

internal static class DatabaseStart
{
    /// <summary>Brings the schema up to date before the first request, and in Development lays out the demo.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<ExpoDbFactory>().MigrateAsync(app.Lifetime.ApplicationStopping);
        await DemoAccountGuard.RefuseDemoAccountsAsync(app.Services.GetRequiredService<ExpoStore>(), app.Environment);
    }
}
