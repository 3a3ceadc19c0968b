using System.Security.Cryptography;
using System.Text;

namespace Expo.Core.Submissions;

/// <summary>Some phase, review, assignment or conflict was changed.</summary>
public sealed record ReviewsChanged;

/// <summary>What an organiser says of a phase.</summary>
public sealed record PhaseDraft
{
    public string? Name { get; init; }

    public bool SeesNames { get; init; }

    public OthersReviews SeesOthers { get; init; }

    public bool MayReview { get; init; } = true;

    public bool MayDecide { get; init; }

    public bool AssignedOnly { get; init; }

    public static PhaseDraft Of(ReviewPhase phase) => new()
    {
        Name = phase.Name, SeesNames = phase.SeesNames, SeesOthers = phase.SeesOthers, MayReview = phase.MayReview, MayDecide = phase.MayDecide, AssignedOnly = phase.AssignedOnly,
    };
}

/// <summary>A review as it was typed.</summary>
/// <param name="Score">Null: abstains.</param>
/// <param name="Seen">Stamp of one's own review as it was shown (<see cref="StampOf"/>).</param>
public sealed record ReviewEdit(int? Score, string? Comment, string? Seen)
{
    /// <summary>Tells whether a review is still the one that was shown; empty for none.</summary>
    public static string StampOf(Review? review) =>
        review is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{review.Score}|{review.Comment}")))[..16];
}

/// <summary>How reviewers find a proposal.</summary>
/// <param name="Count">Reviews with a score.</param>
/// <param name="Abstained">Reviews without one.</param>
/// <param name="Mean">Of the scores; null when there are none.</param>
/// <param name="Spread">Standard deviation of the scores: 0 when all say the same, 2 when half say 1 and half say 5.</param>
public sealed record ReviewFigures(int Count, int Abstained, double? Mean, double? Spread)
{
    public static readonly ReviewFigures None = new(0, 0, null, null);

    public static ReviewFigures Of(IReadOnlyCollection<int?> scores)
    {
        var given = scores.OfType<int>().ToList();
        if (given.Count == 0)
        {
            return None with { Abstained = scores.Count };
        }

        var mean = given.Average();
        return new ReviewFigures(given.Count, scores.Count - given.Count, mean, Math.Sqrt(given.Average(score => (score - mean) * (score - mean))));
    }
}
