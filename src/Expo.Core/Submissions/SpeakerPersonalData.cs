using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>
/// What is stored of a person as a speaker, found by the speaker's address or by the account's. Whoever was in a release stays on the
/// public record with name, company and country, and nothing else; whoever was not is gone.
/// </summary>
internal sealed class SpeakerPersonalData : IPersonalData
{
    public async Task<IReadOnlyList<string>> NamesAsync(ExpoDb db, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var ids = await FindAsync(db, addresses, ct);
        return await db.Speakers.Where(s => ids.Contains(s.Id)).Select(s => s.Name).Distinct().ToListAsync(ct);
    }

    public async Task<IReadOnlyList<ExportTable>> ReadAsync(ExpoDb db, string address, PersonTables tables, CancellationToken ct)
    {
        var ids = await FindAsync(db, [address], ct);
        var speakers = await db.Speakers.AsNoTracking().Where(s => ids.Contains(s.Id)).OrderBy(s => s.Id).ToListAsync(ct);
        var events = await db.Conferences.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var consents = await db.SpeakerConsents.AsNoTracking().Where(c => ids.Contains(c.SpeakerId)).OrderBy(c => c.SessionId).ToListAsync(ct);
        var talks = await db.Sessions.AsNoTracking().Where(s => s.Speakers.Any(p => ids.Contains(p.Id))).ToDictionaryAsync(s => s.Id, s => s.Title, ct);
        var portraits = await PortraitsAsync(db, ids, ct);
        var times = await db.SpeakerAvailability.AsNoTracking().Where(t => ids.Contains(t.SpeakerId)).ToListAsync(ct);
        return
        [
            tables.Of("Speakers", "Speaker", "To announce you, and to reach you about your sessions", speakers, s => [("Event", events[s.ConferenceId])]),
            tables.Of("Times of speakers", "Time of a speaker", "When you can speak, so that your session is laid there", times.OrderBy(t => t.From)),
            tables.Of("Consents", "Consent", "What you allow for a session", consents, c => [("Session", talks.GetValueOrDefault(c.SessionId))]),
            tables.Of("Portraits", "Portrait", "Shown beside your name; open it on the page of your profile", await db.Files.AsNoTracking().Where(f => portraits.Contains(f.Id)).OrderBy(f => f.Id).ToListAsync(ct)),
            tables.Of("Speakers of releases", "Speaker of a release", "What was published of you", await db.ReleasedSpeakers.AsNoTracking().Where(s => ids.Contains(s.SpeakerId)).OrderBy(s => s.ReleaseId).ToListAsync(ct), s => [("Name", s.Name), ("Company", s.Company), ("Country", s.Country)]),
        ];
    }

    public async Task EraseAsync(ExpoDb db, PersonTraces who, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await FindAsync(db, who.Addresses, ct);
        var portraits = await PortraitsAsync(db, ids, ct);
        await db.SpeakerAvailability.Where(t => ids.Contains(t.SpeakerId)).ExecuteDeleteAsync(ct);
        await db.SpeakerConsents.Where(c => ids.Contains(c.SpeakerId)).ExecuteDeleteAsync(ct);
        await db.ReleasedSpeakers.Where(s => ids.Contains(s.SpeakerId)).ExecuteUpdateAsync(set => set.SetProperty(s => s.Biography, "").SetProperty(s => s.PortraitId, (Guid?)null), ct);
        await db.Speakers.Where(s => ids.Contains(s.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Biography, "").SetProperty(s => s.PortraitId, (Guid?)null).SetProperty(s => s.Email, (string?)null).SetProperty(s => s.TimeZone, (string?)null).SetProperty(s => s.AccountId, (int?)null), ct);
        var known = await db.ReleasedSpeakers.Where(s => ids.Contains(s.SpeakerId)).Select(s => s.SpeakerId).Distinct().ToListAsync(ct);
        var unknown = ids.Except(known).ToList();
        await db.ProposalSpeakers.Where(s => s.SpeakerId != null && unknown.Contains(s.SpeakerId.Value)).ExecuteUpdateAsync(set => set.SetProperty(s => s.SpeakerId, (int?)null), ct);
        foreach (var speaker in await db.Speakers.Include(s => s.Sessions).Where(s => unknown.Contains(s.Id)).ToListAsync(ct))
        {
            speaker.Sessions.Clear();
            db.Speakers.Remove(speaker);
        }

        await db.SaveChangesAsync(ct);
        foreach (var portrait in portraits)
        {
            await SpeakerService.ForgetAsync(db, portrait, now, ct);
        }
    }

    /// <summary>Addresses may be kept as they were typed, and databases differ in what they call the same letter.</summary>
    internal static async Task<List<int>> FindAsync(ExpoDb db, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var keys = addresses.Select(a => a.ToUpperInvariant()).ToList();
        var accounts = await db.Accounts.Where(a => a.NormalizedEmail != null && keys.Contains(a.NormalizedEmail)).Select(a => (int?)a.Id).ToListAsync(ct);
        var all = await db.Speakers.Where(s => s.Email != null || s.AccountId != null).Select(s => new { s.Id, s.Email, s.AccountId }).ToListAsync(ct);
        return [.. all.Where(s => (s.AccountId is { } account && accounts.Contains(account)) || (EmailAddresses.Normalise(s.Email) is { IsRefused: false, Value: var own } && addresses.Contains(own))).Select(s => s.Id)];
    }

    private static async Task<List<Guid>> PortraitsAsync(ExpoDb db, List<int> ids, CancellationToken ct) =>
        [.. (await db.Speakers.Where(s => ids.Contains(s.Id)).Select(s => s.PortraitId).Concat(db.ReleasedSpeakers.Where(s => ids.Contains(s.SpeakerId)).Select(s => s.PortraitId)).ToListAsync(ct)).OfType<Guid>().Distinct()];
}
