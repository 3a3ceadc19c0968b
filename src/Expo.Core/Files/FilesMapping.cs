using Expo.Core.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Files;

internal static class FilesMapping
{
    public static void MapFiles(this ModelBuilder model)
    {
        model.Entity<StoredFile>(file =>
        {
            file.ToTable("Files");
            file.HasIndex(f => f.Key).IsUnique();
            file.HasOne<Account>().WithMany().HasForeignKey(f => f.OwnerId);
            file.Property(f => f.Key).HasMaxLength(80);
            file.Property(f => f.Name).HasMaxLength(200);
            file.Property(f => f.ContentType).HasMaxLength(120);
            file.Property(f => f.Sha256).HasMaxLength(64);
            file.Property(f => f.Refusal).HasMaxLength(400);
        });
        model.Entity<Upload>(upload =>
        {
            upload.ToTable("Uploads", t => t.HasCheckConstraint("CK_Uploads_Offset", "\"Offset\" >= 0 AND \"Offset\" <= \"Length\""));
            upload.HasKey(u => u.Id);
            upload.HasIndex(u => u.ExpiresAt);
            upload.HasOne<Account>().WithMany().HasForeignKey(u => u.OwnerId);
            upload.HasOne<StoredFile>().WithMany().HasForeignKey(u => u.FileId);
            upload.Property(u => u.Id).HasMaxLength(64);
            upload.Property(u => u.Purpose).HasMaxLength(80);
            upload.Property(u => u.Name).HasMaxLength(200);
        });
    }
}
