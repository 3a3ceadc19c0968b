using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

/// <summary>Leaves and writes the letter by which speakers sign in. Its subject is the number of the link.</summary>
public sealed class SignInLetters(ExpoStore store, SignInLinks links, IOptions<MailOptions> options, JobBell bell, TimeProvider clock) : ILetterWriter
{
    public const string Template = "SendSignInLink";

    private const string SignIn = "/account/sign-in";

    public IReadOnlyCollection<string> Templates { get; } = [Template];

    /// <summary>Asks for a link. The answer is the same whether the address is known or not; what is known is said by letter.</summary>
    /// <param name="address">Normalised.</param>
    /// <param name="returnUrl">Path of this site to go to afterwards.</param>
    /// <param name="ct">Ends the change.</param>
    public async Task AskAsync(string address, string returnUrl, CancellationToken ct)
    {
        try
        {
            await store.ChangeAsync<Done>(
                async db =>
                {
                    if (await links.LayAsync(db, address, returnUrl, ct) is { } link)
                    {
                        db.Outbox.Add(OutboxLetter.For(Template, address, link.Id, 0, clock.GetUtcNow()));
                    }

                    return Done.It;
                },
                ct);
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            // Somebody asked for this new address at the same moment: that letter leaves.
        }

        bell.Ring();
    }

    public async Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) =>
        await links.SealAsync(letter.SubjectId, ct) is { } offer ? await WriteAsync(letter, offer, ct) : null;

    /// <summary>With no secret in it: whoever looks at letters must not come in by them.</summary>
    public async Task<Letter?> ShowAsync(OutboxLetter letter, CancellationToken ct) => await WriteAsync(letter, new SignInOffer("…", clock.GetUtcNow() + SignInLinks.Asked), ct);

    private async Task<Letter> WriteAsync(OutboxLetter letter, SignInOffer offer, CancellationToken ct)
    {
        var name = await store.ReadAsync(db => db.Conferences.OrderByDescending(c => c.Id).Select(c => c.Name).FirstOrDefaultAsync(ct)) ?? "Expo";
        var subject = $"Sign in: {name}";
        var body = new LetterBody().Paragraph("Hello,").Paragraph($"Somebody, most likely you, asked for a link to sign in to {name}.");
        if (offer.NeedsPassword)
        {
            body.Paragraph("Your account runs the event, so a link in a letter does not open it. Sign in with your password.").Link("Sign in", options.Value.Link(SignIn));
        }
        else
        {
            body.Link("Sign in", options.Value.Link(offer.Path))
                .Paragraph($"The link works once, within {(int)SignInLinks.Asked.TotalMinutes} minutes. The page asks you to press a button before it signs you in.");
        }

        body.Paragraph("You did not ask for it? Then you need not do anything. Nobody comes in without this letter; do not pass it on.");
        return new Letter(letter.Recipient, letter.Recipient, subject, body.Text, body.AsHtml(subject))
        {
            MessageId = $"{Template.ToLowerInvariant()}.o{letter.Id}@{options.Value.Domain}",
            FromName = name,
        };
    }
}
