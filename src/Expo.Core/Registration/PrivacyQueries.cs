using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>A published statement and how many registrations were made under it.</summary>
public sealed record StatementLine(PrivacyStatement Statement, int Seen);

/// <summary>One export or erasure as the log tells it: nobody's name stands in it but the organiser's.</summary>
public sealed record PrivacyAct(DateTimeOffset At, string By, string Text);

/// <summary>Reads of statements and of what was done with personal data. What it returns is detached.</summary>
public sealed class PrivacyQueries(ExpoStore store)
{
    /// <summary>The statement in force: the highest version. Null before the first.</summary>
    public Task<PrivacyStatement?> CurrentAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db =>
        db.PrivacyStatements.AsNoTracking().Where(s => s.ConferenceId == conferenceId).OrderByDescending(s => s.Version).FirstOrDefaultAsync(ct));

    public Task<PrivacyStatement?> VersionAsync(int conferenceId, int version, CancellationToken ct) => store.ReadAsync(db =>
        db.PrivacyStatements.AsNoTracking().FirstOrDefaultAsync(s => s.ConferenceId == conferenceId && s.Version == version, ct));

    /// <summary>Every version that was ever in force, the newest first.</summary>
    public Task<List<PrivacyStatement>> VersionsAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(db =>
        db.PrivacyStatements.AsNoTracking().Where(s => s.ConferenceId == conferenceId).OrderByDescending(s => s.Version).ToListAsync(ct));

    /// <summary>All versions with how many people saw each: for organisers.</summary>
    public async Task<Result<List<StatementLine>>> AllAsync(Actor by, int conferenceId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => db.PrivacyStatements.AsNoTracking().Where(s => s.ConferenceId == conferenceId).OrderByDescending(s => s.Version)
            .Select(s => new StatementLine(s, db.Attendees.Count(a => a.PrivacyStatementId == s.Id))).ToListAsync(ct))
        : PrivacyRefusals.NotOrganiser;

    /// <summary>The newest exports and erasures: for organisers.</summary>
    public async Task<Result<List<PrivacyAct>>> ActsAsync(Actor by, int conferenceId, int atMost, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => db.RegistrationLog.AsNoTracking()
            .Where(l => l.ConferenceId == conferenceId && l.AttendeeId == null && (l.Text.StartsWith(PrivacyWords.Exported) || l.Text.StartsWith(PrivacyWords.Erased)))
            .OrderByDescending(l => l.Id).Take(atMost).Select(l => new PrivacyAct(l.At, l.By, l.Text)).ToListAsync(ct))
        : PrivacyRefusals.NotOrganiser;
}

/// <summary>What the log says of exports and erasures. No names and no addresses: the lines stay when a person is gone.</summary>
internal static class PrivacyWords
{
    public const string Exported = "Data of one person were exported";
    public const string Erased = "Erased";

    /// <summary>Who did it when it was the person.</summary>
    public const string ThePerson = "The ticket's holder";

    /// <summary>Stands where a name stood.</summary>
    public const string Gone = "[erased]";
}
