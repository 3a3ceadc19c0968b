using System.Globalization;
using Expo.Core.Submissions;

namespace Expo.Web.Submissions;

/// <summary>What the form of a proposal posts. The fields are named as in <see cref="ProposalDraft"/>, whose refusals name them.</summary>
public sealed class ProposalForm
{
    public const string Submit = "submit";

    /// <summary>Bytes of a whole form that are read. A file that is too large for an attachment still lets what was typed be kept.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>Of what was shown, as text: what is not a number is that of nothing.</summary>
    public string? Revision { get; set; }

    /// <summary>Revision that was seen and is meant to be overwritten.</summary>
    public string? Overwrite { get; set; }

    /// <summary>Which button was pressed.</summary>
    public string? Do { get; set; }

    public string? Title { get; set; }

    public string? Topic { get; set; }

    public string? Savings { get; set; }

    public string? Description { get; set; }

    public string? NoteToOrganisers { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    public string? Company { get; set; }

    public string? Country { get; set; }

    public string? Biography { get; set; }

    /// <summary>Only names the field: the file itself is read from the request.</summary>
    public string? Attachment { get; set; }

    public bool TakeAttachmentAway { get; set; }

    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        [nameof(Title), nameof(Topic), nameof(Savings), nameof(Description), nameof(Attachment), nameof(Name), nameof(Email), nameof(Phone), nameof(Company), nameof(Country), nameof(Biography), nameof(NoteToOrganisers)];

    public int KnownRevision => int.TryParse(Overwrite ?? Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1;

    public static ProposalForm Of(Proposal proposal)
    {
        var draft = ProposalDraft.Of(proposal);
        return new ProposalForm
        {
            Revision = proposal.Revision.ToString(CultureInfo.InvariantCulture), Title = draft.Title, Topic = draft.Topic, Savings = draft.Savings, Description = draft.Description, NoteToOrganisers = draft.NoteToOrganisers,
            Name = draft.Name, Email = draft.Email, Phone = draft.Phone, Company = draft.Company, Country = draft.Country, Biography = draft.Biography,
        };
    }

    public ProposalDraft ToDraft() => new()
    {
        Title = Title, Topic = Topic, Savings = Savings, Description = Description, NoteToOrganisers = NoteToOrganisers, Name = Name, Email = Email, Phone = Phone, Company = Company, Country = Country, Biography = Biography,
    };
}
