using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>What became of the letters of a batch, written with few statements. May be written twice.</summary>
internal sealed class OutboxNotes(DateTimeOffset leasedUntil, Func<DateTimeOffset> now)
{
    /// <summary>Tried so often, over about a day, before a letter is given up.</summary>
    public const int MostAttempts = 10;

    private const int LongestError = 1000;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    private readonly List<long> _sent = [];
    private readonly List<long> _back = [];
    private readonly List<(long Id, string Reason)> _dropped = [];
    private readonly List<(long Id, string Reason)> _failed = [];
    private readonly List<(long Id, TimeSpan Pause, string Reason, bool Counts)> _later = [];
    private readonly HashSet<long> _noted = [];
    private bool _isAway;

    public OutboxStep Step => new(_noted.Count, _sent.Count, _dropped.Count, _failed.Count, _later.Count, _isAway);

    public void Drop(OutboxLetter row, string reason)
    {
        _noted.Add(row.Id);
        _dropped.Add((row.Id, reason));
    }

    public void Fail(OutboxLetter row, string reason)
    {
        _noted.Add(row.Id);
        _failed.Add((row.Id, Short(reason)));
    }

    public void Add(OutboxLetter row, Delivery delivery)
    {
        _isAway |= delivery.Outcome == Outcome.Away;
        switch (delivery.Outcome)
        {
            case Outcome.Sent:
                _sent.Add(row.Id);
                break;
            case Outcome.NotTried:
                _back.Add(row.Id);
                break;
            case Outcome.Refused:
            case Outcome.Later when row.Attempts >= MostAttempts:
                _failed.Add((row.Id, Short(delivery.Reason)));
                break;
            default:
                var pause = Pauses[Math.Min(row.Attempts, Pauses.Length) - 1];
                // Nobody tried the letter while the server was away: it waits as long as that lasts and is not given up for it.
                _later.Add((row.Id, delivery.NotBefore > pause ? delivery.NotBefore.Value : pause, Short(delivery.Reason), delivery.Outcome != Outcome.Away));
                break;
        }

        _noted.Add(row.Id);
    }

    public void AddRest(IEnumerable<TakenLetter> taken, Delivery delivery)
    {
        foreach (var (row, _) in taken.Where(t => !_noted.Contains(t.Letter.Id)))
        {
            Add(row, delivery);
        }
    }

    public async Task<Result<Done>> WriteAsync(ExpoDb db)
    {
        var at = now();
        if (_sent.Count > 0)
        {
            // Whoever has its lease by now: it was sent.
            await db.Outbox.Where(l => _sent.Contains(l.Id) && l.SentAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.SentAt, at).SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null).SetProperty(l => l.LastError, (string?)null));
        }

        if (_back.Count > 0)
        {
            await Mine(db, _back).ExecuteUpdateAsync(set => set.SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null).SetProperty(l => l.Attempts, l => l.Attempts - 1));
        }

        foreach (var (ids, reason) in ByReason(_dropped))
        {
            await Mine(db, ids).ExecuteUpdateAsync(set => set.SetProperty(l => l.DroppedAt, at).SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null).SetProperty(l => l.LastError, reason));
        }

        foreach (var (ids, reason) in ByReason(_failed))
        {
            await Mine(db, ids).ExecuteUpdateAsync(set => set.SetProperty(l => l.FailedAt, at).SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null).SetProperty(l => l.LastError, reason));
        }

        foreach (var group in _later.GroupBy(l => (l.Pause, l.Reason, l.Counts), l => l.Id))
        {
            var (ids, due, reason, back) = (group.ToList(), at + group.Key.Pause, group.Key.Reason, group.Key.Counts ? 0 : 1);
            await Mine(db, ids).ExecuteUpdateAsync(set => set.SetProperty(l => l.DueAt, due).SetProperty(l => l.Attempts, l => l.Attempts - back).SetProperty(l => l.LeasedUntil, (DateTimeOffset?)null).SetProperty(l => l.LastError, reason));
        }

        return Done.It;
    }

    // A worker that was too slow has lost its letters to another one, and has no say in them any more.
    private IQueryable<OutboxLetter> Mine(ExpoDb db, List<long> ids) => db.Outbox.Where(l => ids.Contains(l.Id) && l.LeasedUntil == leasedUntil && l.SentAt == null);

    private static IEnumerable<(List<long> Ids, string Reason)> ByReason(List<(long Id, string Reason)> notes) =>
        notes.GroupBy(n => n.Reason, n => n.Id).Select(g => (g.ToList(), g.Key));

    private static string Short(string? reason) => MimeLetters.OneLine(reason is null ? "No reason was given." : reason.Length > LongestError ? reason[..LongestError] : reason);
}
