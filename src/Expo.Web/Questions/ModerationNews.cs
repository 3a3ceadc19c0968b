using Expo.Core.Questions;

namespace Expo.Web.Questions;

/// <summary>What other moderators did between two readings of the desk, in one sentence.</summary>
internal static class ModerationNews
{
    /// <summary>Null when nobody else did anything.</summary>
    public static string? Between(ModerationView before, ModerationView after, string me)
    {
        var versions = All(before).ToDictionary(q => q.Id, q => q.Version);
        var changed = All(after).Where(q => q.ChangedBy is not null && q.ChangedBy != me && versions.GetValueOrDefault(q.Id, 1) < q.Version).ToList();
        return changed switch
        {
            [] => null,
            [var one] => $"{one.ChangedBy} was here: “{Short(one.Text)}” {ModerationActs.Stands(one.State)}.",
            _ => $"{string.Join(" and ", changed.Select(q => q.ChangedBy).Distinct())} changed {changed.Count} questions. Your list is up to date.",
        };
    }

    public static string Short(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57).TrimEnd(), " …");

    private static IEnumerable<Question> All(ModerationView view) => view.Waiting.Concat(view.Approved).Concat(view.Answered).Concat(view.Hidden);
}
