using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Microsoft.AspNetCore.Identity;

namespace Expo.Web.Accounts;

/// <summary>What the page that sends a sign-in link posts.</summary>
public sealed class LinkForm
{
    public string? Email { get; set; }
}

/// <summary>Signs speakers in by a letter's link. See docs/decisions/0051-speakers-sign-in-by-letter.md.</summary>
internal sealed class LinkDesk(SignInManager<Account> signIn, UserManager<Account> accounts, SignInLinks links, SignInLetters letters, ProposalService proposals, SpeakerService speakers)
{
    /// <summary>Refused only when what was typed is no address; a known and an unknown one get the same answer.</summary>
    public async Task<Result<Done>> AskAsync(LinkForm form, string? returnUrl, CancellationToken ct)
    {
        var address = EmailAddresses.Normalise(form.Email);
        if (address.IsRefused)
        {
            return address.Refusal == RegistrationRefusals.EmailMissing ? address.Refusal with { Message = "Enter your email address. The letter goes there." } : address.Refusal;
        }

        await letters.AskAsync(address.Value, ReturnUrls.Safe(returnUrl) ?? "/account", ct);
        return Done.It;
    }

    /// <summary>Uses the link up and signs in. The way back is a path of this site.</summary>
    public async Task<Result<string>> SignInAsync(string secret, CancellationToken ct)
    {
        var entry = await links.FindAsync(secret, ct);
        if (entry.IsRefused)
        {
            return entry.Refusal;
        }

        if (await AccountAsync(entry.Value) is not { } account || await accounts.IsLockedOutAsync(account))
        {
            return AccountRefusals.LinkGone;
        }

        var used = await links.UseAsync(secret, ct);
        if (used.IsRefused)
        {
            return used.Refusal;
        }

        await signIn.SignInAsync(account, isPersistent: false);
        var by = new Actor { AccountId = account.Id, Name = account.DisplayName, IsSpeaker = true };
        await proposals.ClaimAsync(by, ct);
        await speakers.ClaimAsync(by, ct);
        return ReturnUrls.Safe(used.Value.ReturnUrl) ?? "/account";
    }

    private Task<Account?> AccountAsync(SignInEntry entry) => accounts.FindByIdAsync(entry.AccountId.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
