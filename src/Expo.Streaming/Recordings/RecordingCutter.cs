using System.Collections.Immutable;
using Expo.Streaming.Ingest;

namespace Expo.Streaming.Recordings;

/// <summary>
/// Cuts a stage's archive between two wall-clock marks by reading its indexes only, so that the work does not grow with the bytes of
/// the recording. Asked again, it gives the same cut.
/// </summary>
public sealed class RecordingCutter(Archive archive)
{
    private const int FragmentsThatSettleTheClock = 50;
    private static readonly TimeSpan SegmentAtLeast = TimeSpan.FromSeconds(5.9);

    /// <summary>Null when the archive has nothing between the marks.</summary>
    public async Task<RecordingCut?> CutAsync(string stage, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var runs = new List<EncoderRun>();
        foreach (var epoch in archive.Paths.Epochs(stage).Where(e => EpochName.StartOf(e) < to))
        {
            if (await ReadAsync(stage, epoch, from, ct) is { } run)
            {
                runs.Add(run);
            }
        }

        var pieces = runs.SelectMany(run => Pieces(run, from, to)).ToList();
        if (pieces.Count == 0)
        {
            return null;
        }

        var names = pieces.Select(p => p.Run.Tracks.Select(t => t.Rendition)).Aggregate((a, b) => a.Intersect(b)).ToList();
        var renditions = names.Select(name => Rendition(name, pieces)).OrderByDescending(r => r.Height).ThenByDescending(r => r.Average);
        var spans = pieces.Select(p => p.Span).ToImmutableArray();
        return new RecordingCut(stage, spans[0].Start, spans[^1].Start + spans[^1].Duration, spans, [.. renditions]);
    }

    private sealed record EncoderRun(string Epoch, IReadOnlyList<ArchiveTrack> Tracks)
    {
        public ArchiveTrack Lead { get; } = Tracks.FirstOrDefault(t => t.Init.Lead.Kind == TrackKind.Video) ?? Tracks[0];
    }

    /// <summary>One span, with the times at which its segments begin; the last is the span's end.</summary>
    private sealed record Piece(EncoderRun Run, CutSpan Span, IReadOnlyList<TimeSpan> Edges);

    private async Task<EncoderRun?> ReadAsync(string stage, string epoch, DateTimeOffset from, CancellationToken ct)
    {
        var tracks = new List<ArchiveTrack>();
        var renditions = archive.Paths.Renditions(stage, epoch);
        if (renditions.All(r => ArchiveTrack.EndedBefore(archive.Paths.Media(stage, epoch, r), from)))
        {
            return null;
        }

        foreach (var rendition in renditions)
        {
            if (await ArchiveTrack.ReadAsync(archive.Paths, stage, epoch, rendition, ct) is { Fragments.Count: > 0 } track)
            {
                tracks.Add(track);
            }
        }

        return tracks.Count > 0 ? new EncoderRun(epoch, tracks) : null;
    }

    private static IEnumerable<Piece> Pieces(EncoderRun run, DateTimeOffset from, DateTimeOffset to)
    {
        var lead = run.Lead.Fragments;
        var whole = run.Tracks.Select(t => Stretches.Of(t.Fragments)).Aggregate(Stretches.Common);
        foreach (var stretch in whole)
        {
            var inside = lead.Where(f => f.Middle > stretch.From && f.Middle < stretch.To).ToList();
            var first = inside.FindIndex(f => f.Wall + f.Duration > from);
            var last = inside.FindLastIndex(f => f.Wall < to);
            first = first < 0 ? -1 : FirstKey(inside, first);
            if (first < 0 || last < first)
            {
                continue;
            }

            var shown = inside.GetRange(first, last - first + 1);
            yield return new Piece(run, new CutSpan(run.Epoch, WallOfFirst(shown), shown[^1].End - shown[0].Start), Edges(shown));
        }
    }

    // An encoder's first fragments come late and in a heap; the one that came soonest for its place says when the stretch was.
    private static DateTimeOffset WallOfFirst(List<ArchivedFragment> shown) =>
        shown.Take(FragmentsThatSettleTheClock).Min(f => f.Wall - f.Start) + shown[0].Start;

    /// <summary>The key frame at or before, or the next one where the stretch begins without.</summary>
    private static int FirstKey(List<ArchivedFragment> fragments, int index) =>
        fragments.FindLastIndex(index, f => f.IsKey) is var before and >= 0 ? before : fragments.FindIndex(index, f => f.IsKey);

    private static List<TimeSpan> Edges(List<ArchivedFragment> shown)
    {
        var edges = new List<TimeSpan> { shown[0].Start };
        foreach (var fragment in shown)
        {
            if (fragment.IsKey && fragment.Start - edges[^1] >= SegmentAtLeast)
            {
                edges.Add(fragment.Start);
            }
        }

        edges.Add(shown[^1].End);
        return edges;
    }

    private static CutRendition Rendition(string name, List<Piece> pieces)
    {
        var parts = pieces.Select(p => (Piece: p, Track: p.Run.Tracks.First(t => t.Rendition == name))).ToList();
        var files = parts.Select(p => Cut(p.Track, p.Piece.Edges)).ToImmutableArray();
        var (init, sample) = (parts[0].Track.Init, parts[0].Track.Fragments[0]);
        var segments = files.SelectMany(f => f.Segments).ToList();
        var seconds = segments.Sum(s => s.Duration.TotalSeconds);
        return new CutRendition(
            name, init.Codecs, init.Lead.Width, init.Lead.Height,
            init.Lead.Kind == TrackKind.Video ? Math.Round(sample.Samples / sample.Duration.TotalSeconds, 3) : 0,
            (long)Math.Ceiling(segments.Max(s => s.Length * 8 / s.Duration.TotalSeconds)),
            (long)Math.Ceiling(segments.Sum(s => s.Length) * 8 / seconds), files);
    }

    /// <summary>A fragment belongs where its middle lies, because sound and picture do not break at the same instants.</summary>
    private static CutFile Cut(ArchiveTrack track, IReadOnlyList<TimeSpan> edges)
    {
        var inside = track.Fragments.Where(f => f.Middle >= edges[0] && f.Middle < edges[^1]).ToList();
        var segments = ImmutableArray.CreateBuilder<CutSegment>();
        var at = 0;
        for (var edge = 1; edge < edges.Count && at < inside.Count; edge++)
        {
            var first = at;
            while (at < inside.Count && inside[at].Middle < edges[edge])
            {
                at++;
            }

            if (at > first)
            {
                segments.Add(new CutSegment(inside[at - 1].EndOffset - inside[first].Offset, inside[at - 1].End - inside[first].Start));
            }
        }

        return inside.Count == 0 ? new CutFile(track.InitLength, track.InitLength, 0, [])
            : new CutFile(track.InitLength, inside[0].Offset, inside[^1].EndOffset - inside[0].Offset, segments.ToImmutable());
    }
}
