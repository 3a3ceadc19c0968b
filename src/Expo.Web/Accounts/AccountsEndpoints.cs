using System.Security.Claims;
using Expo.Core.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Expo.Web.Accounts;

internal static partial class AccountsEndpoints
{
    public static RouteGroupBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/account").ExcludeFromDescription();
        group.MapPost("/sign-out", SignOutAsync);
        return group;
    }

    /// <summary>
    /// Ends the account's visits everywhere, in other browsers too: a cookie alone cannot be called back, and consoles left
    /// open elsewhere would keep their rights. They end within <see cref="StandingVisits.LookEvery"/>.
    /// </summary>
    // The unused form parameter is what makes the framework ask for the antiforgery token.
    private static async Task<RedirectHttpResult> SignOutAsync(
        ClaimsPrincipal visitor, SignInManager<Account> signIn, IServiceScopeFactory scopes, ILoggerFactory loggers, [FromForm(Name = "from")] string? _ = null)
    {
        if (!await EndVisitsAsync(visitor, scopes) && !await EndVisitsAsync(visitor, scopes))
        {
            LogNotEnded(loggers.CreateLogger(typeof(AccountsEndpoints)), signIn.UserManager.GetUserId(visitor));
        }

        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("~/");
    }

    /// <summary>
    /// False when the account was changed in between, as by signing in elsewhere. It can be tried again, each time in a scope of
    /// its own: within one the account is not read anew.
    /// </summary>
    private static async Task<bool> EndVisitsAsync(ClaimsPrincipal visitor, IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await accounts.GetUserAsync(visitor) is not { } account || (await accounts.UpdateSecurityStampAsync(account)).Succeeded;
    }

    [LoggerMessage(LogLevel.Error, "Account {Id} signed out here, and its visits in other browsers could not be ended")]
    private static partial void LogNotEnded(ILogger log, string? id);
}
