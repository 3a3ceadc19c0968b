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

    // The unused form parameter is what makes the framework ask for the antiforgery token.
    private static async Task<RedirectHttpResult> SignOutAsync(SignInManager<Account> signIn, [FromForm(Name = "from")] string? _ = null)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("~/");
    }
}
