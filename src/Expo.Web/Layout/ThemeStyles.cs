using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Expo.Web.Layout;

/// <summary>
/// The theme as a style sheet, rendered once at start. MudBlazor would write it into each page as a style element without
/// a nonce, which our content policy forbids.
/// </summary>
public sealed partial class ThemeStyles
{
    public string Css { get; private set; } = "";

    /// <summary>Changes with the content, so that it may be kept for ever.</summary>
    public string Address { get; private set; } = "/theme.css";

    public async Task RenderAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, services.GetRequiredService<ILoggerFactory>());
        var light = await RenderAsync(renderer, dark: false);
        var dark = await RenderAsync(renderer, dark: true);
        Css = $"{light}\n@media (prefers-color-scheme:dark){{\n{dark}\n}}\n";
        Address = "/theme.css?v=" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))[..12];
    }

    private static Task<string> RenderAsync(HtmlRenderer renderer, bool dark) => renderer.Dispatcher.InvokeAsync(async () =>
    {
        var root = await renderer.RenderComponentAsync<MudThemeProvider>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MudThemeProvider.Theme)] = ExpoTheme.Theme,
            [nameof(MudThemeProvider.IsDarkMode)] = dark,
            [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
        }));
        return string.Join('\n', StyleElement().Matches(root.ToHtmlString()).Select(style => style.Groups[1].Value.Trim()));
    });

    [GeneratedRegex("<style[^>]*>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
