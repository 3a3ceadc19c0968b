using System.Security.Cryptography;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Mail;

/// <summary>Whether an address gets letters of one kind, as whoever holds one of them sees it.</summary>
/// <param name="MaskedRecipient">Enough to know one's own address by, for instance <c>a…@example.org</c>.</param>
/// <param name="Kind">One of the kinds of <see cref="Unsubscribing"/>.</param>
public sealed record Subscription(string MaskedRecipient, string Kind, bool IsSubscribed);

/// <summary>
/// Unsubscribing from letters of one kind, by the secret in such a letter: the organiser's letters to many, or notices of
/// changed sessions. Tickets and what concerns a registration are sent all the same.
/// </summary>
public sealed class Unsubscribing(ExpoStore store, TimeProvider clock)
{
    /// <summary>Kind of <see cref="MailSuppression"/>.</summary>
    public const string OrganiserLetters = "organiser";

    /// <summary>Kind of <see cref="MailSuppression"/>: notices of changes to starred sessions.</summary>
    public const string ChangeNotices = "changes";

    /// <summary>Template of those notices. Registration writes them; whoever unsubscribes must be told apart by it.</summary>
    public const string ChangeTemplate = "SendChanges";

    /// <summary>Why a letter to many is dropped.</summary>
    public const string Reason = "The person does not want letters to everybody.";

    /// <summary>Of which kind letters of a template are.</summary>
    public static string KindOf(string template) => template == ChangeTemplate ? ChangeNotices : OrganiserLetters;

    /// <summary>Why a letter of a kind is dropped.</summary>
    public static string ReasonOf(string kind) => kind == ChangeNotices ? "The person does not want to be told of changes." : Reason;

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
                    if (await AboutAsync(db, token, ct) is not { } about)
                    {
                        return MailRefusals.UnknownLink;
                    }

                    if (!await Suppressed(db, about).AnyAsync(ct))
                    {
                        db.MailSuppressions.Add(new MailSuppression { Recipient = about.Recipient, Kind = about.Kind, At = clock.GetUtcNow() });
                    }

                    return Seen(about, isSubscribed: false);
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
            if (await AboutAsync(db, token, ct) is not { } about)
            {
                return MailRefusals.UnknownLink;
            }

            await Suppressed(db, about).ExecuteDeleteAsync(ct);
            return Seen(about, isSubscribed: true);
        },
        ct);

    private static async Task<Result<Subscription>> OfAsync(ExpoDb db, string token, CancellationToken ct) => await AboutAsync(db, token, ct) is { } about
        ? Seen(about, !await Suppressed(db, about).AnyAsync(ct))
        : MailRefusals.UnknownLink;

    private sealed record About(string Recipient, string Kind);

    private static async Task<About?> AboutAsync(ExpoDb db, string token, CancellationToken ct) =>
        await db.Outbox.Where(l => l.UnsubscribeToken == token).Select(l => new { l.Recipient, l.Template }).FirstOrDefaultAsync(ct) is { Recipient.Length: > 0 } letter ? new About(letter.Recipient, KindOf(letter.Template)) : null;

    private static IQueryable<MailSuppression> Suppressed(ExpoDb db, About about)
    {
        var (recipient, kind) = (about.Recipient, about.Kind);
        return db.MailSuppressions.Where(s => s.Recipient == recipient && s.Kind == kind);
    }

    // A letter may be forwarded with its link.
    private static Subscription Seen(About about, bool isSubscribed) => new($"{about.Recipient[0]}…{about.Recipient[about.Recipient.LastIndexOf('@')..]}", about.Kind, isSubscribed);
}
