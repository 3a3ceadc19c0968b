using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>What an organiser does with letters of the outbox.</summary>
public sealed class OutboxService(ExpoStore store, IEnumerable<ILetterWriter> writers, JobBell bell, TimeProvider clock)
{
    private readonly Dictionary<string, ILetterWriter> _writers = writers.SelectMany(w => w.Templates.Select(t => (t, w))).ToDictionary(p => p.t, p => p.w);

    /// <summary>Lets a letter that failed be tried from the beginning.</summary>
    public async Task<Result<Done>> SendAgainAsync(Actor by, long letterId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return MailRefusals.NotOrganiser;
        }

        var now = clock.GetUtcNow();
        var again = await store.ReadAsync(db => db.Outbox.Where(l => l.Id == letterId && l.FailedAt != null && l.SentAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.FailedAt, (DateTimeOffset?)null).SetProperty(l => l.Attempts, 0).SetProperty(l => l.DueAt, now).SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null), ct));
        if (again != 1)
        {
            return MailRefusals.NotFailed;
        }

        bell.Ring();
        return Done.It;
    }

    /// <summary>The letter as it would be written at this moment. Nothing is sent.</summary>
    public async Task<Result<Letter>> ShowAsync(Actor by, long letterId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return MailRefusals.NotOrganiser;
        }

        if (await store.ReadAsync(db => db.Outbox.AsNoTracking().FirstOrDefaultAsync(l => l.Id == letterId, ct)) is not { } row)
        {
            return MailRefusals.UnknownLetter;
        }

        return row.Recipient.Length > 0 && _writers.TryGetValue(row.Template, out var writer) && await writer.ShowAsync(row, ct) is { } letter
            ? letter
            : MailRefusals.Overtaken;
    }
}
