using Expo.Core.Agenda;
using Expo.Core.Submissions;

namespace Expo.Web.Submissions;

/// <summary>Proposals in plain words, as their speakers read them.</summary>
internal static class ProposalWords
{
    public static string TitleOf(Proposal proposal) => proposal.Title.Length > 0 ? proposal.Title : "No title yet";

    public static string Of(Proposal proposal, EventTime time) => proposal switch
    {
        { State: ProposalState.Withdrawn } => "Withdrawn",
        { State: ProposalState.Draft } => $"Draft, changed {time.Full(proposal.ChangedAt)}. Not sent yet",
        { Informed: Decision.Accepted } => "Accepted",
        { Informed: Decision.Standby } => "On standby",
        { Informed: Decision.Rejected } => "Not accepted",
        { SubmittedAt: { } at } => $"Submitted {time.Full(at)}",
        _ => "Submitted",
    };

    public static string Of(ProposalSpeaker speaker, EventTime time) => speaker switch
    {
        { IsOwner: true } => "Wrote the proposal",
        { AcceptedAt: { } at } => $"Accepted {time.Full(at)}",
        { DeclinedAt: { } at } => $"Declined {time.Full(at)}",
        { InvitedAt: { } at } => $"Invited {time.Full(at)}, no answer yet",
        _ => "",
    };

    /// <summary>For instance <c>15 minutes of talk and 10 of questions</c>.</summary>
    public static string Length(CallForTalks call) => $"{call.TalkMinutes} minutes of talk{(call.QuestionMinutes > 0 ? $" and {call.QuestionMinutes} of questions" : "")}";
}
