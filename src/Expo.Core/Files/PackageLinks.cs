using System.Xml;

namespace Expo.Core.Files;

/// <summary>
/// Looks through the XML parts of one package for what would be fetched from elsewhere or run. Lists of relations come first. A link
/// that somebody clicks stays, and so does a video on the web, as long as nothing else uses the same relation: programs go by its
/// number and not by what it calls itself.
/// </summary>
internal sealed class PackageLinks
{
    private const int DeepestXml = 200;
    private const int MostOutside = 20_000;
    private const string Xlink = "http://www.w3.org/1999/xlink";

    private static readonly string[] Scripts = ["vnd.sun.star.", "macro:", "javascript:", "vbscript:", "service:", "slot:", ".uno:"];

    private readonly Dictionary<(string Part, string Id), bool> _outside = [];

    public static bool IsRelations(string name) => name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    public Refusal? WhyNot(XmlReader xml, string name)
    {
        var (isRelations, part) = (IsRelations(name), name.ToLowerInvariant());
        while (xml.Read())
        {
            if (xml.Depth > DeepestXml)
            {
                return ContentRefusals.Bomb;
            }

            if (xml.NodeType == XmlNodeType.Element && ((isRelations ? OfRelation(xml, part) : OfElement(xml, part)) ?? Anywhere(xml)) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal? Anywhere(XmlReader xml) =>
        xml.LocalName == "encryption-data" ? ContentRefusals.Encrypted
        : xml.GetAttribute("action") is { } action && (action.StartsWith("ppaction://program", StringComparison.OrdinalIgnoreCase) || action.StartsWith("ppaction://macro", StringComparison.OrdinalIgnoreCase)) ? ContentRefusals.RunsOnClick
        : null;

    private Refusal? OfRelation(XmlReader xml, string relations)
    {
        if (xml.LocalName != "Relationship" || xml.GetAttribute("TargetMode") != "External")
        {
            return null;
        }

        var (type, target) = (xml.GetAttribute("Type") ?? "", xml.GetAttribute("Target") ?? "");
        var kind = type[(type.LastIndexOf('/') + 1)..];
        var isMedia = kind is "video" or "media" or "audio";
        var part = PartOf(relations);
        if ((kind != "hyperlink" && !(isMedia && IsWeb(target))) || !part.EndsWith(".xml", StringComparison.Ordinal))
        {
            return ContentRefusals.Linked;
        }

        _outside[(part, xml.GetAttribute("Id") ?? "")] = isMedia;
        return _outside.Count > MostOutside ? ContentRefusals.Bomb : null;
    }

    private Refusal? OfElement(XmlReader xml, string part)
    {
        var (element, space) = (xml.LocalName, xml.NamespaceURI);
        var isOpenDocument = space.Contains(":opendocument:", StringComparison.Ordinal) || space.Contains("openoffice.org", StringComparison.Ordinal);
        var (href, action) = ("", "");
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if ((xml.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal) || xml.LocalName == "relid") && _outside.TryGetValue((part, xml.Value), out var isMedia) && !MayUse(element, isMedia))
            {
                xml.MoveToElement();
                return ContentRefusals.Linked;
            }

            href = xml is { NamespaceURI: Xlink, LocalName: "href" } ? xml.Value.Trim() : href;
            action = isOpenDocument && xml.LocalName == "action" ? xml.Value : action;
        }

        xml.MoveToElement();
        var isScriptListener = isOpenDocument && element == "event-listener" && space.Contains(":script:", StringComparison.Ordinal);
        if (isScriptListener || action is "execute" or "macro" || Scripts.Any(s => href.StartsWith(s, StringComparison.OrdinalIgnoreCase)))
        {
            return ContentRefusals.RunsOnClick;
        }

        // Where it was made from is only noted in the properties; a listener here is a click.
        var isForPeople = isOpenDocument && (element == "a" || (element == "template" && space.Contains(":meta:", StringComparison.Ordinal)) || (element == "event-listener" && IsWeb(href)));
        return IsOutside(href) && !isForPeople ? ContentRefusals.Linked : null;
    }

    private static bool MayUse(string element, bool isMedia) => isMedia
        ? element is "videoFile" or "audioFile" or "quickTimeFile" or "media"
        : element.StartsWith("hlink", StringComparison.Ordinal) || element == "hyperlink";

    private static bool IsWeb(string target) => target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Not a place in the package: with a scheme, from the root, or up and out.</summary>
    private static bool IsOutside(string href) =>
        !href.StartsWith('#') && (href.StartsWith('/') || href.Contains('\\') || href.Contains(':') || href.Contains("..", StringComparison.Ordinal));

    /// <summary>For instance <c>ppt/slides/slide1.xml</c> for <c>ppt/slides/_rels/slide1.xml.rels</c>.</summary>
    private static string PartOf(string relations) => relations[..^".rels".Length].Replace("_rels/", "", StringComparison.Ordinal);
}
