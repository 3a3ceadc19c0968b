using Expo.Core.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data.Demo;

/// <summary>Six accounts whose password anybody can read. They exist in Development only.</summary>
public static class DemoAccounts
{
    public const string Password = "Demo-expo-2023!";

    public static readonly IReadOnlyList<(string Email, string Name, string Role)> All =
    [
        ("organiser@expo.example", "Olivia Marsh (demo)", Roles.Organiser),
        ("moderator@expo.example", "Tomas Brandvik (demo)", Roles.Moderator),
        ("speaker@expo.example", "Ingrid Solvang (demo)", Roles.Speaker),
        ("captioner@expo.example", "Caro Whitfield (demo)", Roles.Captioner),
        ("door@expo.example", "Dorian Pike (demo)", Roles.Door),
        ("reviewer@expo.example", "Ruth Anselm (demo)", Roles.Reviewer),
    ];

    public static Task<bool> ExistAsync(ExpoStore store, CancellationToken ct) =>
        store.ReadAsync(db => db.Accounts.AnyAsync(a => a.IsDemo, ct));

    /// <summary>Makes the roles in any environment; a fresh production database needs them too.</summary>
    public static async Task AddRolesAsync(ExpoDb db, CancellationToken ct)
    {
        var known = await db.Roles.Select(r => r.Name).ToListAsync(ct);
        db.Roles.AddRange(Roles.All.Except(known).Select(role => new IdentityRole<int>(role!) { NormalizedName = role!.ToUpperInvariant(), ConcurrencyStamp = Stamp() }));
        await db.SaveChangesAsync(ct);
    }

    internal static async Task AddAsync(ExpoDb db, CancellationToken ct)
    {
        var roles = await db.Roles.ToDictionaryAsync(r => r.Name!, r => r.Id, ct);
        var hasher = new PasswordHasher<Account>();
        foreach (var (email, name, role) in All)
        {
            var account = new Account
            {
                UserName = email,
                NormalizedUserName = email.ToUpperInvariant(),
                Email = email,
                NormalizedEmail = email.ToUpperInvariant(),
                EmailConfirmed = true,
                DisplayName = name,
                IsDemo = true,
                LockoutEnabled = true,
                SecurityStamp = Stamp(),
                ConcurrencyStamp = Stamp(),
            };
            account.PasswordHash = hasher.HashPassword(account, Password);
            db.Accounts.Add(account);
            await db.SaveChangesAsync(ct);
            db.AccountRoles.Add(new IdentityUserRole<int> { UserId = account.Id, RoleId = roles[role] });
        }

        await db.SaveChangesAsync(ct);
    }

    private static string Stamp() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
}
