namespace Expo.Core.Registration;

public enum DiffKind
{
    Same,
    Added,
    Removed,
}

/// <summary>Words that follow one another and share a fate.</summary>
public sealed record DiffRun(DiffKind Kind, string Text);

/// <summary>What changed in one part of a statement.</summary>
public sealed record DiffPart(string Heading, IReadOnlyList<DiffRun> Runs)
{
    public bool IsChanged => Runs.Any(run => run.Kind != DiffKind.Same);
}

/// <summary>What changed between two versions of a statement, word by word: the fewest words that must go and come.</summary>
public static class StatementDiff
{
    public static IReadOnlyList<DiffPart> Between(PrivacyStatement before, PrivacyStatement after) =>
        [.. StatementDraft.Of(before).Parts.Zip(StatementDraft.Of(after).Parts, (old, now) => new DiffPart(old.Heading, Of(Words(old.Text!), Words(now.Text!))))];

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static List<DiffRun> Of(string[] before, string[] after)
    {
        // How many words the ends of both texts have in common, from each pair of places on.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var words = new List<(DiffKind Kind, string Word)>();
        for (var (i, j) = (0, 0); i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                words.Add((DiffKind.Same, before[i++]));
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                words.Add((DiffKind.Removed, before[i++]));
            }
            else
            {
                words.Add((DiffKind.Added, after[j++]));
            }
        }

        return Joined(words);
    }

    private static List<DiffRun> Joined(List<(DiffKind Kind, string Word)> words)
    {
        var runs = new List<DiffRun>();
        foreach (var (kind, word) in words)
        {
            if (runs.Count > 0 && runs[^1].Kind == kind)
            {
                runs[^1] = runs[^1] with { Text = $"{runs[^1].Text} {word}" };
            }
            else
            {
                runs.Add(new DiffRun(kind, word));
            }
        }

        return runs;
    }
}
