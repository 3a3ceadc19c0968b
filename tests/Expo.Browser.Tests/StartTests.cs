using Expo.Browser.Tests.Stand;

namespace Expo.Browser.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Production_refuses_to_start_while_a_demo_account_exists()
    {
        await using var demo = await RunningSite.StartAsync();
        Assert.True(await demo.StopAsync(), "The site did not end when asked.");

        var (exitCode, output) = await RunningSite.StartRefusedAsync("Production", demo.Directory);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("demo account", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start_and_is_named()
    {
        var directory = Directory.CreateTempSubdirectory("expo-site-").FullName;

        var (exitCode, output) = await RunningSite.StartRefusedAsync("Development", directory, ("Database__Provider", "PostgreSql"));

        Directory.Delete(directory, recursive: true);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("ConnectionStrings__Expo", output, StringComparison.Ordinal);
    }
}
