namespace Expo.Web.About;

internal static class AboutSetup
{
    public static IServiceCollection AddAbout(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection(SiteOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PrivacyReader>();
        return services;
    }
}
