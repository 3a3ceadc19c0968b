using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Accounts;

/// <summary>Accounts whose password is printed in the README must not exist where it counts.</summary>
internal static class DemoAccountGuard
{
    /// <exception cref="InvalidOperationException">This is Production and a demo account exists.</exception>
    public static async Task RefuseDemoAccountsAsync(ExpoStore store, IHostEnvironment environment)
    {
        if (environment.IsProduction() && await store.ReadAsync(db => db.Accounts.AnyAsync(account => account.IsDemo)))
        {
            throw new InvalidOperationException("The database holds demo accounts, whose password is public. Start with a database of your own, or set ASPNETCORE_ENVIRONMENT=Development for a demo.");
        }
    }
}
