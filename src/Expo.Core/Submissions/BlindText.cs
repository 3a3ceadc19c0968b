using System.Globalization;
using System.Text;

namespace Expo.Core.Submissions;

/// <summary>
/// Strikes out of a text what tells who speaks: names, companies, addresses, phone numbers. Texts and needles are compared as
/// runs of letters and digits without case, accents and invisible characters, so that "I&#x301;ngrid-SOLVANG" is found too.
/// </summary>
public sealed class BlindText
{
    /// <summary>Stands where something was struck out.</summary>
    public const string Mark = "▮▮▮";

    private const int FewestDigits = 7;
    private const int ShortestAlone = 3;
    private const int ShortestCompanyWord = 4;
    private const int ShortestInBytes = 5;

    // Between two digits of one number stands at most ") ".
    private const int LongestGap = 3;

    private readonly List<string[]> _runs = [];
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _capitalised = new(StringComparer.Ordinal);
    private readonly List<string> _glued = [];
    private readonly List<string> _phones = [];

    /// <param name="speakers">All of a proposal, also those who have not answered their invitation or declined it.</param>
    public BlindText(IEnumerable<ProposalSpeaker> speakers)
    {
        foreach (var speaker in speakers)
        {
            Person(speaker.Name);
            Company(speaker.Company);
            Address(speaker.Email);
            var digits = string.Concat(speaker.Phone.Where(char.IsAsciiDigit));
            if (digits.Length >= FewestDigits)
            {
                _phones.Add(digits[^FewestDigits..]);
            }
        }
    }

    /// <summary>Whether anything in it must be struck out.</summary>
    public bool Names(string text) => Ranges(text).Count > 0;

    /// <summary>Whether the bytes of a font, a picture or a packed part spell out a name. Short words are passed over: in such bytes they stand by chance.</summary>
    public bool NamesInBytes(byte[] raw) => new[] { Encoding.Latin1, Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.Any(encoding => Spells(Tokens(encoding.GetString(raw))));

    private bool Spells(List<(string Text, int From, int To, bool IsCapitalised)> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if ((tokens[i].Text.Length >= ShortestInBytes && _words.Contains(tokens[i].Text)) || IsInside(tokens[i].Text) || _runs.Any(run => Begins(tokens, i, run)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Begins(List<(string Text, int From, int To, bool IsCapitalised)> tokens, int at, string[] run)
    {
        for (var k = 0; k < run.Length; k++)
        {
            if (at + k >= tokens.Count || tokens[at + k].Text != run[k])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text with a <see cref="Mark"/> for each stretch that tells who speaks.</summary>
    public string Strike(string text)
    {
        var left = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (from, to) in Ranges(text))
        {
            left.Append(text, at, from - at).Append(Mark);
            at = to;
        }

        return left.Append(text, at, text.Length - at).ToString();
    }

    private void Person(string name)
    {
        var words = Tokens(name).ConvertAll(t => t.Text);
        Run(words);
        foreach (var word in words)
        {
            // "Li" and "Will" are words of their own when they are not written as names.
            (word.Length < ShortestAlone || CommonWords.Has(word) ? _capitalised : _words).Add(word);
        }
    }

    private void Company(string company)
    {
        var words = Tokens(company).ConvertAll(t => t.Text);
        Run(words);
        List<string> without = [.. words.Where(w => !CommonWords.IsLegalForm(w))];
        Run(without);
        _words.UnionWith(without.Where(w => w.Length >= ShortestCompanyWord && !CommonWords.Has(w)));
        if (without is [var only])
        {
            (only.Length < ShortestAlone || CommonWords.Has(only) ? _capitalised : _words).Add(only);
        }
    }

    private void Address(string email)
    {
        Run(Tokens(email).ConvertAll(t => t.Text));
        var at = email.LastIndexOf('@');
        if (at > 0)
        {
            Run(Tokens(email[..at]).ConvertAll(t => t.Text));
            _words.UnionWith(Tokens(email[(at + 1)..]).ConvertAll(t => t.Text).SkipLast(1).Where(w => w.Length >= ShortestCompanyWord && !CommonWords.Has(w) && !CommonWords.IsMailProvider(w)));
        }
    }

    private void Run(List<string> words)
    {
        if (words.Count > 1)
        {
            _runs.Add([.. words]);
            _glued.Add(string.Concat(words));
        }
        else if (words is [{ Length: >= ShortestCompanyWord } one] && !CommonWords.Has(one))
        {
            _words.Add(one);
        }
    }

    private List<(int From, int To)> Ranges(string text)
    {
        var tokens = Tokens(text);
        var found = new List<(int From, int To)>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (_words.Contains(token.Text) || (token.IsCapitalised && _capitalised.Contains(token.Text)) || IsInside(token.Text))
            {
                found.Add((token.From, token.To));
            }

            found.AddRange(_runs.Where(run => Begins(tokens, i, run)).Select(run => (token.From, tokens[i + run.Length - 1].To)));
        }

        found.AddRange(Phones(text));
        return Merged(found);
    }

    // A handle or an address of the web: "ingridsolvang", "northweaveanalytics2024".
    private bool IsInside(string token) => _glued.Any(glued => glued.Length >= 6 && token.Contains(glued, StringComparison.Ordinal))
        || _words.Any(word => word.Length >= 6 && token.Length > word.Length && token.StartsWith(word, StringComparison.Ordinal));

    private IEnumerable<(int From, int To)> Phones(string text)
    {
        List<int> places = [.. Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i]))];
        var digits = string.Concat(places.Select(i => text[i]));
        foreach (var phone in _phones)
        {
            for (var at = digits.IndexOf(phone, StringComparison.Ordinal); at >= 0; at = digits.IndexOf(phone, at + 1, StringComparison.Ordinal))
            {
                // The digits before it belong to the number as long as only what separates digits stands between.
                var (first, last) = (at, at + phone.Length - 1);
                if (Enumerable.Range(first + 1, last - first).Any(i => places[i] - places[i - 1] > LongestGap))
                {
                    continue;
                }

                while (first > 0 && places[first] - places[first - 1] <= LongestGap)
                {
                    first--;
                }

                yield return (places[first], places[last] + 1);
            }
        }
    }

    private static List<(int From, int To)> Merged(List<(int From, int To)> found)
    {
        var merged = new List<(int From, int To)>();
        foreach (var (from, to) in found.OrderBy(r => r.From).ThenBy(r => r.To))
        {
            // Neighbours with one character between them are one stretch, or the number of marks would tell the number of words.
            if (merged.Count > 0 && from <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        return merged;
    }

    private static List<(string Text, int From, int To, bool IsCapitalised)> Tokens(string text)
    {
        var tokens = new List<(string, int, int, bool)>();
        var word = new StringBuilder();
        var (from, to) = (0, 0);
        void End()
        {
            if (word.Length > 0)
            {
                tokens.Add((word.ToString(), from, to, char.IsUpper(text[from])));
                word.Clear();
            }
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]))
            {
                from = word.Length == 0 ? i : from;
                word.Append(Folded(text[i]));
                to = i + 1;
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                to = word.Length > 0 ? i + 1 : to;
            }
            else
            {
                End();
            }
        }

        End();
        return tokens;
    }

    private static string Folded(char letter)
    {
        if (char.IsAscii(letter))
        {
            return char.ToLowerInvariant(letter).ToString();
        }

        if (char.IsSurrogate(letter))
        {
            return letter.ToString();
        }

        return letter switch
        {
            'ß' or 'ẞ' => "ss", 'ø' or 'Ø' => "o", 'æ' or 'Æ' => "ae", 'œ' or 'Œ' => "oe", 'ł' or 'Ł' => "l", 'đ' or 'Đ' => "d", 'ı' => "i",
            _ => string.Concat(letter.ToString().Normalize(NormalizationForm.FormKD).Where(c => char.IsLetterOrDigit(c))).ToLowerInvariant(),
        };
    }
}
