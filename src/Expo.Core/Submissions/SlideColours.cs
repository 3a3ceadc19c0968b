using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace Expo.Core.Submissions;

/// <summary>Reads the colours of a slide as far as they are plain: what is mixed, tinted or a picture is not guessed at.</summary>
internal static class SlideColours
{
    /// <summary>Contrast ratio (1 to 21, WCAG) of a title with the slide's background; null when one of them cannot be read.</summary>
    public static double? Contrast(SlidePart slide, Shape title)
    {
        var master = slide.SlideLayoutPart?.SlideMasterPart;
        var background = Plain(slide.Slide.CommonSlideData?.Background, slide) is var (own, isSet) && isSet ? own
            : Plain(slide.SlideLayoutPart?.SlideLayout?.CommonSlideData?.Background, slide) is var (layout, isThere) && isThere ? layout
            : Plain(master?.SlideMaster?.CommonSlideData?.Background, slide).Colour;
        var run = title.TextBody!.Descendants<A.RunProperties>().FirstOrDefault()?.GetFirstChild<A.SolidFill>();
        var style = master?.SlideMaster?.TextStyles?.TitleStyle?.Descendants<A.SolidFill>().FirstOrDefault();
        var text = run is not null ? Colour(run, slide) : style is not null ? Colour(style, slide) : Scheme("tx1", slide);
        return background is { } b && text is { } t ? Ratio(Luminance(b), Luminance(t)) : null;
    }

    private static (int? Colour, bool IsSet) Plain(Background? background, SlidePart slide) => background is null
        ? (null, false)
        : (background.BackgroundProperties?.GetFirstChild<A.SolidFill>() is { } fill ? Colour(fill, slide) : background.BackgroundStyleReference is { } style && style.Index?.Value == 1001 ? Colour(style, slide) : null, true);

    private static int? Colour(OpenXmlElement fill, SlidePart slide) => fill.FirstChild switch
    {
        A.RgbColorModelHex { HasChildren: false } rgb => Hex(rgb.Val?.Value),
        A.SchemeColor { HasChildren: false } scheme => Scheme(((IEnumValue?)scheme.Val?.Value)?.Value, slide),
        _ => null,
    };

    private static int? Scheme(string? name, SlidePart slide)
    {
        var master = slide.SlideLayoutPart?.SlideMasterPart;
        var map = master?.SlideMaster?.ColorMap;
        // Text and background are two of the theme's colours, by the master's choice.
        var mapped = name is "tx1" or "tx2" or "bg1" or "bg2" ? map?.GetAttributes().FirstOrDefault(a => a.LocalName == name).Value : name;
        var colour = master?.ThemePart?.Theme?.ThemeElements?.ColorScheme?.ChildElements.FirstOrDefault(c => c.LocalName == mapped)?.FirstChild;
        return colour switch
        {
            A.RgbColorModelHex rgb => Hex(rgb.Val?.Value),
            A.SystemColor system => Hex(system.LastColor?.Value),
            _ => null,
        };
    }

    private static int? Hex(string? text) => int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var colour) ? colour : null;

    private static double Ratio(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    private static double Luminance(int rgb) => 0.2126 * Linear(rgb >> 16) + 0.7152 * Linear(rgb >> 8) + 0.0722 * Linear(rgb);

    private static double Linear(int channel) => (channel & 0xFF) / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
