using System.Collections.Immutable;
using System.Text.Json;

namespace Expo.Streaming.Recordings;

/// <summary>
/// A recording as data: which bytes of which archive files are shown between two marks. Pure, and the same for the same archive and
/// marks. <c>From</c> is the wall-clock time of the first picture, which is the key frame at or before the mark.
/// </summary>
public sealed record RecordingCut(
    string Stage, DateTimeOffset From, DateTimeOffset To, ImmutableArray<CutSpan> Spans, ImmutableArray<CutRendition> Renditions)
{
    /// <summary>Playing time; what the encoder did not send is left out.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Spans.Sum(s => s.Duration.Ticks));

    public string ToJson() => JsonSerializer.Serialize(this);

    public static RecordingCut FromJson(string json) =>
        JsonSerializer.Deserialize<RecordingCut>(json) ?? throw new JsonException("The recording's manifest is empty.");

    /// <summary>
    /// The place in the recording at which a moment is shown. A moment in a gap is at the start of what follows; one before or after
    /// the cut is at its edge.
    /// </summary>
    public TimeSpan PlaceOf(DateTimeOffset moment)
    {
        var place = TimeSpan.Zero;
        foreach (var span in Spans)
        {
            if (moment < span.Start + span.Duration)
            {
                return moment <= span.Start ? place : place + (moment - span.Start);
            }

            place += span.Duration;
        }

        return place;
    }
}

/// <summary>A stretch without a break: one encoder run, or a part of it.</summary>
public sealed record CutSpan(string Epoch, DateTimeOffset Start, TimeSpan Duration);

/// <summary>One rendition of a recording. <c>Peak</c> and <c>Average</c> are bits a second. There is one file for each span.</summary>
public sealed record CutRendition(
    string Name, string Codecs, int Width, int Height, double FrameRate, long Peak, long Average, ImmutableArray<CutFile> Files);

/// <summary>
/// The first <c>InitLength</c> bytes of the archive file, then <c>Length</c> bytes from <c>Offset</c>: together the file that players
/// are given, in which nothing outside the cut can be asked for.
/// </summary>
public sealed record CutFile(int InitLength, long Offset, long Length, ImmutableArray<CutSegment> Segments);

/// <summary>Segments follow one another without a hole.</summary>
public sealed record CutSegment(long Length, TimeSpan Duration);
