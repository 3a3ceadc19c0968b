using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;
using Expo.Streaming.Tests.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Recordings;

public sealed class ArchiveTests
{
    private const string Epoch = "20230314T130000000Z-00aa";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(48)]
    [InlineData(100_000)]
    public async Task A_torn_index_is_made_up_for_from_the_media(int bytesLost)
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 4);
        var before = await clips.TrackAsync("270p");
        var index = ArchivePaths.Index(clips.MediaPath("270p"));

        await using (var file = File.OpenWrite(index))
        {
            file.SetLength(Math.Max(0, file.Length - bytesLost));
        }

        Assert.Equal(before.Fragments, (await clips.TrackAsync("270p")).Fragments);
    }

    [Fact]
    public async Task A_lost_index_is_made_up_for_from_the_media()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 4);
        var before = await clips.TrackAsync("270p");

        File.Delete(ArchivePaths.Index(clips.MediaPath("270p")));

        var after = await clips.TrackAsync("270p");
        Assert.Equal(before.Fragments.Select(f => (f.Offset, f.Length, f.Start, f.IsKey)), after.Fragments.Select(f => (f.Offset, f.Length, f.Start, f.IsKey)));
        Assert.Equal(before.Fragments[0].Wall, after.Fragments[0].Wall, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_fragment_cut_short_by_a_kill_is_the_only_one_lost()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 4);
        var before = await clips.TrackAsync("540p");

        await using (var file = File.OpenWrite(clips.MediaPath("540p")))
        {
            file.SetLength(file.Length - 100);
        }

        Assert.Equal(before.Fragments.SkipLast(1), (await clips.TrackAsync("540p")).Fragments);
    }

    [Fact]
    public async Task A_line_of_zeros_in_the_index_does_not_count()
    {
        Assert.Null(ArchivedFragment.Read(new byte[ArchivedFragment.Size]));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_file_that_another_run_has_written_is_refused_and_left_as_it_is()
    {
        await using var clips = new Clips();
        await clips.RecordAsync(TimeSpan.Zero, 4);
        var path = clips.MediaPath("270p");
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var (init, fragments) = await FragmentsAsync(clips);

        using (var file = new ArchiveFile(path, init))
        {
            Assert.Throws<IOException>(() => file.Append(fragments[0], Clips.Nine));
            Assert.Throws<IOException>(() => file.Append(fragments[0], Clips.Nine));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_recording_goes_on_at_a_key_frame_when_there_is_room()
    {
        await using var clips = new Clips();
        var clock = new FakeTimeProvider(Clips.Nine);
        var (init, fragments) = await FragmentsAsync(clips);
        await using var archive = new StageArchive(clips.Paths, "full", clips.Space, clock, NullLogger.Instance);
        var path = clips.Paths.Media("full", Epoch, "270p");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, "/dev/full");

        archive.Open(Epoch, "270p", init);
        archive.Append("270p", fragments[0], Clips.Nine);
        archive.Append("270p", fragments[1], Clips.Nine);
        await archive.FlushAsync(TestContext.Current.CancellationToken);
        var full = archive.Status;
        archive.Open(Epoch, "other", init);
        archive.Append("other", fragments[0], Clips.Nine);
        await archive.FlushAsync(TestContext.Current.CancellationToken);
        File.Delete(path);
        clock.Advance(TimeSpan.FromSeconds(6));
        foreach (var fragment in fragments.Skip(2))
        {
            archive.Append("270p", fragment, Clips.Nine + fragment.Start);
            archive.Append("other", fragment, Clips.Nine + fragment.Start);
        }

        await archive.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Contains("No space left on device", full.Problem, StringComparison.Ordinal);
        Assert.Equal((Clips.Nine, 2L), (full.ProblemSince, full.LostFragments));
        Assert.Null(archive.Status.Problem);
        var expected = fragments.Skip(2).SkipWhile(f => !f.StartsWithKeyFrame).ToList();
        Assert.True(expected.Count > 3);
        foreach (var rendition in new[] { "270p", "other" })
        {
            var track = (await ArchiveTrack.ReadAsync(clips.Paths, "full", Epoch, rendition, TestContext.Current.CancellationToken))!;
            Assert.Equal(expected.Select(f => f.Start), track.Fragments.Select(f => f.Start));
        }
    }

    [Fact]
    public async Task What_went_wrong_in_a_run_is_no_problem_after_its_end()
    {
        await using var clips = new Clips();
        var (init, fragments) = await FragmentsAsync(clips);
        await using var archive = new StageArchive(clips.Paths, "full", clips.Space, new FakeTimeProvider(Clips.Nine), NullLogger.Instance);
        var path = clips.Paths.Media("full", Epoch, "270p");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, "/dev/full");
        archive.Open(Epoch, "270p", init);
        archive.Append("270p", fragments[0], Clips.Nine);
        await archive.FlushAsync(TestContext.Current.CancellationToken);
        var during = archive.Status;

        archive.End();
        await archive.FlushAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(during.Problem);
        Assert.Equal(ArchiveStatus.Well with { LostFragments = 1 }, archive.Status);
    }

    [Fact]
    public async Task A_fault_of_any_kind_costs_what_it_hit_and_the_archive_goes_on()
    {
        await using var clips = new Clips();
        var clock = new FakeTimeProvider(Clips.Nine);
        var (init, fragments) = await FragmentsAsync(clips);
        await using var archive = new StageArchive(clips.Paths, "odd", clips.Space, clock, NullLogger.Instance);

        // No file has this name, which is not said with an IOException; and a rendition that was never opened.
        archive.Open(Epoch, "270p\0", init);
        archive.Append("270p\0", fragments[0], Clips.Nine);
        archive.Append("unopened", fragments[0], Clips.Nine);
        await archive.FlushAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal((Clips.Nine, 2L), (archive.Status.ProblemSince, archive.Status.LostFragments));
        Assert.Contains("is not being recorded", archive.Status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_hangs_is_said_and_a_run_that_began_meanwhile_goes_to_files_of_its_own()
    {
        const string next = "20230314T131000000Z-00bb";
        await using var clips = new Clips();
        var (clock, log) = (new FakeTimeProvider(Clips.Nine), new LogLines());
        var (init, fragments) = await FragmentsAsync(clips);
        await using var archive = new StageArchive(clips.Paths, "slow", clips.Space, clock, log);
        await using var disk = await Pipe.AtAsync(clips.Paths.Media("slow", Epoch, "270p"));

        archive.Open(Epoch, "270p", init);
        await archive.FlushAsync(TestContext.Current.CancellationToken);
        archive.Append("270p", fragments[0], Clips.Nine);
        clock.Advance(TimeSpan.FromSeconds(11));
        await Until.TrueAsync(() => archive.Status.Problem is not null, "it is seen to hang");
        var hanging = archive.Status;

        // More than it keeps waiting.
        for (var i = 0; i < 2100; i++)
        {
            archive.Append("270p", fragments[0], clock.GetUtcNow());
        }

        archive.Open(next, "270p", init);
        archive.Append("270p", fragments[0], clock.GetUtcNow());
        var (full, saidAlready) = (archive.Status, log.All);
        var flush = archive.FlushAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => flush.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        await disk.ReleaseAsync();
        await archive.FlushAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(6));
        foreach (var fragment in fragments)
        {
            archive.Append("270p", fragment, Clips.Nine + fragment.Start);
        }

        await archive.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Contains("too slow", hanging.Problem, StringComparison.Ordinal);
        Assert.Equal((Clips.Nine, 0L, 101L), (hanging.ProblemSince, hanging.LostFragments, full.LostFragments));
        Assert.Contains(saidAlready, l => l.Level == LogLevel.Error);
        Assert.Null(archive.Status.Problem);
        Assert.False(new FileInfo(clips.Paths.Media("slow", Epoch, "270p")).Length > 0);
        var track = (await ArchiveTrack.ReadAsync(clips.Paths, "slow", next, "270p", TestContext.Current.CancellationToken))!;
        Assert.Equal(fragments.Select(f => f.Start), track.Fragments.Select(f => f.Start));
    }

    private static async Task<(InitSegment Init, List<Fragment> Fragments)> FragmentsAsync(Clips clips)
    {
        await clips.RecordAsync(TimeSpan.Zero, 5);
        await using var file = File.OpenRead(clips.MediaPath("270p"));
        await using var reader = new FragmentReader(file);
        var init = (await reader.ReadInitAsync(TestContext.Current.CancellationToken))!;
        var fragments = new List<Fragment>();
        while (await reader.ReadFragmentAsync(TestContext.Current.CancellationToken) is { } fragment)
        {
            fragments.Add(fragment);
        }

        return (init, fragments);
    }
}
