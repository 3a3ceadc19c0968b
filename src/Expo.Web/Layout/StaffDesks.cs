using Expo.Core.Accounts;

namespace Expo.Web.Layout;

/// <summary>A page that staff or speakers work at.</summary>
internal sealed record StaffDesk(string Name, string Address, string About);

/// <summary>Who may open which desk. For links only: each page and each service checks for itself.</summary>
internal static class StaffDesks
{
    private static readonly (StaffDesk Desk, Func<Actor, bool> MayOpen)[] Desks =
    [
        (new("Organise", "/organiser", "Sessions, recordings, FAQ and registration"), actor => actor.IsOrganiser),
        (new("My sessions", "/speaker", "When and where you speak, what is still missing, your profile and portrait"), actor => actor.IsSpeaker),
        (new("Door", "/door", "Check people in, with the camera or by name, with or without a network"), actor => actor.IsDoor),
        (new("Moderate", "/moderate", "Questions from the room and the stream"), actor => actor.IsModerator),
        (new("Review", "/review", "Proposals for talks to read and score"), actor => actor.IsReviewer),
    ];

    public static IReadOnlyList<StaffDesk> For(Actor actor) => [.. Desks.Where(d => d.MayOpen(actor)).Select(d => d.Desk)];
}
