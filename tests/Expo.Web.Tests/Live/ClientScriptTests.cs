using System.Diagnostics;

namespace Expo.Web.Tests.Live;

public sealed class ClientScriptTests
{
    [Fact]
    public async Task The_live_pages_scripts_pass_their_own_tests()
    {
        var start = new ProcessStartInfo("node", ["--test", "tests/"])
        {
            WorkingDirectory = Path.Combine(Root(), "src", "Expo.Web", "Client"), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(node.ExitCode == 0, await output + await errors);
        Assert.DoesNotContain("# pass 0", await output);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Expo.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Expo.sln was not found above the tests.");
        }

        return folder.FullName;
    }
}
