using Expo.Core.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace Expo.Web.Accounts;

/// <summary>
/// Who may open a page or call an endpoint, coarsely; the service decides exactly. A page says
/// <c>@attribute [Authorize(Policy = Policies.Moderator)]</c>. The rule is the actor's, so it is written once.
/// </summary>
public static class Policies
{
    public const string Organiser = Roles.Organiser;
    public const string Moderator = Roles.Moderator;
    public const string Captioner = Roles.Captioner;
    public const string Door = Roles.Door;
    public const string Reviewer = Roles.Reviewer;

    internal static void Add(AuthorizationOptions options)
    {
        Add(options, Organiser, actor => actor.IsOrganiser);
        Add(options, Moderator, actor => actor.IsModerator);
        Add(options, Captioner, actor => actor.IsCaptioner);
        Add(options, Door, actor => actor.IsDoor);
        Add(options, Reviewer, actor => actor.IsReviewer);
    }

    private static void Add(AuthorizationOptions options, string name, Func<Actor, bool> may) =>
        options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => may(Actor.From(context.User))));
}
