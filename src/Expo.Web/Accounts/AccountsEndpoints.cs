using System.Security.Claims;
using Expo.Core.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Expo.Web.Accounts;

internal static class AccountsEndpoints
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
        ClaimsPrincipal visitor, SignInManager<Account> signIn, UserManager<Account> accounts, [FromForm(Name = "from")] string? _ = null)
    {
        if (await accounts.GetUserAsync(visitor) is { } account)
        {
            await accounts.UpdateSecurityStampAsync(account);
        }

        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("~/");
    }
}
