namespace Expo.Core.Registration;

/// <summary>One thing of a row that an organiser can change, in words: for the log, and to tell what somebody else changed meanwhile.</summary>
/// <param name="What">For instance <c>price</c>.</param>
/// <param name="Words">For instance <c>25.00 USD</c>. Null for what may not be told on, such as a person's address.</param>
/// <param name="Key">What is compared.</param>
internal sealed record Fact(string What, string? Words, string Key)
{
    public Fact(string what, string? words)
        : this(what, string.IsNullOrEmpty(words) ? "nothing" : words, words ?? "")
    {
    }

    public static Fact Secret(string what, string? value) => new(what, null, value ?? "");
}

internal static class CatalogueFacts
{
    /// <summary>Refuses when what is saved is not what the person saw, and says what is different.</summary>
    public static Refusal? Stale(IEnumerable<Fact> shown, IEnumerable<Fact> saved)
    {
        var other = Differ(shown, saved).Select(d => d.After.Words is { } words ? $"{d.After.What} is {words} now" : $"{d.After.What} is another now").ToList();
        return other.Count == 0 ? null : CatalogueRefusals.ChangedMeanwhile(string.Join("; ", other));
    }

    /// <summary>For instance <c>name from A to B; days</c>. Empty when nothing changed.</summary>
    public static string Changes(IEnumerable<Fact> before, IEnumerable<Fact> after) =>
        string.Join("; ", Differ(before, after).Select(d => d.After.Words is null ? d.After.What : $"{d.After.What} from {d.Before.Words} to {d.After.Words}"));

    private static IEnumerable<(Fact Before, Fact After)> Differ(IEnumerable<Fact> before, IEnumerable<Fact> after) => before.Zip(after).Where(pair => pair.First.Key != pair.Second.Key);
}
