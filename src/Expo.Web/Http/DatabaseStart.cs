using Expo.Core;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Web.Accounts;

namespace Expo.Web.Http;

internal static class DatabaseStart
{
    /// <summary>
    /// Brings the schema up to date before the first request. In Development it also lays out the demo, unless
    /// <c>Demo:Enabled</c> is false; anywhere else it only makes the roles that accounts can have.
    /// </summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        var ct = app.Lifetime.ApplicationStopping;
        var store = app.Services.GetRequiredService<ExpoStore>();
        await app.Services.GetRequiredService<ExpoDbFactory>().MigrateAsync(ct);
        await DemoAccountGuard.RefuseDemoAccountsAsync(store, app.Environment, ct);
        if (app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Enabled", true))
        {
            if (await app.Services.GetRequiredService<DemoData>().SeedAsync(ct))
            {
                await app.Services.GetRequiredService<DemoQuestions>().AskInTheLiveSessionAsync(ct);
            }

            return;
        }

        await store.ChangeAsync<Done>(
            async db =>
            {
                await DemoAccounts.AddRolesAsync(db, ct);
                return Done.It;
            },
            ct);
    }
}
