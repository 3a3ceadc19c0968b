using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Expo.Core.Data;

// For `dotnet ef migrations add`, see infra/add-migration.sh. No database is opened.
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteExpoDb>
{
    public SqliteExpoDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteExpoDb>().UseSqlite("Data Source=design").Options);
}

internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlExpoDb>
{
    public PostgreSqlExpoDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgreSqlExpoDb>().UseNpgsql("Host=design").Options);
}

internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<SqlServerExpoDb>
{
    public SqlServerExpoDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlServerExpoDb>().UseSqlServer("Server=design").Options);
}
