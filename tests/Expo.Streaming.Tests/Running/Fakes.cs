using Expo.Streaming.Ingest;

namespace Expo.Streaming.Tests.Running;

/// <summary>Init segments and fragments with times but without a picture, for what only counts and orders them.</summary>
internal static class Fakes
{
    public static InitSegment Video { get; } = new([1, 2, 3],
        [new MediaTrack(1, TrackKind.Video, 12800, "avc1.64001f", 960, 540), new MediaTrack(2, TrackKind.Audio, 48000, "mp4a.40.2", 0, 0)]);

    public static InitSegment Audio { get; } = new([4, 5], [new MediaTrack(1, TrackKind.Audio, 48000, "mp4a.40.2", 0, 0)]);

    /// <summary>The clock of a run whose time began at a moment and which has settled on it.</summary>
    public static EpochClock ClockFrom(DateTimeOffset origin)
    {
        var clock = new EpochClock();
        foreach (var fragment in Pictures(5))
        {
            clock.Observe(origin + fragment.End, fragment);
        }

        return clock;
    }

    /// <summary>Fragments of 200 ms from a start, with a key frame every two seconds.</summary>
    public static IEnumerable<Fragment> Pictures(int count, double from = 1, int keyEvery = 10) => Enumerable.Range(0, count)
        .Select(i => new Fragment([(byte)i], i, TimeSpan.FromSeconds(from + (0.2 * i)), TimeSpan.FromSeconds(0.2), 5, i % keyEvery == 0));

    /// <summary>Fragments of ten AAC frames, 213 ms, which never fall on the pictures' grid.</summary>
    public static IEnumerable<Fragment> Sounds(int count, double from = 0.979) => Enumerable.Range(0, count)
        .Select(i => new Fragment([(byte)i], i, TimeSpan.FromSeconds(from + (10240 * i / 48000d)), TimeSpan.FromSeconds(10240 / 48000d), 10, true));
}
