using Expo.Core;
using Expo.Core.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Expo.Web.Accounts;

/// <summary>
/// Signs people in. An unknown address, a wrong password and a locked account get the same answer after one hashing each, which
/// takes nearly all of the time. A wrong password for a known account is also counted, which is one short writing more.
/// </summary>
internal sealed class SignInDesk(SignInManager<Account> signIn, UserManager<Account> accounts, IPasswordHasher<Account> hasher)
{
    public static readonly Refusal Wrong = Refusal.Forbidden(
        "accounts.sign-in-failed",
        "That address and password do not match. Check both and try again. After ten wrong tries an account rests for ten minutes.");

    // Hashing it takes as long as checking a real one.
    private static readonly Account Nobody = new() { DisplayName = "Nobody" };
    private static string? _hashOfNobody;

    public async Task<Result<Done>> SignInAsync(SignInForm form)
    {
        if (await accounts.FindByEmailAsync(form.Email.Trim()) is not { PasswordHash: not null } account || await accounts.IsLockedOutAsync(account))
        {
            _hashOfNobody ??= hasher.HashPassword(Nobody, "nobody has this password");
            hasher.VerifyHashedPassword(Nobody, _hashOfNobody, form.Password);
            return Wrong;
        }

        var result = await signIn.PasswordSignInAsync(account, form.Password, form.StaySignedIn, lockoutOnFailure: true);
        return result.Succeeded ? Done.It : Wrong;
    }
}
