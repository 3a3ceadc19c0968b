using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>One letter about a person.</summary>
/// <param name="At">When it was sent, given up or dropped; for a waiting one when it was left.</param>
/// <param name="Error">Why the last attempt failed.</param>
public sealed record LetterLine(string Template, LetterState State, DateTimeOffset At, int Attempts, string? Error)
{
    /// <summary>Newest first.</summary>
    internal static async Task<List<LetterLine>> ReadAsync(ExpoDb db, Attendee about, CancellationToken ct)
    {
        var payments = await db.Payments.Where(p => p.AttendeeId == about.Id).Select(p => p.Id).ToListAsync(ct);
        var letters = await db.Outbox.AsNoTracking().Where(PersonLetters.About([about.NormalisedEmail], [about.Id], payments)).OrderByDescending(l => l.Id).ToListAsync(ct);
        return letters.ConvertAll(l => l switch
        {
            { SentAt: { } at } => new LetterLine(l.Template, LetterState.Sent, at, l.Attempts, null),
            { FailedAt: { } at } => new LetterLine(l.Template, LetterState.Failed, at, l.Attempts, l.LastError),
            { DroppedAt: { } at } => new LetterLine(l.Template, LetterState.Dropped, at, l.Attempts, l.LastError),
            _ => new LetterLine(l.Template, LetterState.Waiting, l.CreatedAt, l.Attempts, l.LastError),
        });
    }
}
