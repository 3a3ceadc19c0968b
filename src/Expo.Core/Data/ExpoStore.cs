using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data;

/// <summary>A fresh context for each piece of work, and one transaction for each change.</summary>
public sealed class ExpoStore(IDbContextFactory<ExpoDb> factory)
{
    private const int Tries = 6;

    /// <summary>Work that needs no transaction of its own: reads, or one set-based statement.</summary>
    public async Task<T> ReadAsync<T>(Func<ExpoDb, Task<T>> work)
    {
        await using var db = await factory.CreateDbContextAsync();
        return await work(db);
    }

    /// <summary>
    /// One change in one transaction. A refusal rolls back; a value is saved and committed. After a deadlock or a busy
    /// database the whole change is tried again from the start, so it must not keep state outside the context it is given.
    /// </summary>
    /// <exception cref="DbUpdateException">The database refused for good; see <see cref="IsDuplicate"/>.</exception>
    public async Task<Result<T>> ChangeAsync<T>(Func<ExpoDb, Task<Result<T>>> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await factory.CreateDbContextAsync(ct);
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var result = await change(db);
                if (!result.IsRefused)
                {
                    await db.SaveChangesAsync(ct);
                    await transaction.CommitAsync(ct);
                }

                return result;
            }
            catch (Exception fault) when (attempt < Tries && Providers.IsWorthAnotherTry(fault))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 << attempt)), ct);
            }
        }
    }

    /// <summary>True when the fault says that a unique index already holds such a row.</summary>
    public static bool IsDuplicate(Exception fault) => Providers.IsDuplicate(fault);
}
