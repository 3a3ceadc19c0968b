using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Expo.Streaming.Live;

/// <summary>
/// Knows a browser again by the cookie <c>expo-viewer</c>: a random key, encrypted and signed, out of reach of scripts. One
/// browser is one voter. The key itself never leaves the server.
/// </summary>
public sealed class Viewers(IDataProtectionProvider protection)
{
    public const string Cookie = "expo-viewer";
    private readonly IDataProtector _protector = protection.CreateProtector("Expo.Live.Viewers.1");

    /// <summary>The viewer's key, or null when the request brings no cookie that this site has made.</summary>
    public string? Find(HttpContext context)
    {
        if (context.Items[Cookie] is string known)
        {
            return known;
        }

        if (context.Request.Cookies[Cookie] is not { Length: > 0 and < 1000 } value)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(value);
        }
        catch (CryptographicException)
        {
            // Forged, or from before the keys were changed: counts as none.
            return null;
        }
    }

    /// <summary>The viewer's key; a newcomer gets one, and the cookie for it, with this answer.</summary>
    public string FindOrGreet(HttpContext context)
    {
        if (Find(context) is { } known)
        {
            return known;
        }

        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        context.Items[Cookie] = key;
        context.Response.Cookies.Append(Cookie, _protector.Protect(key), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true, MaxAge = TimeSpan.FromDays(90), Path = "/",
        });
        return key;
    }
}
