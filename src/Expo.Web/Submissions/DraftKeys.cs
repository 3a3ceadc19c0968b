using Expo.Core.Submissions;

namespace Expo.Web.Submissions;

/// <summary>
/// The secrets of drafts that were begun without an account: a cookie for each, sent to pages below <c>/submit</c> only and
/// read by no script. The database holds their hashes.
/// </summary>
internal static class DraftKeys
{
    private const string Prefix = "expo-draft-";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public static void Give(HttpContext context, BegunProposal begun)
    {
        if (begun.DraftKey is { } key)
        {
            context.Response.Cookies.Append(Prefix + begun.Code, key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/submit", MaxAge = Kept, IsEssential = true });
        }
    }

    /// <summary>The secret for one draft, or null.</summary>
    public static string? Of(HttpContext? context, string code) => ProposalCodes.Parse(code) is { } known ? context?.Request.Cookies[Prefix + known] : null;

    /// <summary>All that this browser holds.</summary>
    public static IReadOnlyList<string> All(HttpContext? context) =>
        [.. (context?.Request.Cookies ?? Enumerable.Empty<KeyValuePair<string, string>>()).Where(c => c.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(c => c.Value)];
}
