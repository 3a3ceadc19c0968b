using Expo.Core.Registration;

namespace Expo.Web.Agenda;

/// <summary>Whether a browser keeps a ticket.</summary>
public enum TicketKept
{
    None,

    /// <summary>The one that is asked about.</summary>
    This,
    Another,

    /// <summary>Its reader does not want it to.</summary>
    NotWanted,
}

/// <summary>
/// The ticket that this browser knows, so that its reader can star sessions: its code in a cookie that no script reads and
/// that is sent to pages below <c>/agenda</c> only. A second cookie, which opens nothing, says that there is one.
/// </summary>
internal static class KnownTicket
{
    /// <summary>Read by the pages' script as well, which then asks what is starred.</summary>
    public const string Hint = "expo-mine";

    private const string Code = "expo-ticket";
    private const string Below = "/agenda";
    private const string NotWanted = "off";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>The ticket's code; null outside of <c>/agenda</c>.</summary>
    public static string? Of(HttpContext? context) => context?.Request.Cookies[Code] is { Length: > 0 } code ? code : null;

    /// <summary>How this browser stands to a ticket, on any page.</summary>
    public static TicketKept Stands(HttpContext? context, string ticketCode) => context?.Request.Cookies[Hint] switch
    {
        null or "" => TicketKept.None,
        NotWanted => TicketKept.NotWanted,
        var mark => mark == MarkOf(ticketCode) ? TicketKept.This : TicketKept.Another,
    };

    /// <summary>The ticket's own page was opened: whoever has its code is the holder, but staff who look a ticket up are not. A browser that knows none keeps it.</summary>
    public static TicketKept Meet(HttpContext? context, string ticketCode)
    {
        var stands = Stands(context, ticketCode);
        if (context is null || stands != TicketKept.None || !HttpMethods.IsGet(context.Request.Method) || context.User.Identity is { IsAuthenticated: true })
        {
            return stands;
        }

        Keep(context, ticketCode);
        return TicketKept.This;
    }

    public static void Keep(HttpContext context, string ticketCode)
    {
        context.Response.Cookies.Append(Code, ticketCode, Options(context, Below, isSecret: true));
        context.Response.Cookies.Append(Hint, MarkOf(ticketCode), Options(context, "/", isSecret: false));
    }

    /// <summary>The reader's wish: opening the ticket again does not bring it back.</summary>
    public static void Forget(HttpContext context)
    {
        context.Response.Cookies.Delete(Code, Options(context, Below, isSecret: true));
        context.Response.Cookies.Append(Hint, NotWanted, Options(context, "/", isSecret: false));
    }

    /// <summary>The ticket that this browser knew is none any more.</summary>
    public static void Drop(HttpContext context)
    {
        context.Response.Cookies.Delete(Code, Options(context, Below, isSecret: true));
        context.Response.Cookies.Delete(Hint, Options(context, "/", isSecret: false));
    }

    // A few digits tell two tickets of one browser apart, and nothing else.
    private static string MarkOf(string ticketCode) => TicketCalendar.Fingerprint(ticketCode)[..8];

    private static CookieOptions Options(HttpContext context, string path, bool isSecret) => new()
    {
        HttpOnly = isSecret, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = path, MaxAge = Kept, IsEssential = true,
    };
}
