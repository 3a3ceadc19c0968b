using System.Text.Json.Nodes;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// Free text that staff and mail servers wrote. Reasons on a person's own lines are cut off, since they say much without a
/// name; elsewhere name and address are struck out.
/// </summary>
internal sealed class ErasedTexts(ExpoDb db, Erased who)
{
    // Only these lines of the ledger end in words that somebody typed.
    private static readonly string Over = LedgerWords.Over("");
    private static readonly string OutOfTurn = LedgerWords.OfferedByHand("");
    private static readonly string Priority = "Priority on the waiting list set to ";

    public async Task StrikeAsync(CancellationToken ct)
    {
        foreach (var line in await db.SeatLedger.Where(l => l.AttendeeId != null && who.Ids.Contains(l.AttendeeId.Value)).Select(l => new { l.Id, l.Text }).ToListAsync(ct))
        {
            var text = new[] { Over, OutOfTurn, Priority }.Any(start => line.Text.StartsWith(start, StringComparison.Ordinal)) ? Struck.Reason(line.Text) : line.Text;
            await LedgerAsync(line.Id, line.Text, Struck.Out(text, who.Needles), ct);
        }

        foreach (var line in await db.RegistrationLog.Where(l => l.AttendeeId != null && who.Ids.Contains(l.AttendeeId.Value)).Select(l => new { l.Id, l.Text }).ToListAsync(ct))
        {
            await LogAsync(line.Id, line.Text, Struck.Out(Struck.Reason(line.Text), who.Needles), ct);
        }

        await ElsewhereAsync(ct);
    }

    /// <summary>Takes the name off questions that were asked under it. Nobody can know whether the same person asked them: an organiser decides.</summary>
    public async Task NamesakesAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        var asked = await db.Questions.Where(q => q.AskedBy != null && names.Contains(q.AskedBy)).Select(q => q.Id).ToListAsync(ct);
        await db.Questions.Where(q => asked.Contains(q.Id)).ExecuteUpdateAsync(set => set.SetProperty(q => q.AskedBy, (string?)null).SetProperty(q => q.Version, q => q.Version + 1), ct);
        await db.FaqEntries.Where(f => f.AskedBy != null && names.Contains(f.AskedBy)).ExecuteUpdateAsync(set => set.SetProperty(f => f.AskedBy, (string?)null), ct);
        foreach (var sent in await db.SessionEvents.Where(e => e.QuestionId != null && asked.Contains(e.QuestionId.Value)).Select(e => new { e.SessionId, e.Number, e.Body }).ToListAsync(ct))
        {
            if (JsonNode.Parse(sent.Body) is JsonObject body && body.Remove("askedBy"))
            {
                var without = body.ToJsonString();
                await db.SessionEvents.Where(e => e.SessionId == sent.SessionId && e.Number == sent.Number).ExecuteUpdateAsync(set => set.SetProperty(e => e.Body, without), ct);
            }
        }
    }

    // Each table is read once, however many people are erased together, and only where somebody may have typed something.
    private async Task ElsewhereAsync(CancellationToken ct)
    {
        var ledger = await db.SeatLedger.Where(l => l.Text.StartsWith(Over) || l.Text.StartsWith(OutOfTurn) || l.Text.StartsWith(Priority)).Select(l => new { l.Id, l.Text }).ToListAsync(ct);
        foreach (var line in ledger)
        {
            await LedgerAsync(line.Id, line.Text, Struck.Out(line.Text, who.Needles), ct);
        }

        foreach (var line in await db.RegistrationLog.Select(l => new { l.Id, l.Text }).ToListAsync(ct))
        {
            await LogAsync(line.Id, line.Text, Struck.Out(line.Text, who.Needles), ct);
        }

        foreach (var letter in await db.BulkLetters.Select(l => new { l.Id, l.Subject, l.Text, l.Segment }).ToListAsync(ct))
        {
            if (Struck.Has(letter.Subject + " " + letter.Text + " " + letter.Segment, who.Needles))
            {
                await db.BulkLetters.Where(l => l.Id == letter.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(l => l.Subject, Struck.Out(letter.Subject, who.Needles)).SetProperty(l => l.Text, Struck.Out(letter.Text, who.Needles))
                        .SetProperty(l => l.Segment, Struck.Out(letter.Segment, who.Needles)),
                    ct);
            }
        }

        var unsent = (await db.Outbox.Where(l => l.LastError != null).Select(l => new { l.Id, l.LastError }).ToListAsync(ct)).Where(l => Struck.Has(l.LastError!, who.Needles)).Select(l => l.Id).ToList();
        await db.Outbox.Where(l => unsent.Contains(l.Id)).ExecuteUpdateAsync(set => set.SetProperty(l => l.LastError, PrivacyWords.Gone), ct);
        var failed = (await db.Jobs.Where(j => j.LastError != null).Select(j => new { j.Id, j.LastError }).ToListAsync(ct)).Where(j => Struck.Has(j.LastError!, who.Needles)).Select(j => j.Id).ToList();
        await db.Jobs.Where(j => failed.Contains(j.Id)).ExecuteUpdateAsync(set => set.SetProperty(j => j.LastError, PrivacyWords.Gone), ct);
    }

    private async Task LedgerAsync(long id, string was, string text, CancellationToken ct)
    {
        if (text != was)
        {
            await db.SeatLedger.Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Text, text), ct);
        }
    }

    private async Task LogAsync(long id, string was, string text, CancellationToken ct)
    {
        if (text != was)
        {
            await db.RegistrationLog.Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Text, text), ct);
        }
    }
}
