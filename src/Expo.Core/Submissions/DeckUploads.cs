using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Submissions;

/// <summary>Uploads as <c>deck:{sessionId}</c>: each that arrives is a new version, and none is ever overwritten.</summary>
public sealed class DeckUploads(IOptions<DeckOptions> options, Feed<DeckChanged> feed) : IUploadPurpose
{
    public string Kind => "deck";

    public long MostBytes => options.Value.MostBytes;

    public IReadOnlyList<FileKind> Kinds { get; } = [FileKind.Pptx, FileKind.Pdf, FileKind.Odp];

    public static string Purpose(int sessionId) => $"deck:{sessionId}";

    public async Task<Refusal?> MayAsync(ExpoDb db, Actor by, int id, CancellationToken ct)
    {
        var session = await db.Sessions.Where(s => s.Id == id)
            .Select(s => new { s.Kind, s.State, IsTheirs = by.AccountId != null && s.Speakers.Any(p => p.AccountId == by.AccountId) }).FirstOrDefaultAsync(ct);
        return session is null || (!session.IsTheirs && !by.IsOrganiser) ? DeckRefusals.NotYours
            : session.Kind == SessionKind.Break || session.State == SessionState.Cancelled ? DeckRefusals.NoTalk
            : null;
    }

    public async Task ArrivedAsync(ExpoDb db, StoredFile file, int id, DateTimeOffset now, CancellationToken ct)
    {
        // Two that arrive at once ask for the same number; the index lets one have it and the other is tried again.
        var last = await db.DeckVersions.Where(d => d.SessionId == id).MaxAsync(d => (int?)d.Number, ct) ?? 0;
        db.DeckVersions.Add(new DeckVersion { SessionId = id, Number = last + 1, FileId = file.Id, UploadedById = file.OwnerId!.Value, UploadedAt = now });
    }

    public async Task CheckedAsync(ExpoDb db, StoredFile file, int id, DateTimeOffset now, CancellationToken ct)
    {
        var version = await db.DeckVersions.FirstAsync(d => d.FileId == file.Id, ct);
        (version.State, version.Refusal) = file.State == FileState.Accepted ? (DeckState.Ready, null) : (DeckState.Refused, file.Refusal);
        if (version.State == DeckState.Ready)
        {
            db.Jobs.Add(Job.For(new ReadDeck(version.Id), now));
        }
    }

    public void Committed(int id) => feed.Tell(new DeckChanged(id));
}

/// <summary>Something about the decks of a session has changed.</summary>
public sealed record DeckChanged(int SessionId);

/// <summary>Left when a version has passed its checks: make its report, its pictures and its public copy.</summary>
public sealed record ReadDeck(int VersionId);
