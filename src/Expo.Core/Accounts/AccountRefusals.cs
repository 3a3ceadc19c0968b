namespace Expo.Core.Accounts;

/// <summary>Every "no" to signing in by a letter's link.</summary>
public static class AccountRefusals
{
    /// <summary>The same for a link that was used, that has run out and that never was.</summary>
    public static readonly Refusal LinkGone = Refusal.Conflict(
        "accounts.link-gone", "This link has been used or has run out. Each link signs in once. Ask for a new one below.");

    public static readonly Refusal PasswordNeeded = Refusal.Forbidden(
        "accounts.password-needed", "This account runs the event, so a link in a letter does not open it. Sign in with your password.");
}
