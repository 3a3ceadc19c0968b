using Expo.Core.Accounts;
using Expo.Core.Submissions;
using Expo.Web.Accounts;
using Expo.Web.Registration;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Expo.Web.Submissions;

/// <summary>What the pages of one proposal have in common: who asks, and where to send somebody who has not shown to be its speaker.</summary>
public sealed class ProposalReader(ProposalQueries queries, ProposalService service, NavigationManager navigation)
{
    /// <summary>Null when the visitor was sent to sign in, or the page is not there for them.</summary>
    public async Task<ProposalView?> OpenAsync(HttpContext? context, string code)
    {
        SecretPages.Protect(context);
        var (by, ct) = (Actor.From(context?.User), context?.RequestAborted ?? default);
        await service.ClaimAsync(by, ct);
        var found = await queries.OwnAsync(by, code, DraftKeys.Of(context, code), ct);
        if (!found.IsRefused)
        {
            return found.Value;
        }

        if (by.AccountId is null && ProposalCodes.Parse(code) is { } known)
        {
            // The same whether there is such a proposal or not.
            navigation.NavigateTo(QueryHelpers.AddQueryString(SignInLinks.Page, SignInPage.ReturnUrlName, $"/submit/{known}"));
        }
        else
        {
            navigation.NotFound();
        }

        return null;
    }
}
