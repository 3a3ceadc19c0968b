using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

/// <summary>What one step of the outbox did.</summary>
/// <param name="IsAway">The mail server took nothing: wait before the next step.</param>
public readonly record struct OutboxStep(int Taken, int Sent, int Dropped, int Failed, int Later, bool IsAway)
{
    public static readonly OutboxStep Nothing;
}

/// <summary>
/// Takes due letters, writes and sends them, and notes what became of each in one short transaction. A letter goes out at
/// least once and carries the same Message-ID each time. <see cref="RunAsync"/> is the whole step, without the loop.
/// </summary>
public sealed partial class OutboxRunner(
    ExpoDbFactory factory, ExpoStore store, IEnumerable<ILetterWriter> writers, IMailer mailer, IOptions<MailOptions> options, TimeProvider clock, ILogger<OutboxRunner> log)
{
    /// <summary>Longer than any batch may take; a worker that died loses its letters to another after this.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>A batch is cut off before its lease runs out, or another worker would send the same beside it.</summary>
    private static readonly TimeSpan AtMost = Lease - TimeSpan.FromSeconds(45);

    private static readonly TimeSpan[] NoteAgainAfter = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)];

    private readonly Dictionary<string, ILetterWriter> _writers = writers.SelectMany(w => w.Templates.Select(t => (t, w))).ToDictionary(p => p.t, p => p.w);

    private readonly OutboxStatements _statements = new(factory, [.. writers.SelectMany(w => w.Templates).Order(StringComparer.Ordinal)]);

    /// <summary>Sends what is due, up to a batch. Nothing when nothing was due.</summary>
    /// <exception cref="OperationCanceledException">A stop came before anything was taken.</exception>
    public async Task<OutboxStep> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();

        // To the second, so that every database gives it back as it was.
        var until = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset) + Lease;
        var taken = _writers.Count == 0 ? [] : await _statements.TakeAsync(options.Value.BatchSize, now, until, ct);
        if (taken.Count == 0)
        {
            return OutboxStep.Nothing;
        }

        using var late = new CancellationTokenSource(AtMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        var notes = new OutboxNotes(until, clock.GetUtcNow);
        try
        {
            var ready = await WriteAsync(taken, notes, either.Token);
            var deliveries = ready.Count == 0 ? [] : await mailer.SendAsync(ready.ConvertAll(r => r.Letter), either.Token);
            foreach (var ((row, _), delivery) in ready.Zip(deliveries))
            {
                notes.Add(row, delivery);
            }
        }
        catch (Exception fault)
        {
            LogFault(fault, taken.Count);
            notes.AddRest(taken, ct.IsCancellationRequested ? Delivery.NotTried : new Delivery(Outcome.Later, fault.Message));
        }

        // What was sent is noted even while stopping, or it would be sent again.
        await NoteAsync(notes);
        if (notes.Step.Failed > 0)
        {
            LogFailed(notes.Step.Failed);
        }

        return notes.Step;
    }

    private async Task<List<(OutboxLetter Row, Letter Letter)>> WriteAsync(List<TakenLetter> taken, OutboxNotes notes, CancellationToken ct)
    {
        var unwanted = await UnwantedAsync(taken, ct);
        var ready = new List<(OutboxLetter, Letter)>();
        foreach (var (row, _) in taken)
        {
            if (ct.IsCancellationRequested)
            {
                notes.Add(row, Delivery.NotTried);
            }
            else if (row.Attempts > OutboxNotes.MostAttempts)
            {
                // A letter that fails is given up when it fails. This one took its worker down with it, time after time.
                notes.Fail(row, "The program ended before the letter was sent, at each of the last attempts.");
            }
            else if (row.Recipient.Length == 0)
            {
                notes.Drop(row, "The person was erased.");
            }
            else if (row.UnsubscribeToken is not null && Unsubscribing.KindOf(row.Template) is var kind && unwanted.Contains((row.Recipient, kind)))
            {
                notes.Drop(row, Unsubscribing.ReasonOf(kind));
            }
            else
            {
                await WriteAsync(row, ready, notes, ct);
            }
        }

        return ready;
    }

    private async Task WriteAsync(OutboxLetter row, List<(OutboxLetter, Letter)> ready, OutboxNotes notes, CancellationToken ct)
    {
        try
        {
            if (await _writers[row.Template].WriteAsync(row, ct) is { } letter)
            {
                ready.Add((row, letter with { MayBeSent = row.Attempts > 1 }));
            }
            else
            {
                notes.Drop(row, "It had been overtaken when it was to leave.");
            }
        }
        catch (Exception fault)
        {
            // One letter that cannot be written does not keep back the others.
            LogUnwritten(fault, row.Id, row.Template);
            notes.Add(row, ct.IsCancellationRequested ? Delivery.NotTried : new Delivery(Outcome.Later, fault.Message));
        }
    }

    /// <summary>Those of the batch who do not want letters that one can unsubscribe from, also if they said so after the letter was left.</summary>
    private async Task<HashSet<(string Recipient, string Kind)>> UnwantedAsync(List<TakenLetter> taken, CancellationToken ct)
    {
        var asked = taken.Where(t => t.Letter.UnsubscribeToken is not null).Select(t => t.Letter.Recipient).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var found = await store.ReadAsync(db => db.MailSuppressions.Where(s => asked.Contains(s.Recipient)).Select(s => new { s.Recipient, s.Kind }).ToListAsync(ct));
        return [.. found.Select(s => (s.Recipient, s.Kind))];
    }

    private async Task NoteAsync(OutboxNotes notes)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await store.ChangeAsync(notes.WriteAsync, CancellationToken.None);
                return;
            }
            catch (Exception fault) when (attempt < NoteAgainAfter.Length)
            {
                LogUnnoted(fault, notes.Step.Taken);
                await Task.Delay(NoteAgainAfter[attempt], clock);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A batch of {Count} letters could not be sent")]
    private partial void LogFault(Exception fault, int count);

    [LoggerMessage(LogLevel.Error, "Letter {Id} of template {Template} could not be written")]
    private partial void LogUnwritten(Exception fault, long id, string template);

    [LoggerMessage(LogLevel.Warning, "What became of {Count} letters could not be noted")]
    private partial void LogUnnoted(Exception fault, int count);

    [LoggerMessage(LogLevel.Error, "{Count} letters were refused for good or too often; the organiser's page of letters says why")]
    private partial void LogFailed(int count);
}
