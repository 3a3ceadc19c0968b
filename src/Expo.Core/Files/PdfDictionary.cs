using System.Globalization;

namespace Expo.Core.Files;

/// <summary>The keys of one object's dictionary, without those of dictionaries inside it.</summary>
internal sealed class PdfDictionary
{
    private readonly List<PdfToken> _tokens;
    private readonly Dictionary<string, int> _values = [];
    private readonly HashSet<string> _twice = [];

    public PdfDictionary(List<PdfToken> tokens)
    {
        _tokens = tokens;
        for (var at = tokens is [{ Kind: PdfTokenKind.Word, Value: "<<" }, ..] ? 1 : tokens.Count; at + 1 < tokens.Count;)
        {
            if (tokens[at].Kind != PdfTokenKind.Name)
            {
                at++;
                continue;
            }

            if (!_values.TryAdd(tokens[at].Value, at + 1))
            {
                _twice.Add(tokens[at].Value);
            }

            at = Behind(at + 1);
        }
    }

    /// <summary>An object whose end was not reached, so that not all of it was looked at. Bytes that only look like the beginning of one are none.</summary>
    public static bool IsCut(List<PdfToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += token.Kind != PdfTokenKind.Word ? 0 : token.Value == "<<" ? 1 : token.Value == ">>" ? -1 : 0;
        }

        return tokens is [] or [{ Kind: PdfTokenKind.Word, Value: "<<" or "[" }, ..] && (depth != 0 || tokens is not [.., { Kind: PdfTokenKind.Word, Value: "stream" or "endobj" or "startxref" }]);
    }

    public bool HasTwice(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_twice.Contains(key))
            {
                return true;
            }
        }

        return false;
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public bool Has(string key, string name) => _values.TryGetValue(key, out var at) && _tokens[at] is { Kind: PdfTokenKind.Name } found && found.Value == name;

    /// <summary>Its value stands in an object of its own.</summary>
    public bool IsElsewhere(string key) => _values.TryGetValue(key, out var at) && IsReference(at);

    /// <summary>Null when there is none, or it stands elsewhere, or does not fit.</summary>
    public int? Number(string key) =>
        _values.TryGetValue(key, out var at) && !IsReference(at) && _tokens[at].Kind == PdfTokenKind.Word && int.TryParse(_tokens[at].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A name or a list of names; empty where the key is missing or null, and null for anything else.</summary>
    public IReadOnlyList<string>? Names(string key)
    {
        if (!_values.TryGetValue(key, out var at) || _tokens[at] is { Kind: PdfTokenKind.Word, Value: "null" })
        {
            return [];
        }

        if (_tokens[at].Kind == PdfTokenKind.Name)
        {
            return [_tokens[at].Value];
        }

        var inside = _tokens[at] is { Kind: PdfTokenKind.Word, Value: "[" } ? _tokens.GetRange(at + 1, Math.Max(0, Behind(at) - at - 2)) : null;
        return inside is not null && inside.TrueForAll(t => t.Kind == PdfTokenKind.Name) ? inside.ConvertAll(t => t.Value) : null;
    }

    /// <summary>The largest number after a key, at any depth; 0 when there is none.</summary>
    public int MostOf(string key)
    {
        var most = 0;
        for (var i = 0; i + 1 < _tokens.Count; i++)
        {
            most = _tokens[i].Kind == PdfTokenKind.Name && _tokens[i].Value == key && int.TryParse(_tokens[i + 1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(most, number) : most;
        }

        return most;
    }

    private bool IsReference(int at) => at + 2 < _tokens.Count && _tokens[at + 2] is { Kind: PdfTokenKind.Word, Value: "R" } && _tokens[at].Kind == PdfTokenKind.Word;

    /// <summary>Where the value that begins here ends.</summary>
    private int Behind(int at)
    {
        if (IsReference(at))
        {
            return at + 3;
        }

        for (var depth = 0; at < _tokens.Count; at++)
        {
            depth += _tokens[at].Kind != PdfTokenKind.Word ? 0 : _tokens[at].Value is "<<" or "[" ? 1 : _tokens[at].Value is ">>" or "]" ? -1 : 0;
            if (depth <= 0)
            {
                return at + 1;
            }
        }

        return at;
    }
}
