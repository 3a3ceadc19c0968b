namespace Expo.Web.Agenda;

internal static class AgendaSetup
{
    public static IServiceCollection AddAgenda(this IServiceCollection services) => services
        .AddSingleton<AgendaReader>()
        .AddHostedService<AgendaEviction>();
}
