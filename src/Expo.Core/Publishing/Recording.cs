namespace Expo.Core.Publishing;

public enum RecordingState
{
    /// <summary>Cut, but only organisers see it.</summary>
    Draft,

    Published,

    /// <summary>Taken down; the address says so.</summary>
    Withdrawn,
}

/// <summary>What the stage's stream showed between two marks. It is an index over the archive, not a copy of it.</summary>
public sealed class Recording
{
    public int Id { get; init; }

    /// <summary>One recording for each session: attaching again replaces the cut.</summary>
    public int SessionId { get; init; }

    public Agenda.Session? Session { get; set; }

    public required string Slug { get; init; }

    public RecordingState State { get; set; }

    public required string StageSlug { get; set; }

    /// <summary>Wall clock of the first picture in the cut: offsets of questions count from here.</summary>
    public DateTimeOffset CutFrom { get; set; }

    public DateTimeOffset CutTo { get; set; }

    /// <summary>Playing time in milliseconds, gaps of the encoder left out. 0 when the stream sent nothing.</summary>
    public long DurationMs { get; set; }

    /// <summary>The cut as JSON, written and read by <c>Expo.Streaming</c>: which byte ranges of which archive files.</summary>
    public required string Manifest { get; set; }

    /// <summary>Up by one with each new cut and with each return after a takedown, so that addresses of media can be cached for ever.</summary>
    public int CutNumber { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public TimeSpan Duration => TimeSpan.FromMilliseconds(DurationMs);

    /// <summary>Takes another cut. The number goes up only when the media are others, so that caches keep what is the same.</summary>
    internal void Replace(string stageSlug, DateTimeOffset cutFrom, DateTimeOffset cutTo, long durationMs, string manifest)
    {
        if (manifest != Manifest || stageSlug != StageSlug)
        {
            CutNumber++;
        }

        StageSlug = stageSlug;
        CutFrom = cutFrom;
        CutTo = cutTo;
        DurationMs = durationMs;
        Manifest = manifest;
    }

    internal Result<Recording> Publish(DateTimeOffset now)
    {
        if (DurationMs <= 0)
        {
            return PublishingRefusals.NothingToPlay;
        }

        if (State != RecordingState.Published)
        {
            // Other addresses than before it was taken down: caches out in the world may still hold the old ones.
            CutNumber += State == RecordingState.Withdrawn ? 1 : 0;
            State = RecordingState.Published;
            PublishedAt = now;
            WithdrawnAt = null;
        }

        return this;
    }

    internal Result<Recording> Withdraw(DateTimeOffset now)
    {
        if (State != RecordingState.Published)
        {
            return PublishingRefusals.NotPublished;
        }

        State = RecordingState.Withdrawn;
        WithdrawnAt = now;
        return this;
    }
}
