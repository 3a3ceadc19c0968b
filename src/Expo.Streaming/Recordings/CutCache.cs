using System.Collections.Concurrent;
using Expo.Core.Data;
using Expo.Core.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Streaming.Recordings;

/// <summary>
/// The manifests that players ask about, parsed once for each cut. Whether a recording is public is asked anew each time, so that
/// taking it down works at once.
/// </summary>
internal sealed class CutCache(ExpoStore store)
{
    internal sealed record Found(RecordingCut Cut, bool IsPublic);

    private const int MostKept = 200;
    private readonly ConcurrentDictionary<(int Id, int Number), RecordingCut> _cuts = new();

    public async Task<Found?> FindAsync(string slug, int cutNumber, CancellationToken ct)
    {
        var row = await store.ReadAsync(db => db.Recordings.Where(r => r.Slug == slug && r.CutNumber == cutNumber)
            .Select(r => new { r.Id, r.State }).FirstOrDefaultAsync(ct));
        if (row is null)
        {
            return null;
        }

        if (!_cuts.TryGetValue((row.Id, cutNumber), out var cut))
        {
            var manifest = await store.ReadAsync(db => db.Recordings.Where(r => r.Id == row.Id && r.CutNumber == cutNumber)
                .Select(r => r.Manifest).FirstOrDefaultAsync(ct));
            if (manifest is null)
            {
                return null;
            }

            if (_cuts.Count >= MostKept)
            {
                _cuts.Clear();
            }

            cut = _cuts[(row.Id, cutNumber)] = RecordingCut.FromJson(manifest);
        }

        return new Found(cut, row.State == RecordingState.Published);
    }
}
