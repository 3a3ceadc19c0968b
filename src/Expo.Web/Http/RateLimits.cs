using System.Net;
using System.Threading.RateLimiting;
using Expo.Core.Registration;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Expo.Web.Http;

/// <summary>
/// How often one address may ask for something that costs or can be guessed at. Only changes count: reading a page is
/// never limited here. A whole conference hall may share one address, so what visitors do together is limited generously.
/// </summary>
public static class RateLimits
{
    /// <summary>Guessing passwords: 10 tries in a minute.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Registering, and trying an access code: as many in a minute as <see cref="RegistrationOptions.FromOneAddressEachMinute"/> says.</summary>
    public const string Register = "register";

    /// <summary>Tickets by their code, reading included, because codes could be guessed at: 600 in a minute.</summary>
    public const string Tickets = "tickets";

    /// <summary>The live page's forms: 300 in a minute. What is asked and voted is counted together with the live connections by LiveLimits.</summary>
    public const string Ask = "ask";

    /// <summary>Chunks of uploads: 1,200 in a minute, some forty decks of 200 MB at a time.</summary>
    public const string Uploads = "uploads";

    /// <summary>Proposals and invitations: 60 changes in a minute, since a whole company may write from one address.</summary>
    public const string Submit = "submit";

    /// <summary>Starred sessions, reading included, because a ticket's code is in the cookie: 3,000 in a minute, since a whole hall stars and looks.</summary>
    public const string Stars = "stars";

    /// <summary>Calendars by their secret address: 1,200 in a minute, since calendar services fetch for many people from a few addresses.</summary>
    public const string Calendars = "calendars";

    private const int LongestFormShown = 64 * 1024;

    public static IServiceCollection AddExpoRateLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, _) =>
        {
            var context = rejected.HttpContext;
            context.Response.Headers.RetryAfter = "60";
            if (context.Request.ContentLength is > 0 and <= LongestFormShown)
            {
                // The page shows what was typed: not every browser still has it when the person goes back.
                context.Features.Set(await RefusedForm.ReadAsync(context));
            }
        };
        limits.AddChanges(SignIn, 10);
        limits.AddPolicy(Register, context =>
        {
            var eachMinute = context.RequestServices.GetRequiredService<IOptions<RegistrationOptions>>().Value.FromOneAddressEachMinute;
            // An address with a code in it tries that code: codes could be guessed at.
            return context.Request.Query.ContainsKey("code") ? Sliding(context, eachMinute) : ByAddress(context, eachMinute);
        });
        limits.AddPolicy(Tickets, context => Sliding(context, 600));
        limits.AddChanges(Ask, 300);
        limits.AddChanges(Uploads, 1200);
        limits.AddChanges(Submit, 60);
        limits.AddPolicy(Stars, context => Sliding(context, 3000));
        limits.AddPolicy(Calendars, context => Sliding(context, 1200));
    });

    private static void AddChanges(this RateLimiterOptions limits, string policy, int eachMinute) =>
        limits.AddPolicy(policy, context => ByAddress(context, eachMinute));

    private static RateLimitPartition<string> ByAddress(HttpContext context, int eachMinute) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? RateLimitPartition.GetNoLimiter("") : Sliding(context, eachMinute);

    private static RateLimitPartition<string> Sliding(HttpContext context, int eachMinute) =>
        RateLimitPartition.GetSlidingWindowLimiter(AddressOf(context), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = eachMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        });

    /// <summary>The asker's address; of IPv6 the network (/64), because one customer has all of it.</summary>
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes.AsSpan(0, 8)) : address.ToString();
    }
}
