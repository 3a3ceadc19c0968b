using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Expo.Core.Tests.Data;

/// <summary>What can be known of the three schemas without a server.</summary>
public sealed class MigrationTests
{
    // https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server: bytes of a clustered and of any other key.
    private const int ClusteredKeyBytes = 900;
    private const int IndexKeyBytes = 1700;

    [Theory, MemberData(nameof(Providers))]
    public void The_migrations_of_each_provider_make_the_model_of_the_code(DatabaseProvider provider)
    {
        using var db = Offline(provider);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.False(db.Database.HasPendingModelChanges(), "Run ./infra/add-migration.sh NAME.");
    }

    [Fact]
    public void The_three_providers_have_the_same_migrations()
    {
        var names = Enum.GetValues<DatabaseProvider>().Select(provider =>
        {
            using var db = Offline(provider);
            return string.Join(", ", db.Database.GetMigrations().Select(id => id[(id.IndexOf('_') + 1)..]));
        });

        Assert.Single(names.Distinct());
    }

    [Fact]
    public void The_idempotent_script_for_SQL_Server_is_valid_T_SQL()
    {
        var script = SqlServerScript();

        var errors = Parse(script);

        Assert.Empty(errors);
        Assert.Contains("CREATE TABLE [SeatPools]", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE [SeatPools] (", "CREATE TABLE [SeatPools] (,")]
    [InlineData("EXEC(N'CREATE UNIQUE INDEX [IX_Attendees", "EXEC(N'CREATE UNIQUELY INDEX [IX_Attendees")]
    public void The_parser_does_notice_a_broken_script(string right, string wrong)
    {
        var broken = SqlServerScript().Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEmpty(Parse(broken));
    }

    [Theory, MemberData(nameof(Providers))]
    public void Every_string_in_a_key_or_an_index_has_a_length(DatabaseProvider provider)
    {
        using var db = Offline(provider);

        var endless = Indexed(db)
            .SelectMany(index => index.Properties)
            .Where(property => property.ClrType == typeof(string) && property.GetMaxLength() is null)
            .Select(property => $"{property.DeclaringType.DisplayName()}.{property.Name}");

        Assert.Empty(endless);
    }

    [Fact]
    public void Every_key_and_index_fits_into_what_SQL_Server_allows()
    {
        using var db = Offline(DatabaseProvider.SqlServer);

        var tooWide = Indexed(db)
            .Select(index => (index.Name, index.Limit, Bytes: index.Properties.Sum(property => property.ClrType == typeof(string) ? 2 * (property.GetMaxLength() ?? 4000) : 16)))
            .Where(index => index.Bytes > index.Limit);

        Assert.Empty(tooWide);
    }

    public static IEnumerable<object[]> Providers() => Enum.GetValues<DatabaseProvider>().Select(provider => new object[] { provider });

    private static IEnumerable<(string Name, int Limit, IReadOnlyList<IProperty> Properties)> Indexed(ExpoDb db)
    {
        foreach (var type in db.Model.GetEntityTypes())
        {
            foreach (var key in type.GetKeys())
            {
                yield return ($"{type.DisplayName()} key", ClusteredKeyBytes, key.Properties);
            }

            foreach (var index in type.GetIndexes())
            {
                yield return ($"{type.DisplayName()} index", IndexKeyBytes, index.Properties);
            }
        }
    }

    // Nothing connects: the model and its scripts are made from the code alone.
    private static ExpoDb Offline(DatabaseProvider provider) => new ExpoDbFactory(provider, provider switch
    {
        DatabaseProvider.Sqlite => "Data Source=:memory:",
        DatabaseProvider.PostgreSql => "Host=nowhere.invalid",
        _ => "Server=nowhere.invalid",
    }).CreateDbContext();

    private static string SqlServerScript()
    {
        using var db = Offline(DatabaseProvider.SqlServer);
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }

    // EF puts some statements into EXEC(N'...'), where the parser sees only a string, so those are parsed on their own.
    private static IEnumerable<ParseError> Parse(string script)
    {
        var tree = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        var inner = new Executed();
        tree?.Accept(inner);
        return errors.Concat(inner.Scripts.SelectMany(Parse));
    }

    private sealed class Executed : TSqlFragmentVisitor
    {
        public List<string> Scripts { get; } = [];

        public override void Visit(ExecutableStringList node) => Scripts.Add(string.Concat(node.Strings.Select(text => text is StringLiteral literal ? literal.Value : "[anything]")));
    }
}
