namespace Expo.Core.Submissions;

/// <summary>A proposal as it was typed. Everything may be missing.</summary>
public sealed record ProposalDraft
{
    public string? Title { get; init; }

    /// <summary>One of the call's.</summary>
    public string? Topic { get; init; }

    public string? Savings { get; init; }

    public string? Description { get; init; }

    public string? NoteToOrganisers { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Company { get; init; }

    /// <summary>ISO code or English name.</summary>
    public string? Country { get; init; }

    public string? Biography { get; init; }

    public static ProposalDraft Of(Proposal proposal)
    {
        var owner = proposal.Speakers.FirstOrDefault(s => s.IsOwner);
        return new ProposalDraft
        {
            Title = proposal.Title, Topic = proposal.Topic, Savings = proposal.Savings, Description = proposal.Description, NoteToOrganisers = proposal.NoteToOrganisers,
            Name = owner?.Name, Email = owner?.Email, Phone = owner?.Phone, Company = owner?.Company, Country = owner?.Country, Biography = owner?.Biography,
        };
    }
}

/// <summary>A change to a proposal.</summary>
/// <param name="Revision">Of what was shown: whoever changed it meanwhile is not overwritten.</param>
/// <param name="Draft">What is wanted.</param>
/// <param name="AttachmentId">A new attachment that was taken; null: as it was.</param>
/// <param name="TakeAttachmentAway">No attachment any more.</param>
public sealed record ProposalEdit(int Revision, ProposalDraft Draft, Guid? AttachmentId = null, bool TakeAttachmentAway = false);

/// <summary>Somebody who is asked to speak as well.</summary>
public sealed record InvitationDraft(string? InviteeName, string? InviteeEmail);

/// <summary>What an invited speaker says when accepting.</summary>
public sealed record AcceptanceDraft(string? Name, string? Company, string? Country);
