using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>
/// In which zone a visitor wants times. <c>?zone=Europe/Berlin</c> asks for one and is remembered in a cookie;
/// <c>?zone=event</c> goes back to the event's own. Works without a script.
/// </summary>
internal static class ZoneChoice
{
    public const string Query = "zone";
    public const string Cookie = "zone";
    public const string Event = "event";

    /// <summary>The zone to show: asked for now, else remembered, else the event's. Unknown names count as not asked.</summary>
    public static EventTime Read(HttpContext? context, EventTime eventTime)
    {
        if (context is null)
        {
            return eventTime;
        }

        var asked = context.Request.Query[Query].ToString();
        if (asked == Event)
        {
            context.Response.Cookies.Delete(Cookie);
            return eventTime;
        }

        if (EventTime.Knows(asked))
        {
            context.Response.Cookies.Append(Cookie, asked, new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(180), HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps,
            });
            return EventTime.In(asked);
        }

        var remembered = context.Request.Cookies[Cookie];
        return EventTime.Knows(remembered) ? EventTime.In(remembered!) : eventTime;
    }

    /// <summary>For the output cache, which keeps one copy for each zone in use and must not keep one for each invented name.</summary>
    public static KeyValuePair<string, string> OfCookie(HttpContext context) =>
        new(Cookie, context.Request.Cookies[Cookie] is { } zone && EventTime.Knows(zone) ? zone : "");
}
