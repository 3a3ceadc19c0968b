using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Jobs;

internal static class JobMapping
{
    public static void MapJobs(this ModelBuilder model) => model.Entity<Job>(job =>
    {
        job.HasIndex(j => new { j.DoneAt, j.GivenUpAt, j.DueAt });
        job.Property(j => j.Kind).HasMaxLength(60);
        job.Property(j => j.LastError).HasMaxLength(2000);
    });
}
