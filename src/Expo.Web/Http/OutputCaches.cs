using Expo.Web.Agenda;
using Microsoft.AspNetCore.OutputCaching;

namespace Expo.Web.Http;

/// <summary>Which pages are kept in the output cache, for how long, and the tags that evict them. A page names its policy: <c>@attribute [OutputCache(PolicyName = OutputCaches.Agenda)]</c>.</summary>
public static class OutputCaches
{
    /// <summary>Policy and tag of pages that show the programme. Evicted when it changes; kept for 15 s because they mark "now".</summary>
    public const string Agenda = "agenda";

    /// <summary>Policy and tag of pages that show what was published: recordings and FAQ.</summary>
    public const string Publishing = "publishing";

    /// <summary>Policy and tag of answers that count seats. Evicted when seats change; kept for a few seconds because holds run out by themselves.</summary>
    public const string Seats = "seats";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddExpoOutputCache(this IServiceCollection services) => services.AddOutputCache(cache =>
    {
        // Every page's bar says whether something is live, so all of them carry the agenda's tag.
        cache.AddPolicy(Agenda, policy => policy.With(IsPlain).Expire(Short).Tag(Agenda).VaryByValue(Encoding).VaryByValue(ZoneChoice.OfCookie));
        cache.AddPolicy(Publishing, policy => policy.With(IsPlain).Expire(Short).Tag(Publishing, Agenda).VaryByValue(Encoding));
        cache.AddPolicy(Seats, policy => policy.With(IsPlain).Expire(Shortest).Tag(Seats).VaryByValue(Encoding));
    });

    // Compressed answers are kept, so that each is compressed once; who cannot read brotli must not be given it.
    private static KeyValuePair<string, string> Encoding(HttpContext context)
    {
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding.Where(encoding => encoding.Quality is not 0).Select(encoding => encoding.Value.ToString()).ToList();
        return new("encoding", accepted.Contains("br") || accepted.Contains("*") ? "br" : accepted.Contains("gzip") ? "gzip" : "");
    }

    // Whatever anybody writes behind the question mark must not fill the cache; such pages are rendered anew.
    private static bool IsPlain(OutputCacheContext context) => !context.HttpContext.Request.QueryString.HasValue;
}
