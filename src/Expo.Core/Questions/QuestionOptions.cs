using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Questions;

/// <summary>Limits of the questions. Lengths count what a reader sees as one character (UAX 29 grapheme clusters).</summary>
public sealed class QuestionOptions
{
    public const string Section = "Questions";

    [Range(20, 1000)]
    public int Length { get; set; } = 280;

    [Range(10, 100)]
    public int NameLength { get; set; } = 60;

    [Range(100, 3000)]
    public int AnswerLength { get; set; } = 2000;

    /// <summary>How many questions one viewer may ask in one session within <see cref="ViewerWindow"/>.</summary>
    [Range(1, 1000)]
    public int ForEachViewer { get; set; } = 5;

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ViewerWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many questions may wait for a moderator in one session at once.</summary>
    [Range(1, 100_000)]
    public int WaitingForEachSession { get; set; } = 1000;

    /// <summary>How many of them may come from one network. A whole hall may share one; moderators make room as they read.</summary>
    [Range(1, 100_000)]
    public int WaitingForEachNetwork { get; set; } = 50;
}
