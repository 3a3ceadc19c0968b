using Expo.Core.Data;

namespace Expo.Testing;

/// <summary>The databases that a store test runs on: <c>[Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]</c>.</summary>
public static class TestDatabases
{
    /// <summary>Connection string of a SQL Server to test on as well, if there is one.</summary>
    public static string? SqlServer => Environment.GetEnvironmentVariable("EXPO_TEST_SQLSERVER") is { Length: > 0 } value ? value : null;

    public static IEnumerable<object[]> All()
    {
        yield return [DatabaseProvider.Sqlite];
        yield return [DatabaseProvider.PostgreSql];
        if (SqlServer is not null)
        {
            yield return [DatabaseProvider.SqlServer];
        }
    }
}
