using System.Security.Cryptography;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>Whether an address gets letters to everybody, as whoever holds one of its letters sees it.</summary>
/// <param name="MaskedRecipient">Enough to know one's own address by, for instance <c>a…@example.org</c>.</param>
public sealed record Subscription(string MaskedRecipient, bool IsSubscribed);

/// <summary>
/// Unsubscribing from the organiser's letters to many, by the secret in such a letter. Tickets and what concerns a
/// registration are sent all the same.
/// </summary>
public sealed class Unsubscribing(ExpoStore store, TimeProvider clock)
{
    /// <summary>Kind of <see cref="MailSuppression"/>.</summary>
    public const string OrganiserLetters = "organiser";

    /// <summary>Why such a letter is dropped.</summary>
    public const string Reason = "The person does not want letters to everybody.";

    /// <summary>32 hexadecimal digits, 128 random bits.</summary>
    public static string NewToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static string PathOf(string token) => $"/letters/unsubscribe/{token}";

    public Task<Result<Subscription>> FindAsync(string token, CancellationToken ct) => store.ReadAsync(async db => await OfAsync(db, token, ct));

    /// <summary>Doing it twice is not an error.</summary>
    public async Task<Result<Subscription>> UnsubscribeAsync(string token, CancellationToken ct)
    {
        try
        {
            return await store.ChangeAsync<Subscription>(
                async db =>
                {
                    if (await RecipientAsync(db, token, ct) is not { } recipient)
                    {
                        return MailRefusals.UnknownLink;
                    }

                    if (!await Suppressed(db, recipient).AnyAsync(ct))
                    {
                        db.MailSuppressions.Add(new MailSuppression { Recipient = recipient, Kind = OrganiserLetters, At = clock.GetUtcNow() });
                    }

                    return new Subscription(Mask(recipient), IsSubscribed: false);
                },
                ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            // Another click was faster.
            return await FindAsync(token, ct);
        }
    }

    /// <summary>Takes it back.</summary>
    public Task<Result<Subscription>> ResubscribeAsync(string token, CancellationToken ct) => store.ChangeAsync<Subscription>(
        async db =>
        {
            if (await RecipientAsync(db, token, ct) is not { } recipient)
            {
                return MailRefusals.UnknownLink;
            }

            await Suppressed(db, recipient).ExecuteDeleteAsync(ct);
            return new Subscription(Mask(recipient), IsSubscribed: true);
        },
        ct);

    private static async Task<Result<Subscription>> OfAsync(ExpoDb db, string token, CancellationToken ct) => await RecipientAsync(db, token, ct) is { } recipient
        ? new Subscription(Mask(recipient), !await Suppressed(db, recipient).AnyAsync(ct))
        : MailRefusals.UnknownLink;

    private static async Task<string?> RecipientAsync(ExpoDb db, string token, CancellationToken ct) =>
        await db.Outbox.Where(l => l.UnsubscribeToken == token).Select(l => l.Recipient).FirstOrDefaultAsync(ct) is { Length: > 0 } recipient ? recipient : null;

    private static IQueryable<MailSuppression> Suppressed(ExpoDb db, string recipient) => db.MailSuppressions.Where(s => s.Recipient == recipient && s.Kind == OrganiserLetters);

    // A letter may be forwarded with its link.
    private static string Mask(string recipient) => $"{recipient[0]}…{recipient[recipient.LastIndexOf('@')..]}";
}
