using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using MudBlazor.Services;

namespace Expo.Web.Layout;

/// <summary>Razor pages of both kinds, and the theme of the consoles.</summary>
internal static class Pages
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // A message of a circuit may be 32 KB by default; the longest answer of the FAQ, typed in one field, is 80 KB in UTF-8.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = 160 * 1024);
        services.AddMudServices();
        services.AddSingleton<EventBannerSource>();
        services.AddSingleton<ThemeStyles>();
        // Our own headers say who may frame a page: nobody.
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    public static async Task PreparePagesAsync(this WebApplication app) =>
        await app.Services.GetRequiredService<ThemeStyles>().RenderAsync(app.Services);

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .Add(KeepPublicPagesPlain);

        routes.MapGet("/theme.css", (ThemeStyles theme, HttpResponse response) =>
        {
            response.Headers.CacheControl = "max-age=31536000, immutable, public";
            return TypedResults.Text(theme.Css, "text/css");
        }).ExcludeFromDescription();
    }

    /// <summary>
    /// Once a host knows an interactive render mode, the framework ends every page with the state of a circuit (1.2 KB) and
    /// sets an antiforgery cookie for it, which makes pages uncacheable. A page that says it has no render modes gets neither.
    /// The type that says so is the framework's own; a test notices if it changes.
    /// </summary>
    private static void KeepPublicPagesPlain(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<ComponentTypeMetadata>().FirstOrDefault() is not { } page || PageKind.IsConsole(page.Type))
        {
            return;
        }

        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            var kind = endpoint.Metadata[i].GetType();
            if (kind.Name == "ConfiguredRenderModesMetadata")
            {
                endpoint.Metadata[i] = Activator.CreateInstance(kind, [Array.Empty<IComponentRenderMode>()])!;
            }
        }
    }
}
