using Expo.Core.Agenda;

namespace Expo.Core.Submissions;

public enum ProposalState
{
    /// <summary>Kept, seen by its speakers only.</summary>
    Draft,
    Submitted,
    Withdrawn,
}

/// <summary>What the organisers think of it. The speakers know nothing of it until they are informed.</summary>
public enum Decision
{
    None,
    Accepted,

    /// <summary>Might take the place of one that falls out.</summary>
    Standby,
    Rejected,
}

/// <summary>What the speaker of an accepted talk answered.</summary>
public enum SpeakerAnswer
{
    None,
    Confirmed,
    Declined,
}

/// <summary>A talk that somebody offers.</summary>
public sealed class Proposal
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Short word that people read out and find it by, for instance <c>K7QZ3M</c>. No secret.</summary>
    public required string Code { get; init; }

    public ProposalState State { get; set; }

    public string Title { get; set; } = "";

    /// <summary>One of the call's topics.</summary>
    public string Topic { get; set; } = "";

    /// <summary>What it saves, with metrics.</summary>
    public string Savings { get; set; } = "";

    /// <summary>What it is and which pain points it meets.</summary>
    public string Description { get; set; } = "";

    /// <summary>For the organisers only, for instance what the talk needs on stage.</summary>
    public string NoteToOrganisers { get; set; } = "";

    /// <summary>One to three pages in Word or PDF.</summary>
    public Guid? AttachmentId { get; set; }

    /// <summary>Whoever began it without an account holds the secret of this hash in a cookie; null once an account owns it.</summary>
    public string? DraftKeyHash { get; set; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }

    public Decision Decision { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    /// <summary>What the speakers were told last; <see cref="Decision.None"/>: nothing.</summary>
    public Decision Informed { get; set; }

    public DateTimeOffset? InformedAt { get; set; }

    public SpeakerAnswer Answer { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The session that it became.</summary>
    public int? SessionId { get; set; }

    /// <summary>Up by one with every change, so that two people do not overwrite each other.</summary>
    public int Revision { get; set; }

    public List<ProposalSpeaker> Speakers { get; init; } = [];
}

/// <summary>Somebody who would give the talk. The first wrote it; the others were invited and are shown once they have accepted.</summary>
public sealed class ProposalSpeaker
{
    public int Id { get; init; }

    public int ProposalId { get; init; }

    /// <summary>Order in which they are named, from 0.</summary>
    public int Position { get; set; }

    public bool IsOwner { get; init; }

    public required string Email { get; set; }

    public required string NormalisedEmail { get; set; }

    public string Name { get; set; } = "";

    public string Company { get; set; } = "";

    /// <summary>English name of the country.</summary>
    public string Country { get; set; } = "";

    public string Phone { get; set; } = "";

    public string Biography { get; set; } = "";

    public int? AccountId { get; set; }

    /// <summary>SHA-256 of the secret in the invitation's link; null once it was answered.</summary>
    public string? InvitationHash { get; set; }

    public DateTimeOffset? InvitedAt { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? DeclinedAt { get; set; }

    /// <summary>The speaker of the programme that this person became.</summary>
    public int? SpeakerId { get; set; }
}

/// <summary>What happened to a proposal, in plain words; append only.</summary>
public sealed class ProposalLogLine
{
    public int Id { get; init; }

    public int ProposalId { get; init; }

    public DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Text { get; init; }
}
