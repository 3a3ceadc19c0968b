using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using Expo.Core.Files;
using A = DocumentFormat.OpenXml.Drawing;

namespace Expo.Core.Submissions;

/// <summary>Makes of a PowerPoint file what everybody may have: without notes, hidden slides, comments, names and places.</summary>
internal static class PptxPublicCopy
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>False when something in it, such as an embedded document, may tell more and cannot be taken out. The copy is then not fit to be shown.</summary>
    /// <param name="copy">A copy of the deck; it is changed in place.</param>
    public static bool Clean(Stream copy)
    {
        copy.Position = 0;
        using (var file = PresentationDocument.Open(copy, isEditable: true))
        {
            var deck = file.PresentationPart ?? throw new InvalidDataException("The deck has no presentation.");
            RemoveHidden(deck);
            Drop(file, []);
            deck.Presentation!.NotesMasterIdList?.Remove();
            deck.Presentation.HandoutMasterIdList?.Remove();
            foreach (var part in new OpenXmlPart?[] { file.ExtendedFilePropertiesPart, file.CustomFilePropertiesPart, file.ThumbnailPart, file.DigitalSignatureOriginPart }.OfType<OpenXmlPart>())
            {
                file.DeletePart(part);
            }

            var about = file.PackageProperties;
            (about.Creator, about.LastModifiedBy, about.Description, about.Keywords, about.Category, about.Subject, about.Identifier) = (null, null, null, null, null, null, null);
            foreach (var picture in file.GetAllParts().OfType<ImagePart>().Distinct().ToList())
            {
                Strip(picture);
            }

            return !file.GetAllParts().Any(p => p is EmbeddedPackagePart or EmbeddedObjectPart or EmbeddedControlPersistencePart or ExtendedPart);
        }
    }

    /// <summary>Parts that are private or unknown, and the workbooks behind charts, wherever they hang.</summary>
    private static void Drop(OpenXmlPartContainer holder, HashSet<OpenXmlPart> seen)
    {
        foreach (var (id, part) in holder.Parts.Select(p => (p.RelationshipId, p.OpenXmlPart)).ToList())
        {
            if (part is EmbeddedPackagePart && holder is ChartPart or ExtendedChartPart)
            {
                // The chart shows the numbers that it has kept.
                ((OpenXmlPart)holder).RootElement?.Descendants().Where(e => e.LocalName == "externalData").ToList().ForEach(e => e.Remove());
                holder.DeletePart(part);
            }
            else if (IsPrivate(part) || part is ExtendedPart)
            {
                // What points to an unknown part can be taken out where it is an extension; otherwise the part is left, and there is no copy.
                if (Unpoint(holder, id) || part is not ExtendedPart)
                {
                    holder.DeletePart(part);
                }
            }
            else if (seen.Add(part))
            {
                Drop(part, seen);
            }
        }
    }

    private static bool Unpoint(OpenXmlPartContainer holder, string id)
    {
        var users = (holder as OpenXmlPart)?.RootElement?.Descendants().Where(e => e.GetAttributes().Any(a => a.NamespaceUri == Relations && a.Value == id)).ToList() ?? [];
        foreach (var user in users)
        {
            if ((user.LocalName is "custData" or "tags" ? user : user.Ancestors().FirstOrDefault(e => e.LocalName == "ext")) is not { } extra)
            {
                return false;
            }

            extra.Remove();
        }

        return true;
    }

    private static bool IsPrivate(OpenXmlPart part) =>
        part is NotesSlidePart or NotesMasterPart or HandoutMasterPart or SlideCommentsPart or CommentAuthorsPart or PowerPointCommentPart or PowerPointAuthorsPart or UserDefinedTagsPart or CustomXmlPart or CustomDataPart or VmlDrawingPart
        || part.ContentType.Contains("classificationlabels", StringComparison.OrdinalIgnoreCase);

    private static void RemoveHidden(PresentationPart deck)
    {
        var list = deck.Presentation?.SlideIdList ?? throw new InvalidDataException("The deck has no slides.");
        var hidden = list.Elements<SlideId>().Where(s => deck.GetPartById(s.RelationshipId!.Value!) is SlidePart { Slide.Show.Value: false }).ToList();
        if (hidden.Count == 0)
        {
            return;
        }

        var parts = hidden.ConvertAll(s => deck.GetPartById(s.RelationshipId!.Value!));
        var ids = hidden.ConvertAll(s => s.Id!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var slide in deck.SlideParts.Where(s => !parts.Contains(s)).ToList())
        {
            // A link to a slide that goes would keep it in the package.
            foreach (var link in slide.Parts.Where(p => parts.Contains(p.OpenXmlPart)).ToList())
            {
                foreach (var click in slide.Slide!.Descendants<A.HyperlinkType>().Where(h => h.Id?.Value == link.RelationshipId).ToList())
                {
                    click.Remove();
                }

                slide.DeletePart(link.RelationshipId);
            }
        }

        deck.Presentation.CustomShowList?.Remove();
        // Sections list slides by their numbers; one that is not there makes the file look damaged.
        foreach (var entry in deck.Presentation.Descendants().Where(e => e.LocalName == "sldId" && e is not SlideId && ids.Contains(e.GetAttributes().FirstOrDefault(a => a.LocalName == "id").Value ?? "")).ToList())
        {
            entry.Remove();
        }

        foreach (var (slide, part) in hidden.Zip(parts))
        {
            slide.Remove();
            deck.DeletePart(part);
        }
    }

    private static void Strip(ImagePart picture)
    {
        using var bytes = new MemoryStream();
        using (var stream = picture.GetStream(FileMode.Open, FileAccess.Read))
        {
            stream.CopyTo(bytes);
        }

        var (before, after) = (bytes.ToArray(), PictureMetadata.Strip(bytes.ToArray()));
        if (after.Length != before.Length)
        {
            using var stream = picture.GetStream(FileMode.Create, FileAccess.Write);
            stream.Write(after);
        }
    }
}
