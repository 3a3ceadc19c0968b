namespace Expo.Web.Home;

internal static class HomeSetup
{
    public static IServiceCollection AddHome(this IServiceCollection services) => services.AddSingleton<HomeReader>();
}
