using System.Collections.Concurrent;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Mail;

/// <summary>An outbox whose letters say to whom they go, and mailers that tests can make fail.</summary>
internal sealed class OutboxDesk : IAsyncDisposable
{
    public const string Template = "SendTicket";

    private OutboxDesk(TestStore test) => Test = test;

    public TestStore Test { get; }

    public static async Task<OutboxDesk> OpenAsync(DatabaseProvider provider) => new(await TestStore.CreateAsync(provider));

    /// <summary>Leaves one letter for each number, due now.</summary>
    public async Task LeaveAsync(int first, int count, Func<int, OutboxLetter>? make = null)
    {
        await using var db = Test.Factory.CreateDbContext();
        db.Outbox.AddRange(Enumerable.Range(first, count).Select(make ?? (i => OutboxLetter.For(Template, $"p{i}@example.org", i, 0, Test.Clock.GetUtcNow()))));
        await db.SaveChangesAsync();
    }

    public OutboxRunner Runner(IMailer mailer, ILetterWriter? writer = null, IDbContextFactory<ExpoDb>? noting = null, int batch = 50) => new(
        Test.Factory, noting is null ? Test.Store : new ExpoStore(noting), [writer ?? new Writer()], mailer, Options.Create(new MailOptions { BatchSize = batch }), Test.Clock, NullLogger<OutboxRunner>.Instance);

    public Task<List<OutboxLetter>> RowsAsync() => Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().OrderBy(l => l.Id).ToListAsync());

    public ValueTask DisposeAsync() => Test.DisposeAsync();

    /// <summary>Nothing for odd versions: they count as overtaken.</summary>
    public sealed class Writer : ILetterWriter
    {
        public IReadOnlyCollection<string> Templates => [Template];

        public Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) => Task.FromResult(
            letter.Version % 2 == 1 ? null : new Letter(letter.Recipient, "Somebody", "Subject", "Text") { MessageId = $"{letter.Template}.{letter.Id}@expo.example", FromName = "Expo" });
    }

    /// <summary>Keeps what it is given; <see cref="Answer"/> says how each ends.</summary>
    public sealed class Mailbox : IMailer
    {
        public ConcurrentQueue<string> Taken { get; } = new();

        public ConcurrentQueue<Letter> Letters { get; } = new();

        public Func<Letter, Delivery> Answer { get; init; } = _ => Delivery.Sent;

        /// <summary>Called before each letter.</summary>
        public Action<Letter>? Before { get; init; }

        /// <summary>A worker that is dead: it never comes back, and hears nothing either.</summary>
        public bool Hangs { get; init; }

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<Letter> letters, CancellationToken ct)
        {
            Begun.TrySetResult();
            await (Hangs ? Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None) : Task.CompletedTask);
            var deliveries = new List<Delivery>();
            foreach (var letter in letters)
            {
                Before?.Invoke(letter);
                deliveries.Add(ct.IsCancellationRequested ? Delivery.NotTried : Take(letter));
            }

            return deliveries;
        }

        private Delivery Take(Letter letter)
        {
            var answer = Answer(letter);
            if (answer.Outcome == Outcome.Sent)
            {
                Taken.Enqueue(letter.To);
                Letters.Enqueue(letter);
            }

            return answer;
        }
    }
}
