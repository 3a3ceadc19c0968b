using MudBlazor;

namespace Expo.Web.Layout;

/// <summary>MudBlazor's theme for the consoles, in the colours of <c>Client/styles/tokens.css</c>: no shadows, no capitals.</summary>
internal static class ExpoTheme
{
    private static readonly string[] FontFamily = ["Public Sans", "system-ui", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#005ea2", Secondary = "#a8123e", Info = "#005ea2", Success = "#2e6930", Warning = "#8a4b00", Error = "#b50909", Dark = "#13294b",
            TextPrimary = "#181c22", TextSecondary = "#474e57", TextDisabled = "#5c636b", ActionDefault = "#474e57", ActionDisabled = "#5c636b",
            Background = "#f5f5f2", BackgroundGray = "#ebebe6", Surface = "#ffffff", AppbarBackground = "#13294b", AppbarText = "#ffffff",
            DrawerBackground = "#ffffff", DrawerText = "#181c22", LinesDefault = "#dadad4", LinesInputs = "#74797f", TableLines = "#dadad4", Divider = "#dadad4",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7cc0f5", PrimaryContrastText = "#08192b", Secondary = "#ff8ca8", SecondaryContrastText = "#2a0510",
            Info = "#7cc0f5", InfoContrastText = "#08192b", Success = "#86d08a", SuccessContrastText = "#08192b",
            Warning = "#f2bd6b", WarningContrastText = "#08192b", Error = "#ff9d94", ErrorContrastText = "#2a0510", Dark = "#0b1626",
            TextPrimary = "#f0f3f6", TextSecondary = "#b9c3cf", TextDisabled = "#9aa6b4", ActionDefault = "#b9c3cf", ActionDisabled = "#9aa6b4",
            Background = "#0d141d", BackgroundGray = "#1d2733", Surface = "#131b26", AppbarBackground = "#0b1626", AppbarText = "#ffffff",
            DrawerBackground = "#131b26", DrawerText = "#f0f3f6", LinesDefault = "#2b3744", LinesInputs = "#7c8997", TableLines = "#2b3744", Divider = "#2b3744",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "60px" },
        Shadows = new Shadow { Elevation = [.. Enumerable.Repeat("none", 26)] },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = FontFamily, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = FontFamily, FontSize = "1.875rem", FontWeight = "720", LineHeight = "1.2", LetterSpacing = "-.018em" },
            H2 = new H2Typography { FontFamily = FontFamily, FontSize = "1.25rem", FontWeight = "660", LineHeight = "1.32", LetterSpacing = "-.012em" },
            H3 = new H3Typography { FontFamily = FontFamily, FontSize = "1.0625rem", FontWeight = "660", LineHeight = "1.3", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = FontFamily, FontSize = "1.0625rem", FontWeight = "660", LineHeight = "1.3", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = FontFamily, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = FontFamily, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = FontFamily, FontSize = ".9375rem", FontWeight = "640", LineHeight = "1.3", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = FontFamily, FontSize = ".8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Overline = new OverlineTypography { FontFamily = FontFamily, FontSize = ".8125rem", LineHeight = "1.45", LetterSpacing = "normal", TextTransform = "none" },
        },
    };
}
