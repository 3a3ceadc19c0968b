using System.Globalization;
using Expo.Core.Submissions;

namespace Expo.Web.Submissions;

/// <summary>Reviewing in plain words, the same for reviewers and organisers.</summary>
internal static class ReviewWords
{
    public static readonly IReadOnlyList<(int Score, string Words)> Scores = [(5, "Must be there"), (4, "Good"), (3, "Could be there"), (2, "Rather not"), (1, "No")];

    public static string Of(int? score) => score is { } given ? $"{given} of {Review.HighestScore}" : "Abstained";

    /// <summary>For instance <c>4.3 of 5, spread 0.5, 3 reviews</c>.</summary>
    public static string Of(ReviewFigures figures) => figures is { Mean: { } mean, Spread: { } spread }
        ? $"{Number(mean)} of {Review.HighestScore}, spread {Number(spread)}, {Count(figures.Count, figures.Abstained)}"
        : figures.Abstained > 0 ? Count(0, figures.Abstained) : "No review yet";

    public static string Count(int reviews, int abstained) => $"{(reviews == 1 ? "1 review" : $"{reviews} reviews")}{(abstained == 0 ? "" : $" and {abstained} abstained")}";

    public static string Number(double? number) => number?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–";

    public static string Of(OthersReviews seen) => seen switch { OthersReviews.Never => "never", OthersReviews.AfterOwn => "after their own", _ => "always" };

    public static string Of(ProposalPlace place) => place switch
    {
        ProposalPlace.ToDecide => "To decide",
        ProposalPlace.Standby => "On standby",
        ProposalPlace.ToInform => "To inform",
        _ => place.ToString(),
    };

    /// <summary>Where a proposal stands, in one or two words.</summary>
    public static string State(ProposalRow row) => row.State == ProposalState.Withdrawn ? "Withdrawn" : row.Answer switch
    {
        SpeakerAnswer.Confirmed => "Confirmed",
        SpeakerAnswer.Declined => "Declined by the speaker",
        _ => DecisionWords.Of(row.Decision),
    };

    public static string Tone(Decision decision) => decision switch { Decision.Accepted => "ok", Decision.Standby => "warn", _ => "" };
}
