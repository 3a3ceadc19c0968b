namespace Expo.Core.Accounts;

/// <summary>A letter's link that signs a speaker in without a password: used once, and for a short time. Only its hash is kept.</summary>
public sealed class SignInLink
{
    public int Id { get; init; }

    /// <summary>SHA-256 of the secret in the link, as hex.</summary>
    public required string Hash { get; init; }

    public int AccountId { get; init; }

    /// <summary>Local path to go to afterwards.</summary>
    public required string ReturnUrl { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
