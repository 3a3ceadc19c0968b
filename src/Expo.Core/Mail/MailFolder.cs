using MimeKit;

namespace Expo.Core.Mail;

/// <summary>A letter as found in the folder.</summary>
/// <param name="Name">File name without ending; opens the letter again.</param>
public sealed record FiledLetter(string Name, DateTimeOffset SentAt, string To, string Subject, string Text);

/// <summary>The folder of .eml files that <see cref="FolderMailer"/> fills.</summary>
public sealed class MailFolder(string directory)
{
    private const string Ending = ".eml";

    public string Directory { get; } = System.IO.Directory.CreateDirectory(directory).FullName;

    internal string PathOf(string messageId) => Path.Combine(Directory, string.Concat(messageId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')) + Ending);

    /// <summary>The newest letters first.</summary>
    public async Task<List<FiledLetter>> NewestAsync(int atMost, CancellationToken ct)
    {
        var letters = new List<FiledLetter>();
        foreach (var file in new DirectoryInfo(Directory).EnumerateFiles("*" + Ending).OrderByDescending(f => f.LastWriteTimeUtc).ThenByDescending(f => f.Name, StringComparer.Ordinal).Take(atMost))
        {
            if (await ReadAsync(Path.GetFileNameWithoutExtension(file.Name), ct) is { } letter)
            {
                letters.Add(letter);
            }
        }

        return letters;
    }

    /// <summary>Null when there is no such letter.</summary>
    public async Task<FiledLetter?> ReadAsync(string name, CancellationToken ct)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        using var message = await MimeMessage.LoadAsync(path, ct);
        return new FiledLetter(name, message.Date, message.To.ToString(), message.Subject ?? "", message.TextBody?.TrimEnd() ?? "");
    }
}
