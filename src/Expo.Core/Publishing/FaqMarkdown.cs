using Ganss.Xss;
using Markdig;
using Markdig.Syntax;

namespace Expo.Core.Publishing;

/// <summary>
/// An answer's Markdown (CommonMark with tables, strike-through and bare links) as HTML that is safe to put on a page. HTML
/// in the source is shown as text; what is left is cleaned against a list of allowed tags, so that a fault in one of the two
/// is not enough.
/// </summary>
public static class FaqMarkdown
{
    private const int FirstLevel = 2;
    private const int LastLevel = 6;

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).UseAutoLinks().Build();

    private static readonly HtmlSanitizer Sanitizer = new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>
        {
            "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "a",
            "table", "thead", "tbody", "tr", "th", "td",
        },
        AllowedAttributes = new HashSet<string> { "href", "title", "start" },
        AllowedSchemes = new HashSet<string> { "http", "https", "mailto" },
        UriAttributes = new HashSet<string> { "href" },
    });

    /// <summary>Headings begin at level 2, below the question that heads the page, and never skip a level.</summary>
    public static string ToHtml(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        SetLevels([.. document.Descendants<HeadingBlock>()]);
        return Sanitizer.Sanitize(document.ToHtml(Pipeline));
    }

    private static void SetLevels(List<HeadingBlock> headings)
    {
        var shift = FirstLevel - headings.Select(h => h.Level).DefaultIfEmpty(FirstLevel).Min();
        var before = FirstLevel - 1;
        foreach (var heading in headings)
        {
            before = Math.Min(Math.Min(heading.Level + shift, before + 1), LastLevel);
            heading.Level = before;
        }
    }
}
