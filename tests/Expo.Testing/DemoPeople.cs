using Expo.Core;
using Expo.Core.Data;
using Expo.Core.Data.Demo;

namespace Expo.Testing;

/// <summary>People to sign in as where the demo is not laid.</summary>
public static class DemoPeople
{
    public static Task AddDemoAccountsAsync(this ExpoStore store) => store.ChangeAsync<Done>(
        async db =>
        {
            await DemoAccounts.AddRolesAsync(db, default);
            await DemoAccounts.AddAsync(db, default);
            return Done.It;
        },
        default);
}
