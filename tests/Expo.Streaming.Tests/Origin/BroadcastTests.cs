using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Origin;

public sealed class BroadcastTests
{
    private static readonly DateTimeOffset Nine = new(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Nine);
    private readonly StageBroadcast _stage;

    public BroadcastTests() => _stage = new StageBroadcast("main", new StreamingOptions { WindowSegments = 4 }, _clock);

    [Fact]
    public void Segments_begin_at_key_frames_and_sound_keeps_in_step()
    {
        Run("a", 4);

        foreach (var rendition in _stage.Renditions)
        {
            Assert.Equal(Enumerable.Range(0, 4).Select(i => First + i), rendition.Window.Segments.Select(s => s.Number));
            Assert.All(rendition.Window.Segments, s => Assert.InRange(s.Duration.TotalSeconds, 1.7, 2.3));
        }

        Assert.All(_stage.Renditions[0].Window.Segments, s => Assert.Equal(10, s.Fragments.Length));
    }

    [Fact]
    public void A_playlist_says_what_the_window_holds()
    {
        Run("a", 3);
        Run("b", 2, at: 60);

        Assert.Equal(
            $"""
            #EXTM3U
            #EXT-X-VERSION:8
            #EXT-X-TARGETDURATION:2
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA-SEQUENCE:{First + 1}
            #EXT-X-DISCONTINUITY-SEQUENCE:0
            #EXT-X-MAP:URI="a-init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2023-03-14T13:00:02.000Z
            #EXTINF:2.000000,
            a-{First + 1}.m4s
            #EXT-X-PROGRAM-DATE-TIME:2023-03-14T13:00:04.000Z
            #EXTINF:2.000000,
            a-{First + 2}.m4s
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="b-init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2023-03-14T13:01:00.000Z
            #EXTINF:2.000000,
            b-{First + 3}.m4s
            #EXT-X-PROGRAM-DATE-TIME:2023-03-14T13:01:02.000Z
            #EXTINF:2.000000,
            b-{First + 4}.m4s

            """.ReplaceLineEndings("\n"),
            LivePlaylist.Write(_stage.Renditions[0].Window));
    }

    [Fact]
    public void A_discontinuity_that_has_left_the_window_is_counted()
    {
        Run("a", 2);
        Run("b", 1, at: 60);
        Run("c", 3, at: 120);
        Assert.Equal((0L, 2), (_stage.Renditions[0].Window.DiscontinuitySequence, _stage.Renditions[0].Window.Segments.Count(s => s.IsDiscontinuity)));

        Run("d", 3, at: 180);

        Assert.Equal((2L, 1), (_stage.Renditions[0].Window.DiscontinuitySequence, _stage.Renditions[0].Window.Segments.Count(s => s.IsDiscontinuity)));
    }

    [Fact]
    public void Renditions_that_broke_off_unequally_go_on_with_the_same_number()
    {
        Open("a");
        Feed(0, Fakes.Pictures(31));
        Feed(1, Fakes.Pictures(8));
        Feed(2, Fakes.Sounds(20));
        _stage.End();
        Run("b", 2, at: 60);

        var starts = _stage.Renditions.Select(r => r.Window.Segments.Single(s => s.IsDiscontinuity).Number);
        Assert.Equal([First + 3, First + 3, First + 3], starts);
        Assert.Equal(2, LiveStreamTests.Count(LivePlaylist.Write(_stage.Renditions[1].Window), "#EXT-X-GAP"));
    }

    [Fact]
    public void No_segment_is_longer_than_the_playlist_promises_even_without_key_frames()
    {
        Open("a");
        Feed(0, Fakes.Pictures(100, keyEvery: 1000));

        var window = _stage.Renditions[0].Window;
        Assert.All(window.Segments, s => Assert.True(Math.Round(s.Duration.TotalSeconds) <= window.TargetDuration, $"{s.Duration}"));
        Assert.DoesNotContain("INDEPENDENT-SEGMENTS", LivePlaylist.Write(window), StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_stays_for_a_while_after_it_has_left_the_playlist_and_memory_does_not_grow()
    {
        Run("a", 30);

        var rendition = _stage.Renditions[0];
        Assert.Null(rendition.Find("a", First + 21));
        Assert.NotNull(rendition.Find("a", First + 22));
        Assert.Equal(First + 26, rendition.Window.MediaSequence);
        Run("b", 10, at: 120);
        Assert.Null(rendition.FindInit("a"));
        Assert.NotNull(rendition.FindInit("b"));
    }

    [Fact]
    public void A_host_that_starts_again_goes_on_with_higher_numbers()
    {
        Run("a", 30);
        var last = _stage.Renditions[0].Window.Segments[^1].Number;

        var restarted = new StageBroadcast("main", new StreamingOptions(), new FakeTimeProvider(Nine.AddSeconds(60)));

        Assert.True(restarted.Renditions[0].OpenNumber > last);
    }

    [Fact]
    public void Numbers_are_higher_after_a_restart_even_when_segments_are_short_and_the_encoder_keeps_breaking_off()
    {
        var clock = new FakeTimeProvider(Nine);
        var options = new StreamingOptions { SegmentSeconds = 1, Ladder = { new RenditionOptions { Name = "540p", Height = 540, VideoKilobits = 900 } } };
        var stage = new StageBroadcast("main", options, clock);
        for (var run = 0; run < 30; run++)
        {
            stage.Open(0, $"{run}", Fakes.Video, Fakes.ClockFrom(clock.GetUtcNow()));
            Fakes.Pictures(7, keyEvery: 5).ToList().ForEach(f => stage.Append(0, f));
            stage.End();
            clock.Advance(TimeSpan.FromSeconds(1.6));
        }

        var restarted = new StageBroadcast("main", options, clock);

        Assert.True(restarted.Renditions[0].OpenNumber >= stage.Renditions[0].OpenNumber);
    }

    [Fact]
    public void A_target_duration_is_rounded_as_players_round()
    {
        Assert.Equal(3, new SegmentCutter(true, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(0.2)).TargetDuration);
    }

    [Fact]
    public void A_run_that_arrives_in_a_rush_is_dated_once_for_all_its_segments_and_renditions()
    {
        var clock = new EpochClock();
        Open("a", clock);
        var rush = Nine.AddSeconds(3.5);
        var arrivals = new[] { Fakes.Pictures(45), Fakes.Pictures(45), Fakes.Sounds(42) }
            .SelectMany((fragments, rendition) => fragments.Select(f => (At: Latest(rush.AddMilliseconds(5 * f.Position), Nine.AddSeconds(-1) + f.End), rendition, f)))
            .OrderBy(a => a.At);
        foreach (var (at, rendition, fragment) in arrivals)
        {
            clock.Observe(at, fragment);
            _stage.Append(rendition, fragment);
        }

        Assert.Equal([0, 2, 4, 6], Seconds(0));
        Assert.Equal(Seconds(0), Seconds(1));
        Assert.All(Seconds(2).Zip(Seconds(0)), pair => Assert.InRange(pair.First - pair.Second, -0.11, 0.11));

        static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
        IEnumerable<double> Seconds(int rendition) => _stage.Renditions[rendition].Window.Segments.Select(s => Math.Round((s.Start - Nine).TotalSeconds, 2));
    }

    [Fact]
    public void After_a_long_pause_nothing_old_is_shown_and_numbers_and_discontinuities_go_on()
    {
        Run("a", 2);
        Run("b", 1, at: 60);
        _clock.Advance(TimeSpan.FromHours(1));

        Open("c", at: 3600);
        Feed(0, Fakes.Pictures(1));
        Assert.Equal((false, false), (_stage.IsOnAir, _stage.HasSegments));
        _stage.End();
        Run("d", 3, at: 3600);

        Assert.True(_stage.IsOnAir);
        var window = _stage.Renditions[0].Window;
        Assert.Equal([("d", First + 3, true), ("d", First + 4, false), ("d", First + 5, false)], window.Segments.Select(s => (s.Epoch, s.Number, s.IsDiscontinuity)));
        Assert.Equal(1, window.DiscontinuitySequence);
        Assert.Null(_stage.Renditions[0].FindInit("b"));
    }

    [Fact]
    public void After_a_short_pause_viewers_stay_on_the_old_pictures_until_new_ones_are_there()
    {
        Run("a", 3);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Open("b", at: 10);
        Feed(0, Fakes.Pictures(1));

        Assert.Equal((true, 3), (_stage.IsOnAir, _stage.Renditions[0].Window.Segments.Length));
    }

    [Fact]
    public void Runs_that_never_give_a_segment_do_not_keep_a_stage_on_the_air()
    {
        Run("a", 3);
        for (var tries = 0; tries < 4; tries++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            Open("b", at: 5);
            Feed(0, Fakes.Pictures(1));
            _stage.End();
        }

        Assert.False(_stage.IsOnAir);
    }

    [Fact]
    public void A_stage_is_on_the_air_while_fragments_come()
    {
        Assert.False(_stage.IsOnAir);
        Run("a", 1);
        Assert.True(_stage.IsOnAir);
        _clock.Advance(TimeSpan.FromSeconds(16));
        Assert.False(_stage.IsOnAir);
    }

    [Fact]
    public async Task Whoever_waits_is_told_of_the_next_fragment()
    {
        Open("a");
        var waiting = _stage.Renditions[0].NextAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        Feed(0, Fakes.Pictures(1));

        await waiting.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    private static readonly long First = 2 * (Nine.ToUnixTimeSeconds() - new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());

    /// <summary>A whole run of the encoder of so many two-second segments, which begins at a second after nine.</summary>
    private void Run(string epoch, int segments, double at = 0)
    {
        Open(epoch, at);
        Feed(0, Fakes.Pictures(segments * 10));
        Feed(1, Fakes.Pictures(segments * 10));
        Feed(2, Fakes.Sounds((int)Math.Round(segments * 2 / (10240 / 48000d))));
        _stage.End();
    }

    private void Open(string epoch, double at = 0) => Open(epoch, Fakes.ClockFrom(Nine.AddSeconds(at - 1)));

    private void Open(string epoch, EpochClock clock)
    {
        _stage.Open(0, epoch, Fakes.Video, clock);
        _stage.Open(1, epoch, Fakes.Video, clock);
        _stage.Open(2, epoch, Fakes.Audio, clock);
    }

    private void Feed(int rendition, IEnumerable<Fragment> fragments) => fragments.ToList().ForEach(f => _stage.Append(rendition, f));
}
