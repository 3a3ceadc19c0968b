using System.Globalization;

namespace Expo.Bench;

/// <summary>RESULTS.md beside this source: newest first, each with its day and machine.</summary>
internal static class Results
{
    private const string Title = "# Results";

    public static string Repository { get; } = FindRepository();

    public static void Record(string run, string table)
    {
        var path = Path.Combine(Repository, "tests", "Expo.Bench", "RESULTS.md");
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        var older = before.StartsWith(Title, StringComparison.Ordinal) ? before[Title.Length..] : before;
        var section = $"## {run}, {TimeProvider.System.GetUtcNow().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}\n\n{Machine()}\n\n{table.Trim()}\n";
        File.WriteAllText(path, $"{Title}\n\n{section}\n{older.TrimStart()}");
    }

    private static string Machine()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        var load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end" : "";
        return $"{Environment.ProcessorCount} cores, {memory} GB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription.Split(" #")[0]}, .NET {Environment.Version}{load}. The driver runs beside the server.";
    }

    private static string FindRepository()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Expo.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Expo.sln is not above the bench.");
        }

        return root.FullName;
    }
}
