namespace Expo.Core.Submissions;

/// <summary>Finds how programs can be started without network and without sight of other processes, which not every system allows.</summary>
internal static class ProcessJail
{
    private static readonly string[][] Ways =
    [
        ["--net", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"],
        ["--map-root-user", "--net", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"],
        ["--map-root-user", "--net"],
    ];

    /// <summary>What to put in front of a command; null where the system allows none of it.</summary>
    /// <param name="unshare">The program of util-linux.</param>
    public static async Task<IReadOnlyList<string>?> FindAsync(string unshare)
    {
        foreach (var way in BoundedProcess.IsThere(unshare) ? Ways : [])
        {
            string[] jail = [unshare, .. way];
            if (await new BoundedProcess(Path.GetTempPath(), 1000, jail).RunAsync(TimeSpan.FromSeconds(5), CancellationToken.None, "true"))
            {
                return jail;
            }
        }

        return null;
    }
}
