using System.Diagnostics;
using Expo.Streaming.Ingest;
using Expo.Streaming.Tests.Running;

namespace Expo.Streaming.Tests.Ingest;

/// <summary>One clip that ffmpeg made, read once for all tests of the class.</summary>
public sealed class SampleFile : IAsyncLifetime
{
    public byte[] Video { get; private set; } = [];

    public byte[] Audio { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 5);
        Video = await File.ReadAllBytesAsync(clips.MediaPath("270p"), TestContext.Current.CancellationToken);
        Audio = await File.ReadAllBytesAsync(clips.MediaPath("audio"), TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class FragmentReaderTests(SampleFile sample) : IClassFixture<SampleFile>
{
    [Fact]
    public async Task Codecs_and_size_are_read_from_the_init_segment()
    {
        await using var video = new FragmentReader(new MemoryStream(sample.Video));
        await using var audio = new FragmentReader(new MemoryStream(sample.Audio));

        var picture = (await video.ReadInitAsync(TestContext.Current.CancellationToken))!;
        var sound = (await audio.ReadInitAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal("avc1.640015,mp4a.40.2", picture.Codecs);
        Assert.Equal((TrackKind.Video, 480, 270, 12800u), (picture.Lead.Kind, picture.Lead.Width, picture.Lead.Height, picture.Lead.TimeScale));
        Assert.Equal("mp4a.40.2", sound.Codecs);
        Assert.Equal((TrackKind.Audio, 0, 0, 48000u), (sound.Lead.Kind, sound.Lead.Width, sound.Lead.Height, sound.Lead.TimeScale));
    }

    [Fact]
    public async Task Fragments_are_whole_and_follow_one_another_and_every_segment_has_its_key_frame()
    {
        var (init, fragments, fault) = await ReadAsync(new MemoryStream(sample.Video));

        Assert.Null(fault);
        Assert.Equal(25, fragments.Count);
        Assert.All(fragments, f => Assert.Equal((TimeSpan.FromMilliseconds(200), 5), (f.Duration, f.Samples)));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => TimeSpan.FromMilliseconds(1000 + (200 * i))), fragments.Select(f => f.Start));
        Assert.Equal([0, 10, 20], fragments.Index().Where(f => f.Item.StartsWithKeyFrame).Select(f => f.Index));
        Assert.Equal(sample.Video[..init!.Bytes.Length], init.Bytes);
        Assert.All(fragments, f => Assert.True(sample.Video.AsSpan((int)f.Position, f.Bytes.Length).SequenceEqual(f.Bytes)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1013)]
    public async Task It_does_not_matter_in_which_pieces_the_bytes_come(int piece)
    {
        var whole = await ReadAsync(new MemoryStream(sample.Video));

        var pieces = await ReadAsync(new Dripping(sample.Video, piece));

        Assert.Equal(whole.Fragments.Select(f => (f.Position, f.Bytes.Length, f.Start)), pieces.Fragments.Select(f => (f.Position, f.Bytes.Length, f.Start)));
    }

    [Fact]
    public async Task A_stream_cut_anywhere_gives_its_whole_fragments_and_says_where_it_broke_off()
    {
        var whole = (await ReadAsync(new MemoryStream(sample.Audio))).Fragments;
        for (var length = 0; length < sample.Audio.Length; length += 13)
        {
            var (_, fragments, fault) = await ReadAsync(new MemoryStream(sample.Audio, 0, length));

            Assert.Equal(whole.Count(f => f.Position + f.Bytes.Length <= length), fragments.Count);
            Assert.True(fault is null or { IsTruncated: true }, fault?.Message);
            Assert.True(fault is null || fault.Position <= length);
        }
    }

    [Fact]
    public async Task Corrupted_bytes_end_in_a_clear_error_or_in_media_and_never_in_a_loop()
    {
        var random = new Random(20230314);
        var (source, faults) = (sample.Video, 0);
        var boxes = (await ReadAsync(new MemoryStream(source))).Fragments.Select(f => (int)f.Position).ToList();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 3000; round++)
        {
            var bytes = (byte[])source.Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                // Mostly where the boxes are: random bytes in the picture itself harm nothing here.
                var at = random.Next(4) == 0 ? random.Next(bytes.Length) : random.Next(4) == 0 ? random.Next(1300) : boxes[random.Next(boxes.Count)] + random.Next(260);
                bytes[at] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            faults += (await ReadAsync(new MemoryStream(bytes))).Fault is { IsTruncated: false } ? 1 : 0;
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 80 << 20);
        }

        Assert.InRange(faults, 500, 3000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("00000000", "says it is 0 bytes long")]
    [InlineData("00000007", "says it is 7 bytes long")]
    [InlineData("7FFFFFFF", "the limit is")]
    [InlineData("FFFFFFFF", "the limit is")]
    public async Task A_box_with_an_impossible_length_is_named_with_its_place(string length, string words)
    {
        var first = (int)(await ReadAsync(new MemoryStream(sample.Audio))).Fragments[0].Position;
        var bytes = (byte[])sample.Audio.Clone();
        Convert.FromHexString(length).CopyTo(bytes, first);

        var (_, _, fault) = await ReadAsync(new MemoryStream(bytes));

        Assert.Contains(words, fault!.Message, StringComparison.Ordinal);
        Assert.Equal(first, fault.Position);
    }

    private static async Task<(InitSegment? Init, List<Fragment> Fragments, MediaFormatException? Fault)> ReadAsync(Stream stream)
    {
        var fragments = new List<Fragment>();
        await using var reader = new FragmentReader(stream);
        InitSegment? init = null;
        try
        {
            init = await reader.ReadInitAsync(TestContext.Current.CancellationToken);
            while (init is not null && await reader.ReadFragmentAsync(TestContext.Current.CancellationToken) is { } fragment)
            {
                fragments.Add(fragment);
            }

            return (init, fragments, null);
        }
        catch (MediaFormatException e)
        {
            return (init, fragments, e);
        }
    }

    /// <summary>Gives a few bytes at a time, as a slow network does.</summary>
    private sealed class Dripping(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
