namespace Expo.Core.Files;

/// <summary>What the objects of a PDF say, gathered by <see cref="PdfScan"/>.</summary>
public sealed class PdfFacts
{
    private readonly HashSet<string> _names = [];

    public string? Title { get; private set; }

    public string? Language { get; private set; }

    public int Pages { get; private set; }

    public bool IsTagged { get; private set; }

    public bool ShowsTitle { get; private set; }

    public int Figures { get; private set; }

    public int FiguresWithText { get; private set; }

    /// <summary>Something in it could not be unpacked within bounds, or in a way that is known.</summary>
    public bool IsUnreadable { get; internal set; }

    public bool IsBomb { get; internal set; }

    internal void See(string name) => _names.Add(name);

    internal bool Names(params ReadOnlySpan<string> any)
    {
        foreach (var name in any)
        {
            if (_names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="tokens">Of one object.</param>
    internal void Take(IReadOnlyList<PdfToken> tokens)
    {
        var values = new Dictionary<string, PdfToken>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != PdfTokenKind.Name)
            {
                continue;
            }

            See(tokens[i].Value);
            if (i + 1 < tokens.Count)
            {
                values.TryAdd(tokens[i].Value, tokens[i + 1]);
            }
        }

        var type = Value("Type");
        if (values.ContainsKey("Title") && (values.ContainsKey("Producer") || values.ContainsKey("Creator") || values.ContainsKey("CreationDate")))
        {
            Title = Text("Title") ?? Title;
        }

        if (type == "Catalog")
        {
            Language = Text("Lang") ?? Language;
            IsTagged |= values.ContainsKey("StructTreeRoot");
            ShowsTitle |= Value("DisplayDocTitle") == "true";
        }

        Pages += type == "Page" ? 1 : 0;
        if (Value("S") == "Figure")
        {
            Figures++;
            FiguresWithText += Text("Alt") is not null || Text("ActualText") is not null ? 1 : 0;
        }

        string? Value(string key) => values.TryGetValue(key, out var v) && v.Kind != PdfTokenKind.Text ? v.Value : null;

        string? Text(string key) => values.TryGetValue(key, out var v) && v.Kind == PdfTokenKind.Text && PdfTokens.ForPeople(v.Value).Trim() is { Length: > 0 } text ? text : null;
    }
}
