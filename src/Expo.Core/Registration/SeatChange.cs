using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>The one way in which seats change outside of <see cref="SeatWriter"/>.</summary>
internal static class SeatChange
{
    /// <summary>
    /// One change in one transaction: locks all pools, puts back what has run out, changes, and offers what came free to
    /// whoever waits.
    /// </summary>
    public static Task<Result<T>> RunAsync<T>(ExpoStore store, TimeProvider clock, Func<SeatBooks, Task<Result<T>>> change, CancellationToken ct) => store.ChangeAsync<T>(
        async db =>
        {
            var books = await BeginAsync(db, clock, ct);
            var done = await change(books);
            if (!done.IsRefused && books.Freed)
            {
                await new WaitingLine(books).PromoteAsync(ct);
            }

            return done;
        },
        ct);

    /// <summary>The first half alone, for a transaction that somebody else ends.</summary>
    public static async Task<SeatBooks> BeginAsync(ExpoDb db, TimeProvider clock, CancellationToken ct)
    {
        var books = new SeatBooks(db, clock.GetUtcNow());
        await books.LockAsync(ct);
        await new SeatHolds(books).PutBackAsync(ct);
        return books;
    }
}
