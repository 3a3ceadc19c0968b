using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

/// <summary>
/// Writes each letter as an .eml file, which any mail program opens. The name comes from the Message-ID: a letter that is
/// sent again replaces itself, and a half-written one is never seen.
/// </summary>
public sealed class FolderMailer(MailFolder folder, IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    public async Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        var deliveries = new List<Delivery>(letters.Count);
        foreach (var letter in letters)
        {
            deliveries.Add(ct.IsCancellationRequested ? Delivery.NotTried : await WriteAsync(letter));
        }

        return deliveries;
    }

    // Not cut off by a stop: it is done in a moment.
    private async Task<Delivery> WriteAsync(Letter letter)
    {
        var path = folder.PathOf(letter.MessageId);
        var unfinished = $"{path}.{Guid.CreateVersion7():N}.part";
        try
        {
            await using (var file = File.Create(unfinished))
            {
                using var message = MimeLetters.ToMime(letter, options.Value, clock.GetUtcNow());
                await message.WriteToAsync(file);
            }

            File.Move(unfinished, path, overwrite: true);
            return Delivery.Sent;
        }
        catch (Exception fault)
        {
            File.Delete(unfinished);
            return new Delivery(Outcome.Later, fault.Message);
        }
    }
}
