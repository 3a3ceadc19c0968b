using System.Runtime.CompilerServices;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Expo.Core.Tests.Registration.Privacy;

/// <summary>Nobody can add a column that could say something about a person without saying what becomes of it.</summary>
public sealed class DataInventoryTests
{
    [Fact]
    public void Every_column_of_text_and_every_column_that_points_to_a_person_stands_in_the_inventory()
    {
        using var db = Offline();

        var unknown = Columns(db).Except(DataInventory.All.Select(c => $"{c.Table}.{c.Name}"));

        Assert.True(!unknown.Any(), $"Say in DataInventory what these are, and teach PersonReader and PersonErasure if they are personal:\n{string.Join('\n', unknown)}");
    }

    [Fact]
    public void The_inventory_names_no_column_that_is_not_there_and_none_twice()
    {
        using var db = Offline();
        var listed = DataInventory.All.Select(c => $"{c.Table}.{c.Name}").ToList();

        Assert.Empty(listed.Except(Columns(db)));
        Assert.Equal(listed.Distinct(), listed);
        Assert.All(DataInventory.All, column => Assert.NotEmpty(column.Why));
    }

    [Fact]
    public void The_page_for_the_privacy_officer_holds_the_inventory_line_by_line()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "privacy.md")).ReplaceLineEndings("\n");

        var inventory = string.Concat(DataInventory.All.Select(c => $"| {c.Table} | {c.Name} | {WordOf(c.Kind)} | {c.Why} |\n"));

        Assert.True(page.Contains(inventory, StringComparison.Ordinal), $"Put this into docs/privacy.md:\n{inventory}");
    }

    private static string WordOf(DataKind kind) => kind switch { DataKind.NotPersonal => "not personal", _ => kind.ToString().ToLowerInvariant() };

    private static List<string> Columns(ExpoDb db) => [.. db.Model.GetEntityTypes().SelectMany(type => type.GetProperties().Where(IsText).Concat(type.GetForeignKeys().Where(PointsToPerson).SelectMany(key => key.Properties))
        .Select(column => $"{type.GetTableName()}.{column.Name}")).Distinct()];

    private static bool IsText(IProperty column) => column.ClrType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(column.ClrType);

    private static bool PointsToPerson(IForeignKey key) => key.PrincipalEntityType.ClrType == typeof(Attendee) || key.PrincipalEntityType.ClrType == typeof(Account);

    private static ExpoDb Offline() => new ExpoDbFactory(DatabaseProvider.Sqlite, "Data Source=:memory:").CreateDbContext();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
