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
    public async Task<IReadOnlyList<FormQuestion>> QuestionsAsync(CancellationToken ct)
    {
        var kept = Volatile.Read(ref _kept);
        if (kept is null || clock.GetUtcNow() - kept.At >= KeptFor)
        {
            kept = new Kept(await ReadAsync(ct), clock.GetUtcNow());
            Volatile.Write(ref _kept, kept);
        }

        return kept.Questions;
    }

    /// <summary>After a change: the next one reads anew.</summary>
    public void Forget() => Volatile.Write(ref _kept, null);

    private Task<List<FormQuestion>> ReadAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var conference = await db.Conferences.OrderByDescending(c => c.FirstDay).ThenBy(c => c.Id).Select(c => (int?)c.Id).FirstOrDefaultAsync(ct);
        return await db.FormQuestions.AsNoTracking().Where(q => q.ConferenceId == conference && !q.IsArchived).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
    });

    private sealed record Kept(IReadOnlyList<FormQuestion> Questions, DateTimeOffset At);
}
