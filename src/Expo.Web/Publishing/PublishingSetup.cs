namespace Expo.Web.Publishing;

internal static class PublishingSetup
{
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services.AddHostedService<PublishingEviction>();
}
