using System.Diagnostics;
using System.Text.Json;

namespace Expo.Testing;

/// <summary>One event as a calendar parser of other people's making (ical.js) understood it.</summary>
/// <param name="Start">Instant, worked out by the zone that stands in the file.</param>
public sealed record ForeignEvent(string Uid, int? Sequence, string? Status, string Summary, string? Location, string Zone, DateTimeOffset Start, DateTimeOffset? End);

/// <summary>Reads iCalendar with ical.js in a process of its own.</summary>
public static class ForeignCalendar
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidOperationException">The parser did not understand it; the message holds what it said.</exception>
    public static async Task<List<ForeignEvent>> ReadAsync(string calendar, CancellationToken ct)
    {
        var folder = Folder();
        await NodePackages.InstallAsync(folder);
        var start = new ProcessStartInfo("node", ["read.mjs"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var (said, errors) = (node.StandardOutput.ReadToEndAsync(ct), node.StandardError.ReadToEndAsync(ct));
        await node.StandardInput.WriteAsync(calendar.AsMemory(), ct);
        node.StandardInput.Close();
        await node.WaitForExitAsync(ct);
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<List<ForeignEvent>>(await said, Json)!
            : throw new InvalidOperationException($"The parser refused the calendar: {await errors}");
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Expo.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Expo.sln was not found above the tests.");
        }

        return Path.Combine(folder.FullName, "tests", "Expo.Testing", "calendar");
    }
}
