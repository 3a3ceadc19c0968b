using System.ComponentModel.DataAnnotations;

namespace Expo.Streaming.Live;

/// <summary>Pace and limits of the live connections.</summary>
public sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Least time between two messages with events for one session: what comes together goes together.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan EventsEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Least time between two messages with counts for one session.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan CountsEvery { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often viewers hear how far they should be. Each pulse comes up to a fifth earlier or later.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PulseEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many clients may come for a changed page in one second; they are asked to spread themselves accordingly.</summary>
    [Range(10, 100_000)]
    public int PagesEachSecond { get; set; } = 500;

    /// <summary>How often one connection may join, watch and ask for its own part at once; after that, once in each <see cref="CallAgainAfter"/>.</summary>
    [Range(5, 1000)]
    public int CallsAtOnce { get; set; } = 20;

    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan CallAgainAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Questions in a minute from one address, however they are sent. A hall may share one.</summary>
    [Range(1, 100_000)]
    public int AsksEachMinuteByAddress { get; set; } = 120;

    /// <summary>Votes in a minute from one address.</summary>
    [Range(1, 1_000_000)]
    public int VotesEachMinuteByAddress { get; set; } = 6000;
}
