namespace Expo.Core.Submissions;

/// <summary>Where a proposal stands, for the organiser's list.</summary>
public enum ProposalPlace
{
    ToDecide,
    Accepted,
    Standby,
    Rejected,

    /// <summary>Decided, and the speakers do not know it.</summary>
    ToInform,

    /// <summary>Told that they are accepted, and without an answer.</summary>
    Unanswered,
    Confirmed,
    Declined,
    Withdrawn,
}

public enum ProposalSort
{
    Number,
    Title,
    Topic,
    Reviews,
    Mean,
    Spread,
    Sent,
}

/// <summary>Which proposals an organiser looks at.</summary>
/// <param name="Text">Part of the number, the title, a speaker's name or a company.</param>
/// <param name="FewerReviewsThan">Only those with fewer reviews than this.</param>
public sealed record ProposalFilter(string? Text = null, ProposalPlace? Place = null, string? Topic = null, int? FewerReviewsThan = null)
{
    public static readonly ProposalFilter All = new();
}

public sealed record ProposalOrder(ProposalSort By, bool Descending)
{
    /// <summary>The best first.</summary>
    public static readonly ProposalOrder Best = new(ProposalSort.Mean, true);
}

/// <summary>A line of the organiser's list.</summary>
public sealed record ProposalRow(
    int Id, string Code, string Title, string Topic, string Owner, string Company, ProposalState State, Decision Decision, Decision Informed, SpeakerAnswer Answer, DateTimeOffset? SubmittedAt,
    int Reviews, int Abstained, double? Mean, double? Spread)
{
    /// <summary>The speakers were told something that does not hold any more.</summary>
    public bool IsToldOtherwise => Informed != Decision.None && Informed != Decision;
}

/// <summary>A page of the list, and how many there are in all.</summary>
public sealed record ProposalList(IReadOnlyList<ProposalRow> Rows, int Total);

/// <summary>A review as organisers see it.</summary>
public sealed record NamedReview(string Reviewer, int? Score, string Comment, DateTimeOffset ChangedAt);

/// <summary>A reviewer and one proposal.</summary>
public sealed record ReviewerOfProposal(int AccountId, string Name, bool IsAssigned, bool HasReviewed, string? Conflict);

/// <summary>Everything about one proposal.</summary>
public sealed record ProposalRecord(Proposal Proposal, string? AttachmentName, ReviewFigures Figures, IReadOnlyList<NamedReview> Reviews, IReadOnlyList<ReviewerOfProposal> Reviewers, IReadOnlyList<ProposalLogLine> Log, string? SessionSlug);

/// <summary>A reviewer's load.</summary>
public sealed record ReviewerLoad(int AccountId, string Name, int Assigned, int AssignedDone, int Reviews, int Conflicts);

/// <summary>A conflict of interest, of a proposal in which the organiser has none.</summary>
public sealed record NamedConflict(string Code, string Title, int ReviewerId, string Reviewer, string Reason, string DeclaredBy, DateTimeOffset At);

/// <summary>What organisers see of reviewing as a whole.</summary>
public sealed record ReviewBoard(IReadOnlyList<ReviewPhase> Phases, IReadOnlyList<ReviewerLoad> Reviewers, IReadOnlyList<NamedConflict> Conflicts, int Proposals, int WithoutReview);
