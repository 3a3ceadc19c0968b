namespace Expo.Web.Organiser;

internal static class OrganiserSetup
{
    public static IServiceCollection AddOrganiser(this IServiceCollection services) => services.AddSingleton<OrganiserReader>().AddSingleton<PersonReader>();
}
