using Expo.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Accounts;

/// <summary>A link that a letter carries.</summary>
/// <param name="Secret">Null when the account must sign in with its password.</param>
/// <param name="EndsAt">From this instant on the link is void.</param>
public sealed record SignInOffer(string? Secret, DateTimeOffset EndsAt)
{
    public bool NeedsPassword => Secret is null;

    /// <summary>Path of the page that asks before it signs in.</summary>
    public string Path => $"{SignInLinks.Page}/{Secret}";
}

/// <summary>Who may come in by a link, and where to.</summary>
public sealed record SignInEntry(int AccountId, string Email, string ReturnUrl);

/// <summary>
/// Signing in by a letter's link, for speakers. A link lives 30 minutes when it was asked for, and a day in a letter that
/// nobody waits for; it opens once. The secret is made when its letter is written, so that the database never holds it. Accounts
/// of staff are never opened by it: whoever reads such a mailbox would run the event.
/// </summary>
public sealed class SignInLinks(ExpoStore store, TimeProvider clock)
{
    public const string Page = "/account/link";

    /// <summary>Fits the column. A longer way back leads to the account's own page.</summary>
    public const int LongestReturnUrl = 200;

    /// <summary>For a link that somebody asked for and waits for.</summary>
    public static readonly TimeSpan Asked = TimeSpan.FromMinutes(30);

    /// <summary>For a link in a letter about something else, which may lie unread over night.</summary>
    public static readonly TimeSpan Enclosed = TimeSpan.FromHours(24);

    /// <summary>How many links of one account may be asked for in an hour: nobody's mailbox is filled by others.</summary>
    internal const int MostEachHour = 5;

    private static readonly string[] StaffRoles = [.. Roles.All.Where(role => role != Roles.Speaker)];

    /// <summary>Makes a link for the letter that is being written. An account is made for an address that has none; it is unconfirmed until the link was used.</summary>
    /// <param name="address">Normalised.</param>
    /// <param name="name">Shown to whoever signs in, where there is no account yet.</param>
    /// <param name="returnUrl">Path of this site.</param>
    /// <param name="life">How long it opens.</param>
    /// <param name="ct">Ends the change.</param>
    public async Task<SignInOffer> MakeAsync(string address, string name, string returnUrl, TimeSpan life, CancellationToken ct) => (await OnceMoreAsync<SignInOffer>(async db =>
    {
        var account = await AccountAsync(db, address, name, ct);
        var (secret, endsAt) = (LinkSecrets.Create(), clock.GetUtcNow() + life);
        if (await IsStaffAsync(db, account.Id, ct))
        {
            return new SignInOffer(null, endsAt);
        }

        db.SignInLinks.Add(New(account.Id, LinkSecrets.HashOf(secret), returnUrl, endsAt));
        return new SignInOffer(secret, endsAt);
    }, ct)).Value;

    /// <summary>
    /// Lays a link for an address, inside the caller's transaction; its secret is made by <see cref="SealAsync"/>. Null when
    /// nobody is known by this address, or too many links were asked for.
    /// </summary>
    internal async Task<SignInLink?> LayAsync(ExpoDb db, string address, string returnUrl, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await FindAsync(db, address, ct);
        if (known is null && !await db.ProposalSpeakers.AnyAsync(s => s.NormalisedEmail == address && (s.IsOwner || s.AcceptedAt != null), ct)
            && !await db.Speakers.AnyAsync(s => s.Email == address, ct))
        {
            return null;
        }

        var account = known ?? await AccountAsync(db, address, address[..address.IndexOf('@', StringComparison.Ordinal)], ct);
        var hour = now.AddHours(-1);
        if (await db.SignInLinks.CountAsync(l => l.AccountId == account.Id && l.CreatedAt > hour, ct) >= MostEachHour)
        {
            return null;
        }

        // Until its letter is written no secret opens it.
        var link = New(account.Id, LinkSecrets.HashOf(LinkSecrets.Create()), returnUrl, now + Asked);
        db.SignInLinks.Add(link);
        await db.SaveChangesAsync(ct);
        return link;
    }

    /// <summary>Gives a link that was laid its secret, and its time from now on. Null when it was used. A letter that is written again gets a new secret; the earlier one is void then.</summary>
    internal async Task<SignInOffer?> SealAsync(long linkId, CancellationToken ct)
    {
        var (secret, endsAt) = (LinkSecrets.Create(), clock.GetUtcNow() + Asked);
        var hash = LinkSecrets.HashOf(secret);
        return await store.ReadAsync(async db => await db.SignInLinks.AsNoTracking().FirstOrDefaultAsync(l => l.Id == linkId, ct) is not { UsedAt: null } link ? null
            : await IsStaffAsync(db, link.AccountId, ct) ? new SignInOffer(null, endsAt)
            : await db.SignInLinks.Where(l => l.Id == linkId && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.Hash, hash).SetProperty(l => l.ExpiresAt, endsAt), ct) == 1 ? new SignInOffer(secret, endsAt)
            : null);
    }

    /// <summary>Whose account a link would open. Changes nothing: mail scanners open every link.</summary>
    public async Task<Result<SignInEntry>> FindAsync(string secret, CancellationToken ct)
    {
        var (hash, now) = (LinkSecrets.HashOf(secret), clock.GetUtcNow());
        return await store.ReadAsync(async db => await EntryAsync(db, db.SignInLinks.Where(l => l.Hash == hash && l.UsedAt == null && l.ExpiresAt > now), ct) is { } entry
            ? entry
            : (Result<SignInEntry>)AccountRefusals.LinkGone);
    }

    /// <summary>Uses a link up: of several at once one succeeds. The account's address is confirmed by it, and it may open the speaker's desk.</summary>
    public Task<Result<SignInEntry>> UseAsync(string secret, CancellationToken ct) => OnceMoreAsync<SignInEntry>(
        async db =>
        {
            var (hash, now) = (LinkSecrets.HashOf(secret), clock.GetUtcNow());
            if (await db.SignInLinks.Where(l => l.Hash == hash && l.UsedAt == null && l.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), ct) != 1)
            {
                return AccountRefusals.LinkGone;
            }

            var entry = (await EntryAsync(db, db.SignInLinks.Where(l => l.Hash == hash), ct))!;
            if (await IsStaffAsync(db, entry.AccountId, ct))
            {
                // It may have become staff since the letter left.
                return AccountRefusals.PasswordNeeded;
            }

            await db.Accounts.Where(a => a.Id == entry.AccountId && !a.EmailConfirmed).ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailConfirmed, true), ct);
            await MakeSpeakerAsync(db, entry.AccountId, ct);
            return entry;
        },
        ct);

    private SignInLink New(int account, string hash, string returnUrl, DateTimeOffset endsAt) => new()
    {
        AccountId = account, Hash = hash, ReturnUrl = returnUrl.Length <= LongestReturnUrl ? returnUrl : "/account", CreatedAt = clock.GetUtcNow(), ExpiresAt = endsAt,
    };

    /// <summary>Two letters may make the same account at once: the second finds it.</summary>
    private async Task<Result<T>> OnceMoreAsync<T>(Func<ExpoDb, Task<Result<T>>> change, CancellationToken ct)
    {
        try
        {
            return await store.ChangeAsync(change, ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return await store.ChangeAsync(change, ct);
        }
    }

    private static Task<SignInEntry?> EntryAsync(ExpoDb db, IQueryable<SignInLink> link, CancellationToken ct) =>
        link.Join(db.Accounts, l => l.AccountId, a => a.Id, (l, a) => new SignInEntry(a.Id, a.Email!, l.ReturnUrl)).FirstOrDefaultAsync(ct)!;

    private static Task<bool> IsStaffAsync(ExpoDb db, int account, CancellationToken ct) =>
        db.AccountRoles.Where(l => l.UserId == account).Join(db.Roles, l => l.RoleId, r => r.Id, (_, r) => r.Name!).AnyAsync(name => StaffRoles.Contains(name), ct);

    private static Task<Account?> FindAsync(ExpoDb db, string address, CancellationToken ct)
    {
        var key = address.ToUpperInvariant();
        return db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == key, ct);
    }

    private static async Task<Account> AccountAsync(ExpoDb db, string address, string name, CancellationToken ct)
    {
        if (await FindAsync(db, address, ct) is { } known)
        {
            return known;
        }

        var account = new Account
        {
            UserName = address, NormalizedUserName = address.ToUpperInvariant(), Email = address, NormalizedEmail = address.ToUpperInvariant(),
            DisplayName = name.Length > 0 ? name[..Math.Min(name.Length, 120)] : address[..Math.Min(address.Length, 120)], LockoutEnabled = true, SecurityStamp = LinkSecrets.Create(), ConcurrencyStamp = LinkSecrets.Create(),
        };
        db.Accounts.Add(account);
        await db.SaveChangesAsync(ct);
        await MakeSpeakerAsync(db, account.Id, ct);
        return account;
    }

    /// <summary>Lets an account open the speaker's desk.</summary>
    internal static async Task MakeSpeakerAsync(ExpoDb db, int account, CancellationToken ct)
    {
        var role = await db.Roles.Where(r => r.Name == Roles.Speaker).Select(r => r.Id).FirstAsync(ct);
        if (!await db.AccountRoles.AnyAsync(l => l.UserId == account && l.RoleId == role, ct))
        {
            db.AccountRoles.Add(new IdentityUserRole<int> { UserId = account, RoleId = role });
            await db.SaveChangesAsync(ct);
        }
    }
}
