using System.Diagnostics;

namespace Expo.Testing;

/// <summary>What a folder's package-lock.json asks for, installed from npm at the first use and again when the lock has changed.</summary>
public static class NodePackages
{
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <exception cref="InvalidOperationException">npm failed; the message holds what it said.</exception>
    public static async Task InstallAsync(string folder)
    {
        await Gate.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            {
                return;
            }

            var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
            using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm did not start.");
            var said = npm.StandardOutput.ReadToEndAsync();
            var errors = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException("npm ci failed: " + await said + errors);
            }

            installed.Refresh();
            installed.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        }
        finally
        {
            Gate.Release();
        }
    }
}
