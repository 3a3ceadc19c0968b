using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What an organiser writes.</summary>
public sealed record BulkDraft(string? Subject, string? Text, AttendeeSegment To);

/// <summary>
/// Letters from an organiser to a segment of attendees: draft, preview, test, confirm. A confirmed letter is one row of the
/// outbox for each recipient, in the same transaction as the confirmation.
/// </summary>
public sealed class BulkLetterService(ExpoStore store, ExpoDbFactory factory, JobBell bell, TimeProvider clock)
{
    private const int MostTests = 5;

    private static readonly TimeSpan TestsWithin = TimeSpan.FromMinutes(10);

    /// <summary>A new draft, or changes to one. A confirmed letter never changes.</summary>
    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Whose attendees are meant.</param>
    /// <param name="letterId">The draft to change, or null for a new one.</param>
    /// <param name="draft">All of it.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Result<BulkLetter>> SaveAsync(Actor by, int conferenceId, int? letterId, BulkDraft draft, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return BulkRefusals.NotOrganiser;
        }

        if (BulkText.Check(draft.Subject, draft.Text) is { } mistake)
        {
            return mistake;
        }

        var (subject, text, to) = (draft.Subject!.Trim(), draft.Text!.ReplaceLineEndings("\n").Trim(), draft.To.ToJson());
        if (letterId is not { } id)
        {
            var letter = new BulkLetter { ConferenceId = conferenceId, Subject = subject, Text = text, Segment = to, CreatedAt = clock.GetUtcNow(), CreatedBy = by.Name };
            return await store.ChangeAsync<BulkLetter>(
                db =>
                {
                    db.BulkLetters.Add(letter);
                    return Task.FromResult<Result<BulkLetter>>(letter);
                },
                ct);
        }

        return await store.ChangeAsync<BulkLetter>(
            async db =>
            {
                // The guard and the change are one statement: a confirmation at the same time is not overwritten.
                var changed = await db.BulkLetters.Where(b => b.Id == id && b.ConferenceId == conferenceId && b.ConfirmedAt == null).ExecuteUpdateAsync(
                    set => set.SetProperty(b => b.Subject, subject).SetProperty(b => b.Text, text).SetProperty(b => b.Segment, to), ct);
                var letter = await db.BulkLetters.AsNoTracking().FirstOrDefaultAsync(b => b.Id == id && b.ConferenceId == conferenceId, ct);
                return letter is null ? BulkRefusals.Unknown : changed == 1 ? letter : BulkRefusals.SentAlready;
            },
            ct);
    }

    /// <summary>
    /// Sends the letter to everybody it is meant for. Of two confirmations at once one sends. Hands back to how many it goes.
    /// </summary>
    /// <param name="by">An organiser.</param>
    /// <param name="seen">The draft as its preview showed it; refused when a colleague has changed it since.</param>
    /// <param name="count">The number of recipients as the organiser typed it; refused when it is not the number at this moment.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Result<int>> ConfirmAsync(Actor by, BulkLetter seen, int? count, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return BulkRefusals.NotOrganiser;
        }

        if (count is not { } typed)
        {
            return BulkRefusals.CountMissing;
        }

        var (letterId, subject, text, segment, now) = (seen.Id, seen.Subject, seen.Text, seen.Segment, clock.GetUtcNow());
        var result = await store.ChangeAsync<int>(
            async db =>
            {
                // First of all, so that a second confirmation waits here and then finds it done.
                var won = await db.BulkLetters.Where(b => b.Id == letterId && b.ConfirmedAt == null && b.Subject == subject && b.Text == text && b.Segment == segment).ExecuteUpdateAsync(
                    set => set.SetProperty(b => b.ConfirmedAt, now).SetProperty(b => b.ConfirmedBy, by.Name).SetProperty(b => b.Recipients, typed), ct);
                if (await db.BulkLetters.AsNoTracking().FirstOrDefaultAsync(b => b.Id == letterId, ct) is not { } letter)
                {
                    return BulkRefusals.Unknown;
                }

                if (won != 1)
                {
                    return letter.ConfirmedAt is null ? BulkRefusals.Changed : BulkRefusals.SentAlready;
                }

                var recipients = await BulkRecipients.OfAsync(db, letter, ct);
                if (recipients.Wanting == 0)
                {
                    return BulkRefusals.Nobody;
                }

                if (recipients.Wanting != typed)
                {
                    return BulkRefusals.CountChanged(typed, recipients.Wanting);
                }

                await recipients.LeaveAsync(db, SqlDialect.Of(factory.Provider), letter, now, ct);
                db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = letter.ConferenceId, At = now, By = by.Name, Text = $"Sent letter {letter.Id} to {typed} attendees." });
                return typed;
            },
            ct);
        if (!result.IsRefused)
        {
            bell.Ring();
        }

        return result;
    }

    /// <summary>Sends the draft as it is to the organiser's own address, with an invented person's data. A few in ten minutes.</summary>
    public async Task<Result<string>> TestAsync(Actor by, int letterId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return BulkRefusals.NotOrganiser;
        }

        var now = clock.GetUtcNow();
        var result = await store.ChangeAsync<string>(
            async db =>
            {
                if (!await db.BulkLetters.AnyAsync(b => b.Id == letterId, ct))
                {
                    return BulkRefusals.Unknown;
                }

                if (await db.Accounts.Where(a => a.Id == by.AccountId).Select(a => a.Email).FirstOrDefaultAsync(ct) is not { Length: > 0 } typed || EmailAddresses.Normalise(typed) is not { IsRefused: false, Value: var address })
                {
                    return BulkRefusals.NoAddress;
                }

                var since = now - TestsWithin;
                var before = db.Outbox.Where(l => l.Template == BulkLetterWriter.Test && l.Recipient == address);
                if (await before.CountAsync(l => l.CreatedAt > since, ct) >= MostTests)
                {
                    return BulkRefusals.EnoughTests;
                }

                db.Outbox.Add(new OutboxLetter
                {
                    Template = BulkLetterWriter.Test, Recipient = address, SubjectId = letterId, Version = await before.CountAsync(l => l.SubjectId == letterId, ct), BulkLetterId = letterId, CreatedAt = now, DueAt = now,
                });
                return address;
            },
            ct);
        if (!result.IsRefused)
        {
            bell.Ring();
        }

        return result;
    }

    /// <summary>Throws a draft away. A confirmed letter stays.</summary>
    public async Task<Result<Done>> DiscardAsync(Actor by, int letterId, CancellationToken ct) => !by.IsOrganiser
        ? BulkRefusals.NotOrganiser
        : await store.ChangeAsync<Done>(
            async db =>
            {
                // Its tests go with it, which need not keep it.
                await db.Outbox.Where(l => l.BulkLetterId == letterId && l.Template == BulkLetterWriter.Test && db.BulkLetters.Any(b => b.Id == letterId && b.ConfirmedAt == null)).ExecuteDeleteAsync(ct);
                return await db.BulkLetters.Where(b => b.Id == letterId && b.ConfirmedAt == null).ExecuteDeleteAsync(ct) == 1 ? Done.It
                    : await db.BulkLetters.AnyAsync(b => b.Id == letterId, ct) ? BulkRefusals.SentAlready : BulkRefusals.Unknown;
            },
            ct);
}
