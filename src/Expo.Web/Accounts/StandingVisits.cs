using System.Security.Claims;
using Expo.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;

namespace Expo.Web.Accounts;

/// <summary>
/// Whether a visit that began with signing in still stands: the account is there and not locked, nobody has signed it out
/// since, and it has every role that the visit was given. A role that was added shows with the next page.
/// </summary>
internal sealed class StandingVisits(SignInManager<Account> signIn, UserManager<Account> accounts)
{
    /// <summary>How long a visit may go on after it ended elsewhere: for pages by their cookie, for consoles by their circuit.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    public async Task<bool> StandsAsync(ClaimsPrincipal visitor)
    {
        if (await signIn.ValidateSecurityStampAsync(visitor) is not { } account || await accounts.IsLockedOutAsync(account))
        {
            return false;
        }

        var held = await accounts.GetRolesAsync(account);
        return Roles.All.Where(visitor.IsInRole).All(held.Contains);
    }
}

/// <summary>A console's circuit outlives the request that let the person in; this looks again and makes the person a visitor when the visit has ended.</summary>
internal sealed partial class ConsoleVisits(ILoggerFactory loggers, IServiceScopeFactory scopes, ILogger<ConsoleVisits> log) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => StandingVisits.LookEvery;

    /// <summary>The look itself, without waiting for its time.</summary>
    internal async Task<bool> StandsAsync(AuthenticationState console, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<StandingVisits>().StandsAsync(console.User);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            // The database is away, so no desk can do anything either. Throwing would send everybody out for good.
            LogFault(fault);
            return true;
        }
    }

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        StandsAsync(authenticationState, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "It could not be looked up whether a console's visit still stands")]
    private partial void LogFault(Exception fault);
}
