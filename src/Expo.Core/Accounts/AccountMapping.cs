using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Accounts;

/// <summary>
/// The tables that Identity's stores expect, mapped here so that Core needs no ASP.NET reference. Names and key lengths
/// follow the stores' own defaults.
/// </summary>
internal static class AccountMapping
{
    private const int KeyLength = 256;

    public static void MapAccounts(this ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("Accounts");
            account.HasIndex(a => a.NormalizedUserName).IsUnique();
            account.HasIndex(a => a.NormalizedEmail);
            account.Property(a => a.DisplayName).HasMaxLength(120);
            account.Property(a => a.UserName).HasMaxLength(KeyLength);
            account.Property(a => a.NormalizedUserName).HasMaxLength(KeyLength);
            account.Property(a => a.Email).HasMaxLength(KeyLength);
            account.Property(a => a.NormalizedEmail).HasMaxLength(KeyLength);
            account.Property(a => a.PhoneNumber).HasMaxLength(KeyLength);
            account.Property(a => a.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        });
        model.Entity<IdentityRole<int>>(role =>
        {
            role.ToTable("Roles");
            role.HasIndex(r => r.NormalizedName).IsUnique();
            role.Property(r => r.Name).HasMaxLength(KeyLength);
            role.Property(r => r.NormalizedName).HasMaxLength(KeyLength);
            role.Property(r => r.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        });
        model.Entity<IdentityUserRole<int>>(link =>
        {
            link.ToTable("AccountRoles");
            link.HasKey(l => new { l.UserId, l.RoleId });
            link.HasOne<Account>().WithMany().HasForeignKey(l => l.UserId);
            link.HasOne<IdentityRole<int>>().WithMany().HasForeignKey(l => l.RoleId);
        });
        model.Entity<IdentityUserClaim<int>>(claim =>
        {
            claim.ToTable("AccountClaims");
            claim.HasOne<Account>().WithMany().HasForeignKey(c => c.UserId);
        });
        model.Entity<IdentityRoleClaim<int>>(claim =>
        {
            claim.ToTable("RoleClaims");
            claim.HasOne<IdentityRole<int>>().WithMany().HasForeignKey(c => c.RoleId);
        });
        model.Entity<IdentityUserLogin<int>>(login =>
        {
            login.ToTable("AccountLogins");
            login.HasKey(l => new { l.LoginProvider, l.ProviderKey });
            login.Property(l => l.LoginProvider).HasMaxLength(128);
            login.Property(l => l.ProviderKey).HasMaxLength(128);
            login.HasOne<Account>().WithMany().HasForeignKey(l => l.UserId);
        });
        model.Entity<IdentityUserToken<int>>(token =>
        {
            token.ToTable("AccountTokens");
            token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.Property(t => t.LoginProvider).HasMaxLength(128);
            token.Property(t => t.Name).HasMaxLength(128);
            token.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
        });
        model.Entity<SignInLink>(link =>
        {
            link.ToTable("SignInLinks");
            link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
            link.HasIndex(l => l.Hash).IsUnique();
            link.Property(l => l.Hash).HasMaxLength(64);
            link.Property(l => l.ReturnUrl).HasMaxLength(200);
        });
    }
}
