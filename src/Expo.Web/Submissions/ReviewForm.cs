using System.Globalization;
using Expo.Core.Submissions;

namespace Expo.Web.Submissions;

/// <summary>What the review page posts. Named as the refusals name it.</summary>
public sealed class ReviewForm
{
    public const string Abstains = "none";

    /// <summary>1 to 5, or <see cref="Abstains"/>.</summary>
    public string? Score { get; set; }

    public string? Comment { get; set; }

    /// <summary>Stamp of the review that was shown.</summary>
    public string? Seen { get; set; }

    /// <summary>Whether the next proposal is wanted afterwards.</summary>
    public string? Then { get; set; }

    /// <summary>Nothing chosen is no abstention: it is refused.</summary>
    public ReviewEdit ToEdit() => new(Score == Abstains ? null : int.TryParse(Score, NumberStyles.None, CultureInfo.InvariantCulture, out var score) ? score : 0, Comment, Seen);

    public static ReviewForm Of(Review? review) => new()
    {
        Score = review is null ? null : review.Score?.ToString(CultureInfo.InvariantCulture) ?? Abstains, Comment = review?.Comment, Seen = ReviewEdit.StampOf(review),
    };
}

/// <summary>Declares an interest.</summary>
public sealed class ConflictForm
{
    public string? Reason { get; set; }
}

/// <summary>A reviewer decides.</summary>
public sealed class DecisionForm
{
    public Decision Seen { get; set; }

    public Decision Wanted { get; set; }
}
