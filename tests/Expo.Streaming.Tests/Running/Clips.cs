using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Tests.Running;

/// <summary>An archive in a folder of its own, with clips in it that ffmpeg really made.</summary>
internal sealed class Clips : IAsyncDisposable
{
    public static readonly DateTimeOffset Nine = new(2023, 3, 14, 13, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("expo-clips-");

    public Clips()
    {
        Paths = new ArchivePaths(_directory.FullName);
        Space = Drive.Watch(Paths, TimeProvider.System);
        Archive = new Archive(Paths, Space, TimeProvider.System, NullLogger<Archive>.Instance);
        Cutter = new RecordingCutter(Archive);
    }

    public ArchivePaths Paths { get; }

    public FakeDrive Drive { get; } = new();

    public ArchiveSpace Space { get; }

    public Archive Archive { get; }

    public RecordingCutter Cutter { get; }

    public static StreamingOptions Options { get; } = new();

    public async Task RecordAsync(TimeSpan offset, int seconds)
    {
        var clip = new SyntheticClip(new OptionsWrapper<StreamingOptions>(Options), Archive, TimeProvider.System);
        Assert.True(await clip.RecordAsync("main", Nine + offset, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken));
    }

    public Task<RecordingCut?> CutAsync(double from, double to) =>
        Cutter.CutAsync("main", Nine.AddSeconds(from), Nine.AddSeconds(to), TestContext.Current.CancellationToken);

    public async Task<ArchiveTrack> TrackAsync(string rendition) =>
        (await ArchiveTrack.ReadAsync(Paths, "main", Paths.Epochs("main")[0], rendition, TestContext.Current.CancellationToken))!;

    public string MediaPath(string rendition) => Paths.Media("main", Paths.Epochs("main")[0], rendition);

    public async ValueTask DisposeAsync()
    {
        await Archive.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
