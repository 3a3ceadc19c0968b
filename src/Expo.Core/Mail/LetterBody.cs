using System.Net;
using System.Text;

namespace Expo.Core.Mail;

/// <summary>
/// The words of a letter, written once and read as plain text and as HTML. Everything handed in is text: it is encoded
/// where HTML needs it, and it cannot break out of its line.
/// </summary>
public sealed class LetterBody
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _html = new();

    public LetterBody Paragraph(string words)
    {
        _text.Append(MimeLetters.OneLine(words)).Append("\r\n\r\n");
        _html.Append("<p>").Append(Html(words)).Append("</p>\n");
        return this;
    }

    /// <summary>A paragraph of several pieces, some of which lead somewhere. Line breaks in the words stay.</summary>
    public LetterBody Paragraph(IEnumerable<LetterPiece> pieces)
    {
        _html.Append("<p>");
        foreach (var piece in pieces)
        {
            var lines = piece.Words.ReplaceLineEndings("\n").Split('\n');
            _text.AppendJoin("\r\n", lines.Select(MimeLetters.OneLine));
            var html = string.Join("<br>\n", lines.Select(Html));
            _html.Append(piece.Address is null ? html : $"<a href=\"{Html(piece.Address)}\">{html}</a>");
        }

        _text.Append("\r\n\r\n");
        _html.Append("</p>\n");
        return this;
    }

    /// <summary>A link of ours on its own line; in HTML the words are the link.</summary>
    public LetterBody Link(string words, string address)
    {
        _text.Append(MimeLetters.OneLine(words)).Append(":\r\n").Append(address).Append("\r\n\r\n");
        _html.Append("<p><a href=\"").Append(Html(address)).Append("\">").Append(Html(words)).Append("</a></p>\n");
        return this;
    }

    public LetterBody Facts(params (string Label, string Value)[] facts)
    {
        _html.Append("<table>\n");
        foreach (var (label, value) in facts)
        {
            _text.Append(MimeLetters.OneLine(label)).Append(": ").Append(MimeLetters.OneLine(value)).Append("\r\n");
            _html.Append("<tr><th align=\"left\" scope=\"row\" style=\"padding-right:1em\">").Append(Html(label)).Append("</th><td>").Append(Html(value)).Append("</td></tr>\n");
        }

        _text.Append("\r\n");
        _html.Append("</table>\n");
        return this;
    }

    public string Text => _text.ToString();

    /// <summary>A whole document; <paramref name="title"/> is its title.</summary>
    public string AsHtml(string title) =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Html(title)}</title></head>\n"
        + $"<body style=\"font:16px/1.5 sans-serif;color:#181c22;background:#ffffff;max-width:36em\">\n{_html}</body></html>\n";

    private static string Html(string text) => WebUtility.HtmlEncode(MimeLetters.OneLine(text));
}

/// <summary>Part of a paragraph.</summary>
/// <param name="Address">Where it leads. In plain text only the words stand there, so they must be the address itself.</param>
public sealed record LetterPiece(string Words, string? Address = null);
