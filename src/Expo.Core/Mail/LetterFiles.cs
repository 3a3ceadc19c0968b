using MimeKit;

namespace Expo.Core.Mail;

/// <summary>Takes letters out of the folder of .eml files: they hold names, addresses and the links of tickets.</summary>
public sealed class LetterFiles(MailFolder folder)
{
    /// <summary>Deletes what was written before an instant.</summary>
    /// <returns>How many files.</returns>
    public int Prune(DateTimeOffset before)
    {
        var old = new DirectoryInfo(folder.Directory).EnumerateFiles("*.eml").Where(file => file.LastWriteTimeUtc < before.UtcDateTime).ToList();
        old.ForEach(file => file.Delete());
        return old.Count;
    }

    /// <summary>Deletes every letter to an address, whatever its case.</summary>
    public async Task<int> RemoveToAsync(string address, CancellationToken ct)
    {
        var removed = 0;
        foreach (var file in new DirectoryInfo(folder.Directory).EnumerateFiles("*.eml").ToList())
        {
            if (await IsToAsync(file.FullName, address, ct))
            {
                file.Delete();
                removed++;
            }
        }

        return removed;
    }

    private static async Task<bool> IsToAsync(string path, string address, CancellationToken ct)
    {
        try
        {
            var headers = await HeaderList.LoadAsync(path, ct);
            return headers[HeaderId.To] is { } to && InternetAddressList.TryParse(to, out var list)
                && list.Mailboxes.Any(mailbox => string.Equals(mailbox.Address, address, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception fault) when (fault is IOException or FormatException)
        {
            // Gone meanwhile, or no letter.
            return false;
        }
    }
}
