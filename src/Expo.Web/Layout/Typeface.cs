namespace Expo.Web.Layout;

/// <summary>The one font file. The address carries the package's version and must be the one that the style sheet names, or browsers fetch it twice.</summary>
internal static class Typeface
{
    public const string Address = "/dist/fonts/public-sans-latin-5.3.0.woff2";
}
