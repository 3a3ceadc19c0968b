namespace Expo.Core.Submissions;

/// <summary>Every "no" about a proposal. Fields are named as in <see cref="ProposalDraft"/>.</summary>
public static class ProposalRefusals
{
    /// <summary>The same for a proposal that is not there and for one of somebody else.</summary>
    public static readonly Refusal Unknown = Refusal.NotFound("proposals.unknown", "There is no such proposal, or it is not yours. Open it by the link in your letter.");

    public static readonly Refusal ChangedMeanwhile = Refusal.Conflict(
        "proposals.changed-meanwhile", "This proposal was changed in another window after you opened it here. Nothing was overwritten, and what you typed still stands below.");

    public static readonly Refusal Withdrawn = Refusal.Conflict("proposals.withdrawn", "This proposal was withdrawn. Begin a new one if you want to speak after all.");

    public static readonly Refusal NotDraft = Refusal.Conflict("proposals.not-draft", "This proposal was sent already. Changes that you save are seen at once.");

    public static readonly Refusal InProgramme = Refusal.Conflict("proposals.in-programme", "This talk is in the program. Write to the organizers to change it or to take it out.");

    public static readonly Refusal Incomplete = Refusal.Conflict("proposals.incomplete", "Something is still missing. Look at the fields that are marked.");

    public static readonly Refusal TooManyLetters = Refusal.TooMany("proposals.too-many-letters", "Many proposals were sent for this address within an hour. Wait an hour, then send this one. Your draft is kept.");

    public static readonly Refusal TitleMissing = Missing("title", "Enter the talk’s title.", nameof(ProposalDraft.Title));
    public static readonly Refusal TopicMissing = Missing("topic", "Choose the topic that fits best.", nameof(ProposalDraft.Topic));
    public static readonly Refusal SavingsMissing = Missing("savings", "Say what it saves, with figures: hours, cost, error rates.", nameof(ProposalDraft.Savings));
    public static readonly Refusal SavingsWithoutFigure = Refusal.Invalid("proposals.savings-without-figure", "Give at least one figure, such as “from 6 weeks to 4 days”. Say so if it is an estimate.", nameof(ProposalDraft.Savings));
    public static readonly Refusal DescriptionMissing = Missing("description", "Describe the technology and the pain points that it meets.", nameof(ProposalDraft.Description));
    public static readonly Refusal NameMissing = Missing("name", "Enter your name.", nameof(ProposalDraft.Name));
    public static readonly Refusal EmailMissing = Missing("email", "Enter your email address. We send the link to come back there.", nameof(ProposalDraft.Email));
    public static readonly Refusal PhoneMissing = Missing("phone", "Enter a phone number at which you can be reached before the talk.", nameof(ProposalDraft.Phone));
    public static readonly Refusal PhoneMalformed = Refusal.Invalid("proposals.phone", "A phone number has 6 to 20 digits, with a plus sign and the country’s code in front, such as “+1 202 555 0142”.", nameof(ProposalDraft.Phone));
    public static readonly Refusal CompanyMissing = Missing("company", "Enter the company that you speak for.", nameof(ProposalDraft.Company));
    public static readonly Refusal CountryMissing = Missing("country", "Choose the country you come from.", nameof(ProposalDraft.Country));
    public static readonly Refusal SameAddress = Refusal.Invalid("proposals.same-address", "Another speaker of this talk has this address. Each needs their own.", nameof(ProposalDraft.Email));
    public static readonly Refusal AddressFixed = Refusal.Invalid("proposals.address-fixed", "This proposal belongs to the address that you signed in with, and letters about it go there. It cannot be changed here.", nameof(ProposalDraft.Email));

    public static readonly Refusal SignInToInvite = Refusal.Forbidden("proposals.sign-in-to-invite", "Come back by the link in your letter first. Then we know the address is yours, and you can invite others.");
    public static readonly Refusal InviteeNameMissing = Missing("invitee-name", "Enter the speaker’s name.", nameof(InvitationDraft.InviteeName));
    public static readonly Refusal InviteeEmailMissing = Missing("invitee-email", "Enter the speaker’s email address. The invitation goes there.", nameof(InvitationDraft.InviteeEmail));
    public static readonly Refusal AlreadyInvited = Refusal.Invalid("proposals.already-invited", "This person is invited already. Take the invitation back first to write again.", nameof(InvitationDraft.InviteeEmail));
    public static readonly Refusal OwnInvitation = Refusal.Invalid("proposals.own-invitation", "This is your own address. Enter the other speaker’s.", nameof(InvitationDraft.InviteeEmail));
    public static readonly Refusal TooManyInvitations = Refusal.TooMany("proposals.too-many-invitations", "Many invitations were sent for this proposal today. Try again tomorrow.");
    public static readonly Refusal InvitationGone = Refusal.NotFound("proposals.invitation-gone", "This invitation was answered already, or it was taken back. If you accepted it, sign in to see the proposal.");
    public static readonly Refusal NotInvited = Refusal.NotFound("proposals.not-invited", "There is no such invitation any more. Reload the page.");
    public static readonly Refusal AcceptedAlready = Refusal.Conflict("proposals.accepted-already", "This person has accepted in the meantime. Ask the organizers to take a speaker out.");

    public static Refusal Full(int most) => Refusal.Conflict("proposals.full", $"A talk has at most {most} speakers, you and open invitations included. Take an invitation back first.");

    public static Refusal TooLong(string field, int most) => Refusal.Invalid("proposals.too-long", $"Use at most {most:N0} characters.", field);

    public static Refusal TooShort(string field, int least) => Refusal.Invalid("proposals.too-short", $"Write a little more: at least {least} characters.", field);

    public static Refusal Unreadable(string field) => Refusal.Invalid("proposals.unreadable", "The text contains characters that cannot be printed, or a line break where one line is asked for. Type it again.", field);

    private static Refusal Missing(string what, string message, string field) => Refusal.Invalid($"proposals.{what}-missing", message, field);
}
