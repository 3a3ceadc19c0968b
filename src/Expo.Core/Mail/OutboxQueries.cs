using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>Where a letter is on its way.</summary>
public enum LetterState
{
    /// <summary>Not sent yet; after a fault it is tried again by itself.</summary>
    Waiting,
    Sent,
    Failed,

    /// <summary>Not sent on purpose.</summary>
    Dropped,
}

/// <summary>What an organiser looks for. Everything is optional.</summary>
/// <param name="Recipient">Part of an address, whatever its case.</param>
/// <param name="BulkLetterId">Only the copies of one letter to many.</param>
public sealed record OutboxFilter(LetterState? State = null, string? Recipient = null, int? BulkLetterId = null);

/// <summary>A letter in the list.</summary>
/// <param name="At">When it was sent, failed or dropped; for one that waits, when it is due.</param>
/// <param name="Why">Why it was not sent, at the last attempt.</param>
public sealed record OutboxLine(long Id, string Template, string Recipient, LetterState State, DateTimeOffset CreatedAt, DateTimeOffset At, int Attempts, string? Why);

/// <summary>One page of letters, the newest first, and how many there are in all.</summary>
public sealed record OutboxPage(IReadOnlyList<OutboxLine> Letters, int Total);

/// <summary>How many letters are where.</summary>
public sealed record OutboxCount(int Waiting, int Sent, int Failed, int Dropped);

/// <summary>Reads of the outbox, for organisers.</summary>
public sealed class OutboxQueries(ExpoStore store)
{
    /// <param name="by">An organiser.</param>
    /// <param name="filter">Which letters.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<OutboxPage>> PageAsync(Actor by, OutboxFilter filter, int skip, int take, CancellationToken ct) => !by.IsOrganiser
        ? MailRefusals.NotOrganiser
        : await store.ReadAsync(async db =>
        {
            var found = Of(db.Outbox.AsNoTracking(), filter);
            var total = await found.CountAsync(ct);
            var letters = await found.OrderByDescending(l => l.Id).Skip(skip).Take(take).ToListAsync(ct);
            return new OutboxPage(letters.ConvertAll(Line), total);
        });

    public async Task<Result<OutboxCount>> CountAsync(Actor by, int? bulkLetterId, CancellationToken ct) => !by.IsOrganiser
        ? MailRefusals.NotOrganiser
        : await store.ReadAsync(async db =>
        {
            var counts = new Dictionary<LetterState, int>();
            foreach (var state in Enum.GetValues<LetterState>())
            {
                counts[state] = await Of(db.Outbox, new OutboxFilter(state, BulkLetterId: bulkLetterId)).CountAsync(ct);
            }

            return new OutboxCount(counts[LetterState.Waiting], counts[LetterState.Sent], counts[LetterState.Failed], counts[LetterState.Dropped]);
        });

    private static IQueryable<OutboxLetter> Of(IQueryable<OutboxLetter> letters, OutboxFilter filter)
    {
        letters = filter.State switch
        {
            LetterState.Waiting => letters.Where(l => l.SentAt == null && l.FailedAt == null && l.DroppedAt == null),
            LetterState.Sent => letters.Where(l => l.SentAt != null),
            LetterState.Failed => letters.Where(l => l.FailedAt != null),
            LetterState.Dropped => letters.Where(l => l.DroppedAt != null),
            _ => letters,
        };
        if (filter.BulkLetterId is { } bulk)
        {
            letters = letters.Where(l => l.BulkLetterId == bulk);
        }

        return filter.Recipient?.Trim().ToLowerInvariant() is { Length: > 0 } part ? letters.Where(l => l.Recipient.Contains(part)) : letters;
    }

    private static OutboxLine Line(OutboxLetter l) => l switch
    {
        { SentAt: { } at } => Line(l, LetterState.Sent, at),
        { FailedAt: { } at } => Line(l, LetterState.Failed, at),
        { DroppedAt: { } at } => Line(l, LetterState.Dropped, at),
        _ => Line(l, LetterState.Waiting, l.DueAt),
    };

    private static OutboxLine Line(OutboxLetter l, LetterState state, DateTimeOffset at) => new(l.Id, l.Template, l.Recipient, state, l.CreatedAt, at, l.Attempts, l.LastError);
}
