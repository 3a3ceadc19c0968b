namespace Expo.Core.Submissions;

/// <summary>When a reviewer sees what others wrote.</summary>
public enum OthersReviews
{
    Never,
    AfterOwn,
    Always,
}

/// <summary>What reviewers may do and see for a while. One is active at a time.</summary>
public sealed class ReviewPhase
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public int Position { get; set; }

    public required string Name { get; set; }

    /// <summary>Null while it is not the active one.</summary>
    public DateTimeOffset? ActiveSince { get; set; }

    public bool IsActive => ActiveSince is not null;

    /// <summary>False: names, companies and everything that tells them stay hidden.</summary>
    public bool SeesNames { get; set; }

    public OthersReviews SeesOthers { get; set; }

    public bool MayReview { get; set; }

    /// <summary>Reviewers may decide, not only organisers.</summary>
    public bool MayDecide { get; set; }

    /// <summary>Reviewers see only what is assigned to them.</summary>
    public bool AssignedOnly { get; set; }
}

/// <summary>One for each reviewer and proposal.</summary>
public sealed class Review
{
    public const int LowestScore = 1;
    public const int HighestScore = 5;

    public int Id { get; init; }

    public int ProposalId { get; init; }

    public int ReviewerId { get; init; }

    /// <summary>1 (no) to 5 (yes); null: abstains.</summary>
    public int? Score { get; set; }

    public string Comment { get; set; } = "";

    public DateTimeOffset WrittenAt { get; init; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A reviewer is asked to review a proposal.</summary>
public sealed class ReviewAssignment
{
    public int ProposalId { get; init; }

    public int ReviewerId { get; init; }

    public DateTimeOffset AssignedAt { get; init; }
}

/// <summary>A reviewer has an interest in a proposal: it is hidden from them, and so is everything about it.</summary>
public sealed class ReviewConflict
{
    public int ProposalId { get; init; }

    public int ReviewerId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Who said so: the reviewer, or an organiser.</summary>
    public required string DeclaredBy { get; init; }

    public DateTimeOffset At { get; init; }
}
