using Expo.Core.Data;
using Expo.Core.Data.Demo;

namespace Expo.Web.Accounts;

/// <summary>Accounts whose password is printed in the README must not exist where it counts.</summary>
internal static class DemoAccountGuard
{
    /// <exception cref="InvalidOperationException">This is Production and a demo account exists.</exception>
    public static async Task RefuseDemoAccountsAsync(ExpoStore store, IHostEnvironment environment, CancellationToken ct)
    {
        if (environment.IsProduction() && await DemoAccounts.ExistAsync(store, ct))
        {
            throw new InvalidOperationException("The database holds demo accounts, whose password is public. Start with a database of your own, or set ASPNETCORE_ENVIRONMENT=Development for a demo.");
        }
    }
}
