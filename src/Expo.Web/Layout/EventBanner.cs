namespace Expo.Web.Layout;

/// <summary>What the bar and the footer of every page say about the event.</summary>
/// <param name="Name">Full name of the event.</param>
/// <param name="IsDemo">Say "demo" on every page.</param>
/// <param name="When">The days in words: "16 and 17 March 2027".</param>
/// <param name="Where">City, as printed.</param>
/// <param name="LiveAddress">Where to watch what is live at this moment, or null.</param>
/// <param name="Now">Date, time and zone at which the page was built.</param>
/// <param name="CallIsOpen">Talks can be offered at this moment.</param>
public sealed record EventBanner(string Name, bool IsDemo, string When, string Where, string? LiveAddress, string Now, bool CallIsOpen = false)
{
    /// <summary>Shown until an organiser has set up an event.</summary>
    public static readonly EventBanner BeforeThereIsOne = new("Expo", false, "", "", null, "");
}
