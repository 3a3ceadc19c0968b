using System.Globalization;
using Expo.Core.Publishing;
using Expo.Streaming.Recordings;

namespace Expo.Web.Publishing;

/// <summary>Places in a recording: in words, and from the clock on the wall.</summary>
internal static class PlayingTime
{
    /// <summary>"24:51", or "1:04:51" when it is longer than an hour.</summary>
    public static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>"24 minutes 51 seconds", for those who hear it.</summary>
    public static string InWords(TimeSpan time)
    {
        string[] parts = [Part((int)time.TotalHours, "hour"), Part(time.Minutes, "minute"), Part(time.Seconds, "second")];
        var said = string.Join(' ', parts.Where(p => p.Length > 0));
        return said.Length == 0 ? "0 seconds" : said;
    }

    /// <summary>For the <c>datetime</c> attribute: ISO 8601 duration.</summary>
    public static string Machine(TimeSpan time) => System.Xml.XmlConvert.ToString(TimeSpan.FromSeconds((long)time.TotalSeconds));

    /// <summary>
    /// The second at which a moment is shown, gaps of the encoder left out; null when it lies outside the cut. The first of
    /// several moments that lies inside is taken.
    /// </summary>
    public static TimeSpan? PlaceOf(this Recording recording, params ReadOnlySpan<DateTimeOffset?> moments)
    {
        var cut = RecordingCut.FromJson(recording.Manifest);
        foreach (var moment in moments)
        {
            if (moment >= cut.From && moment <= cut.To)
            {
                return TimeSpan.FromSeconds(Math.Floor(cut.PlaceOf(moment.Value).TotalSeconds));
            }
        }

        return null;
    }

    private static string Part(int count, string unit) => count == 0 ? "" : count == 1 ? $"1 {unit}" : $"{count} {unit}s";
}
