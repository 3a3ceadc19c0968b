namespace Expo.Web.Agenda;

internal static class AgendaEndpoints
{
    public static IEndpointRouteBuilder MapAgenda(this IEndpointRouteBuilder routes) => routes;
}
