using System.Security.Claims;

namespace Expo.Core.Accounts;

/// <summary>Who is asking. Every change is handed one; the service decides by it, whatever the page let through.</summary>
public sealed record Actor
{
    /// <summary>Somebody who has not signed in.</summary>
    public static readonly Actor Visitor = new() { Name = "Visitor" };

    /// <summary>The program itself: workers and demo data.</summary>
    public static readonly Actor System = new() { Name = "System", IsOrganiser = true, IsModerator = true };

    public int? AccountId { get; init; }

    public required string Name { get; init; }

    public bool IsOrganiser { get; init; }

    /// <summary>Organisers may do what moderators do.</summary>
    public bool IsModerator { get; init; }

    public bool IsSpeaker { get; init; }

    public bool IsCaptioner { get; init; }

    public bool IsDoor { get; init; }

    /// <summary>Organisers may review too.</summary>
    public bool IsReviewer { get; init; }

    /// <summary>The one place where a signed-in principal becomes an actor. Roles are read from role claims.</summary>
    public static Actor From(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true })
        {
            return Visitor;
        }

        var organiser = principal.IsInRole(Roles.Organiser);
        return new Actor
        {
            AccountId = int.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null,
            Name = principal.FindFirstValue("display_name") ?? principal.Identity.Name ?? "Signed in",
            IsOrganiser = organiser,
            IsModerator = organiser || principal.IsInRole(Roles.Moderator),
            IsSpeaker = principal.IsInRole(Roles.Speaker),
            IsCaptioner = organiser || principal.IsInRole(Roles.Captioner),
            IsDoor = organiser || principal.IsInRole(Roles.Door),
            IsReviewer = organiser || principal.IsInRole(Roles.Reviewer),
        };
    }
}
