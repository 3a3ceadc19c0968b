using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// What the form asks, kept for a moment so that a rush does not read it once for each asker. Nothing that counts hangs on
/// it: types, caps and windows are read again where seats are given.
/// </summary>
public sealed class RegistrationCatalogue(ExpoStore store, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    private Kept? _kept;

    /// <summary>The organiser's questions of this site's event, archived ones left out, in their order.</summary>
    public async Task<IReadOnlyList<FormQuestion>> QuestionsAsync(CancellationToken ct) => (await KeptAsync(ct)).Questions;

    /// <summary>Whether there is such a privacy statement. What a form sends may be anything.</summary>
    public async Task<bool> HasStatementAsync(int id, CancellationToken ct) => (await KeptAsync(ct)).Statements.Contains(id)
        // One that was published a moment ago.
        || await store.ReadAsync(db => db.PrivacyStatements.AnyAsync(s => s.Id == id, ct));

    /// <summary>After a change: the next one reads anew.</summary>
    public void Forget() => Volatile.Write(ref _kept, null);

    private async Task<Kept> KeptAsync(CancellationToken ct)
    {
        var kept = Volatile.Read(ref _kept);
        if (kept is null || clock.GetUtcNow() - kept.At >= KeptFor)
        {
            kept = await ReadAsync(ct);
            Volatile.Write(ref _kept, kept);
        }

        return kept;
    }

    private Task<Kept> ReadAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var conference = await db.Conferences.LastFirst().Select(c => (int?)c.Id).FirstOrDefaultAsync(ct);
        return new Kept(
            await db.FormQuestions.AsNoTracking().Where(q => q.ConferenceId == conference && !q.IsArchived).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct),
            (await db.PrivacyStatements.Where(s => s.ConferenceId == conference).Select(s => s.Id).ToListAsync(ct)).ToHashSet(),
            now);
    });

    private sealed record Kept(IReadOnlyList<FormQuestion> Questions, IReadOnlySet<int> Statements, DateTimeOffset At);
}
