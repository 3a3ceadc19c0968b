using Microsoft.AspNetCore.Identity;

namespace Expo.Core.Accounts;

/// <summary>A person who signs in: staff and speakers. Attendees need no account; their ticket's code is enough.</summary>
public sealed class Account : IdentityUser<int>
{
    public required string DisplayName { get; set; }

    /// <summary>True for the accounts of the demo, whose password is printed in the README. Production refuses to start while one exists.</summary>
    public bool IsDemo { get; init; }
}

/// <summary>The roles that exist. There are no others, and no page to make others.</summary>
public static class Roles
{
    public const string Organiser = "organiser";
    public const string Moderator = "moderator";
    public const string Speaker = "speaker";
    public const string Captioner = "captioner";
    public const string Door = "door";
    public const string Reviewer = "reviewer";

    public static readonly IReadOnlyList<string> All = [Organiser, Moderator, Speaker, Captioner, Door, Reviewer];
}
