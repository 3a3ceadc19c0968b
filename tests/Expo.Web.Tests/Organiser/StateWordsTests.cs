using Expo.Core.Agenda;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Expo.Testing;
using Expo.Web.Organiser;

namespace Expo.Web.Tests.Organiser;

public sealed class StateWordsTests
{
    [Theory]
    [InlineData(false, false, "The encoder is sending; the first pictures are being prepared")]
    [InlineData(false, true, "Encoder connected, shown when a session goes live")]
    [InlineData(true, true, "On air since 09:00 EDT")]
    public void An_encoder_that_nobody_sees_yet_is_told_apart(bool live, bool received, string words)
    {
        var status = new StageStatus(
            "main", live, Samples.Opening, received, new IngestStatus(IngestPhase.Receiving, Samples.Opening), 9710, false,
            FfmpegProgress.None, ArchiveStatus.Well, []);

        Assert.Equal(words, StateWords.Of(status, EventTime.In("America/New_York")));
    }
}
