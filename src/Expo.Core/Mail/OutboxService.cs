using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>What an organiser does with letters of the outbox.</summary>
public sealed class OutboxService(ExpoStore store, IEnumerable<ILetterWriter> writers, JobBell bell, TimeProvider clock)
{
    private readonly Dictionary<string, ILetterWriter> _writers = writers.SelectMany(w => w.Templates.Select(t => (t, w))).ToDictionary(p => p.t, p => p.w);

    /// <summary>Lets a letter that failed be tried anew, for about a day if need be.</summary>
    public async Task<Result<Done>> SendAgainAsync(Actor by, long letterId, CancellationToken ct)
    {
        var again = await AgainAsync(by, failed => failed.Where(l => l.Id == letterId), ct);
        return again.IsRefused ? again.Refusal : Done.It;
    }

    /// <summary>The same for all that failed, for instance after the mail server was put right.</summary>
    /// <returns>How many there were.</returns>
    public Task<Result<int>> SendAllAgainAsync(Actor by, CancellationToken ct) => AgainAsync(by, failed => failed.Where(l => l.Recipient != ""), ct);

    private async Task<Result<int>> AgainAsync(Actor by, Func<IQueryable<OutboxLetter>, IQueryable<OutboxLetter>> which, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return MailRefusals.NotOrganiser;
        }

        // One try counts as made: it may have reached the service, which is then asked before anything is sent twice.
        var now = clock.GetUtcNow();
        var again = await store.ReadAsync(db => which(db.Outbox.Where(l => l.FailedAt != null && l.SentAt == null)).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.FailedAt, (DateTimeOffset?)null).SetProperty(l => l.Attempts, 1).SetProperty(l => l.DueAt, now).SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null), ct));
        if (again == 0)
        {
            return MailRefusals.NotFailed;
        }

        bell.Ring();
        return again;
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
