using Expo.Core.Publishing;

namespace Expo.Core.Tests.Publishing;

public sealed class FaqMarkdownTests
{
    [Theory]
    [InlineData("Often *not*.\n\nUse a **test**.", "<p>Often <em>not</em>.</p>\n<p>Use a <strong>test</strong>.</p>\n")]
    [InlineData("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n")]
    [InlineData("[the study](https://lab.example/a?b=1&c=2)", "<p><a href=\"https://lab.example/a?b=1&amp;c=2\">the study</a></p>\n")]
    [InlineData("| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n")]
    public void Markdown_becomes_plain_tags(string markdown, string html) => Assert.Equal(html, FaqMarkdown.ToHtml(markdown));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt&colon;alert(1))")]
    [InlineData("[x](java&#x0A;script:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](https://tracker.example/pixel.png)")]
    [InlineData("![x\" onerror=\"alert(1)](x)")]
    [InlineData("[x](https://e.example \"a\\\" onmouseover=\\\"alert(1)\")")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("<iframe src=//evil.example></iframe>")]
    [InlineData("<form action=//evil.example><input name=password></form>")]
    [InlineData("```html\"><script>alert(1)</script>\ncode\n```")]
    [InlineData("| <script>alert(1)</script> |\n|---|\n| <b onclick=x> |")]
    [InlineData("<!--><script>alert(1)</script>-->")]
    public void Hostile_markdown_comes_out_without_a_tag_or_address_that_acts(string markdown)
    {
        var html = FaqMarkdown.ToHtml($"before\n\n{markdown}\n\nafter");

        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        Assert.DoesNotContain(document.All, e => e.LocalName is "script" or "img" or "svg" or "style" or "iframe" or "form" or "input" or "object" or "math");
        Assert.All(document.All.SelectMany(e => e.Attributes), a => Assert.Contains(a.Name, new[] { "href", "title", "start" }));
        Assert.All(document.Links, link => Assert.Matches("^(https?://|mailto:|about://)", ((AngleSharp.Html.Dom.IHtmlAnchorElement)link).Href));
        Assert.StartsWith("<p>before</p>", html, StringComparison.Ordinal);
        Assert.EndsWith("<p>after</p>\n", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# A\n\n## B\n\n# C", "h2 h3 h2")]
    [InlineData("## A\n\n### B", "h2 h3")]
    [InlineData("# A\n\n#### B\n\n##### C", "h2 h3 h4")]
    [InlineData("#### A\n\n# B", "h2 h2")]
    [InlineData("# A\n## B\n### C\n#### D\n##### E\n###### F", "h2 h3 h4 h5 h6 h6")]
    public void Headings_begin_below_the_page_title_and_skip_no_level(string markdown, string levels)
    {
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(FaqMarkdown.ToHtml(markdown));

        Assert.Equal(levels, string.Join(' ', document.QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => h.LocalName)));
    }
}
