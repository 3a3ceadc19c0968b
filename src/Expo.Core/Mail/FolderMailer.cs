using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

/// <summary>
/// Writes each letter as an .eml file, which any mail program opens. The name comes from the Message-ID: a letter that is
/// sent again replaces itself, and a half-written one is never seen.
/// </summary>
public sealed class FolderMailer(MailFolder folder, IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    public async Task SendAsync(Letter letter, CancellationToken ct)
    {
        var path = folder.PathOf(letter.MessageId);
        var unfinished = $"{path}.{Guid.CreateVersion7():N}.part";
        try
        {
            await using (var file = File.Create(unfinished))
            {
                using var message = MimeLetters.ToMime(letter, options.Value, clock.GetUtcNow());
                await message.WriteToAsync(file, ct);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
