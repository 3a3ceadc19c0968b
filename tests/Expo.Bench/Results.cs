using System.Globalization;

namespace Expo.Bench;

/// <summary>RESULTS.md beside this source: newest first, each with its day and machine.</summary>
internal static class Results
{
    private const string Title = "# Results";

    public static string Repository { get; } = FindRepository();

    /// <param name="run">Its name.</param>
    /// <param name="table">What it wrote.</param>
    /// <param name="loadBefore">What else the machine was doing: <see cref="MachineLoad"/> before the run.</param>
    public static void Record(string run, string table, string loadBefore)
    {
        var path = Path.Combine(Repository, "tests", "Expo.Bench", "RESULTS.md");
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        var older = before.StartsWith(Title, StringComparison.Ordinal) ? before[Title.Length..] : before;
        var section = $"## {run}, {TimeProvider.System.GetUtcNow().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}\n\n{Machine(loadBefore)}\n\n{table.Trim()}\n";
        File.WriteAllText(path, $"{Title}\n\n{section}\n{older.TrimStart()}");
    }

    /// <summary>How many processes want a processor, on average of the last minute.</summary>
    public static string MachineLoad() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Machine(string loadBefore)
    {
        var memory = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30));
        var system = System.Runtime.InteropServices.RuntimeInformation.OSDescription.Split(" #")[0];
        return $"{Environment.ProcessorCount} cores, {memory} GiB, {system}, .NET {Environment.Version}. The driver runs beside the server. Load of the machine before the run {loadBefore}, after it {MachineLoad()}.";
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
