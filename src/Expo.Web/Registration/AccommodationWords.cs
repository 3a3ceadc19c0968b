using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>What stands beside the field for accommodations.</summary>
internal static class AccommodationWords
{
    private const string What = "For example sign language, a seat near the front, a quiet room. Only those who arrange it read this.";

    /// <summary>At the deadline itself it has passed.</summary>
    public static string Hint(RegisterView view, DateTimeOffset now) => view.Settings.AccommodationsBy switch
    {
        null => What,
        { } by when now < by => $"{What} Ask by {view.Time.Full(by)} to be sure of it.",
        _ => $"{What} The date to be sure has passed; ask anyway, we do what we can.",
    };
}
