using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Expo.Web.Layout;

/// <summary>
/// Which of the two kinds of page is asked for: a console keeps a circuit and gets MudBlazor and Blazor's script; every
/// other page is plain HTML and gets neither.
/// </summary>
internal static class PageKind
{
    public static bool IsConsole(HttpContext? context) =>
        context?.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type is { } page && IsConsole(page);

    public static bool IsConsole(Type page) => page.IsDefined(typeof(RenderModeAttribute), inherit: true);
}
