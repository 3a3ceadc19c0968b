using Expo.Web.Agenda;

namespace Expo.Web.Http;

/// <summary>Which pages are kept in the output cache, for how long, and the tags that evict them. A page names its policy: <c>@attribute [OutputCache(PolicyName = OutputCaches.Agenda)]</c>.</summary>
public static class OutputCaches
{
    /// <summary>Policy and tag of pages that show the programme. Evicted when it changes; kept for 15 s because they mark "now".</summary>
    public const string Agenda = "agenda";

    /// <summary>Policy and tag of pages that show what was published: recordings and FAQ.</summary>
    public const string Publishing = "publishing";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddExpoOutputCache(this IServiceCollection services) => services.AddOutputCache(cache =>
    {
        // Every page's bar says whether something is live, so all of them carry the agenda's tag.
        cache.AddPolicy(Agenda, policy => policy.Expire(Short).Tag(Agenda).SetVaryByQuery("zone").VaryByValue(ZoneChoice.OfCookie));
        cache.AddPolicy(Publishing, policy => policy.Expire(Short).Tag(Publishing, Agenda));
    });
}
