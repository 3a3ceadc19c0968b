using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Submissions;

/// <summary>
/// The letters that tell speakers a decision. The preview is written by the very method that writes the letter when it leaves; only the secret of its
/// link is made then.
/// </summary>
public sealed class DecisionLetters(ExpoStore store, SignInLinks links, IOptions<MailOptions> options, TimeProvider clock) : ILetterWriter
{
    /// <summary>Begins the log's line of a decision.</summary>
    internal const string Decided = "Decided:";

    private const string NoSecret = "…";
    private const string Desk = "/speaker";

    private static readonly Dictionary<Decision, string> ByDecision = new()
    {
        [Decision.Accepted] = "TellAccepted", [Decision.Standby] = "TellStandby", [Decision.Rejected] = "TellRejected",
    };

    public IReadOnlyCollection<string> Templates { get; } = [.. ByDecision.Values];

    public static string TemplateOf(Decision decision) => ByDecision[decision];

    public Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, shown: false, ct);

    public Task<Letter?> ShowAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, shown: true, ct);

    /// <summary>Who of a proposal is told: whoever sent it and those who have accepted an invitation.</summary>
    internal static IEnumerable<ProposalSpeaker> Told(Proposal proposal) =>
        proposal.Speakers.Where(s => (s.IsOwner || s.AcceptedAt is not null) && s.NormalisedEmail.Contains('@', StringComparison.Ordinal)).OrderBy(s => s.Position).ThenBy(s => s.Id);

    /// <summary>A letter as it would leave now, without a secret.</summary>
    internal Task<Letter> PreviewAsync(Proposal proposal, ProposalSpeaker to, Conference conference, CancellationToken ct) =>
        ComposeAsync(OutboxLetter.For(TemplateOf(proposal.Decision), to.NormalisedEmail, proposal.Id, 0, clock.GetUtcNow()), proposal, to, proposal.Decision, conference, shown: true, ct);

    private async Task<Letter?> WriteAsync(OutboxLetter letter, bool shown, CancellationToken ct)
    {
        var decision = ByDecision.First(d => d.Value == letter.Template).Key;
        var found = await store.ReadAsync(async db => await db.Proposals.AsNoTracking().Include(p => p.Speakers).FirstOrDefaultAsync(p => p.Id == letter.SubjectId, ct) is { } proposal
            ? (Proposal: proposal, Conference: await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == proposal.ConferenceId, ct))
            : default);

        // Overtaken: withdrawn, told otherwise since, or the person is no speaker of it any more.
        return found.Proposal is { State: ProposalState.Submitted } about && about.Informed == decision && Told(about).FirstOrDefault(s => s.NormalisedEmail == letter.Recipient) is { } to
            ? await ComposeAsync(letter, about, to, decision, found.Conference, shown, ct)
            : null;
    }

    private async Task<Letter> ComposeAsync(OutboxLetter letter, Proposal about, ProposalSpeaker to, Decision decision, Conference conference, bool shown, CancellationToken ct)
    {
        var body = new LetterBody().Paragraph($"Hello {to.Name},");
        var subject = decision switch
        {
            Decision.Accepted => Accepted(body, about, to, conference),
            Decision.Standby => Standby(body, conference),
            _ => Rejected(body, conference),
        };
        body.Facts(("Proposal", about.Title), ("Number", about.Code));
        if (decision != Decision.Rejected)
        {
            await LinkAsync(body, to, decision == Decision.Accepted && to.IsOwner ? "Sign in and answer" : "Sign in and see your talks", EventTime.In(conference.TimeZone), shown, ct);
        }

        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        return new Letter(to.Email, to.Name, subject, body.Text, body.AsHtml(subject)) { MessageId = $"{letter.Template.ToLowerInvariant()}.o{letter.Id}@{options.Value.Domain}", FromName = conference.Name };
    }

    private static string Accepted(LetterBody body, Proposal about, ProposalSpeaker to, Conference conference)
    {
        body.Paragraph($"We would like to have this talk in the program of {conference.Name}.");
        body.Paragraph(to.IsOwner
            ? "Please say on your speaker’s page whether you will give it. It joins the program once you have confirmed; day, time and stage follow."
            : $"{ProposalService.OwnerOf(about).Name} is asked to confirm it for all of its speakers. Day, time and stage follow.");
        return $"Your talk is accepted: {conference.Name}";
    }

    private static string Standby(LetterBody body, Conference conference)
    {
        body.Paragraph($"There was more that we would like to show at {conference.Name} than there is room for. Your talk is on standby: if another one falls out, we write to you at once and ask whether you will give it.")
            .Paragraph("You need not do anything. If you can no longer give it, withdraw the proposal.");
        return $"Your talk is on standby: {conference.Name}";
    }

    private static string Rejected(LetterBody body, Conference conference)
    {
        body.Paragraph($"Thank you for offering a talk at {conference.Name}. We cannot take it into the program this time.").Paragraph("We know that a proposal is work, and we would be glad to read from you again.");
        return $"About your proposal: {conference.Name}";
    }

    private async Task LinkAsync(LetterBody body, ProposalSpeaker to, string words, EventTime time, bool shown, CancellationToken ct)
    {
        var offer = shown ? new SignInOffer(NoSecret, clock.GetUtcNow() + SignInLinks.Enclosed) : await links.MakeAsync(to.NormalisedEmail, to.Name, Desk, SignInLinks.Enclosed, ct);
        if (offer.NeedsPassword)
        {
            body.Paragraph("Your address belongs to an account that runs the event: sign in with its password.").Link("Your talks", options.Value.Link(Desk));
            return;
        }

        body.Link(words, options.Value.Link(offer.Path)).Paragraph($"This link works once, until {time.Full(offer.EndsAt)}.").Link("Later, ask for a new link here", options.Value.Link($"{SignInLinks.Page}?returnUrl={Desk}"));
    }
}
