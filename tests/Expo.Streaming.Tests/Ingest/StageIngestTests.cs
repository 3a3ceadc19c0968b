using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Tests.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Streaming.Tests.Ingest;

public sealed class StageIngestTests : IAsyncDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly Clips _clips = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task What_ffmpeg_says_is_told_without_the_passphrase()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync(
            """
            for a in "$@"; do case $a in srt:*) echo "[error] $a and a&b=c d+%secret: Address already in use" >&2 ;; esac; done
            exit 1
            """);
        var ingest = Ingest(ffmpeg, passphrase: "a&b=c d+%secret");

        await ingest.RunOnceAsync(Ct);

        var (_, text) = Assert.Single(_log.All, l => l.Level == LogLevel.Error);
        Assert.Contains("passphrase=*** and ***: Address already in use", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _clips.DisposeAsync();

    private StageIngest Ingest(FakeFfmpeg ffmpeg, string? passphrase = null)
    {
        var options = new StreamingOptions { FfmpegPath = ffmpeg.Path, Passphrase = passphrase };
        return new StageIngest(options, 9710, new StageBroadcast("main", options, _clock), _clips.Archive.For("main"), _clock, _log);
    }
}
