using System.Text.RegularExpressions;

namespace Expo.Browser.Tests.Stand;

/// <summary>Reads the letters that a running site has sent.</summary>
internal static class Letters
{
    /// <summary>The path of a link with a secret in the last letter to somebody, once that letter has left.</summary>
    /// <param name="site">Whose folder of letters is read.</param>
    /// <param name="to">The whole address.</param>
    /// <param name="path">What stands before the secret.</param>
    public static async Task<string> LinkAsync(RunningSite site, string to, string path)
    {
        var found = "";
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var file in Directory.Exists(site.MailDirectory) ? Directory.GetFiles(site.MailDirectory, "*.eml") : [])
                {
                    var letter = (await File.ReadAllTextAsync(file)).Replace("=\r\n", "", StringComparison.Ordinal);
                    if (letter.Contains(to, StringComparison.Ordinal) && Regex.Match(letter, Regex.Escape(path) + @"[\w-]{43}") is { Success: true } match)
                    {
                        found = match.Value;
                    }
                }

                return found.Length > 0;
            },
            TimeSpan.FromSeconds(60),
            () => $"No letter to {to} has a link to {path}.");
        return found;
    }
}
