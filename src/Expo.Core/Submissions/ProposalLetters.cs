using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Submissions;

/// <summary>Writes the letters about proposals when they leave. Secrets of their links are made at that moment.</summary>
internal sealed class ProposalLetters(ExpoStore store, SignInLinks links, ProposalService proposals, IOptions<MailOptions> options, TimeProvider clock) : ILetterWriter
{
    /// <summary>It has arrived, with a way back; the subject is the number of the proposal.</summary>
    public const string Sent = "SendProposal";

    /// <summary>Somebody is asked to speak too; the subject is the number of that speaker, as in the two below.</summary>
    public const string Invitation = "SendInvitation";

    /// <summary>Tells the owner what an invited speaker said.</summary>
    public const string Answered = "SendInvitationAnswer";

    /// <summary>It was withdrawn, to each speaker.</summary>
    public const string TakenBack = "SendWithdrawn";

    public const string InvitationPage = "/submit/invitation";

    private const string NoSecret = "…";

    public IReadOnlyCollection<string> Templates { get; } = [Sent, Invitation, Answered, TakenBack];

    public Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, shown: false, ct);

    public Task<Letter?> ShowAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, shown: true, ct);

    private async Task<Letter?> WriteAsync(OutboxLetter letter, bool shown, CancellationToken ct)
    {
        var found = await store.ReadAsync(async db =>
        {
            var proposal = await db.Proposals.AsNoTracking().Include(p => p.Speakers)
                .FirstOrDefaultAsync(p => letter.Template == Sent ? p.Id == letter.SubjectId : p.Speakers.Any(s => s.Id == letter.SubjectId), ct);
            return proposal is null ? default : (Proposal: proposal, Conference: await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == proposal.ConferenceId, ct));
        });
        if (found.Proposal is not { } about)
        {
            // The person was erased in between, or the invitation taken back.
            return null;
        }

        var owner = ProposalService.OwnerOf(about);
        var to = letter.Template is Sent or Answered ? owner : about.Speakers.First(s => s.Id == letter.SubjectId);
        return to.NormalisedEmail != letter.Recipient ? null : letter.Template switch
        {
            Sent => about.State == ProposalState.Submitted ? await SentAsync(letter, about, owner, found.Conference, shown, ct) : null,
            Invitation => about.State != ProposalState.Withdrawn && (shown ? NoSecret : await proposals.SealInvitationAsync(to.Id, ct)) is { } secret
                ? Invite(letter, about, owner, to, found.Conference, secret) : null,
            Answered => about.Speakers.FirstOrDefault(s => s.Id == letter.SubjectId) is { } asked && (asked.AcceptedAt ?? asked.DeclinedAt) is not null ? Answer(letter, about, owner, asked, found.Conference) : null,
            _ => about.State == ProposalState.Withdrawn ? Withdrawn(letter, about, to, found.Conference) : null,
        };
    }

    private async Task<Letter> SentAsync(OutboxLetter letter, Proposal about, ProposalSpeaker owner, Conference conference, bool shown, CancellationToken ct)
    {
        var path = $"/submit/{about.Code}";
        var offer = shown ? new SignInOffer(NoSecret, clock.GetUtcNow() + SignInLinks.Enclosed) : await links.MakeAsync(owner.NormalisedEmail, owner.Name, path, SignInLinks.Enclosed, ct);
        var call = await store.ReadAsync(db => db.CallsForTalks.AsNoTracking().FirstOrDefaultAsync(c => c.ConferenceId == conference.Id, ct));
        var time = EventTime.In(conference.TimeZone);
        var body = new LetterBody().Paragraph($"Hello {owner.Name},")
            .Paragraph($"Your proposal for {conference.Name} has arrived. You can change it{(call?.ClosesAt is { } end ? $" until {time.Full(end)}" : " until the call closes")}, and withdraw it at any time.")
            .Facts(("Proposal", about.Title), ("Number", about.Code));
        if (offer.NeedsPassword)
        {
            body.Paragraph("Your address belongs to an account that runs the event: sign in with its password to see the proposal.").Link("Your proposal", options.Value.Link(path));
        }
        else
        {
            body.Link("Sign in and open your proposal", options.Value.Link(offer.Path))
                .Paragraph($"This link works once, until {time.Full(offer.EndsAt)}. Once you have come back by it you can invite other speakers as well.")
                .Link("Later, ask for a new link here", options.Value.Link($"{SignInLinks.Page}?returnUrl={path}"));
        }

        body.Paragraph("You did not send a proposal? Then somebody typed your address. You need not do anything.");
        return Finish(letter, owner, conference, $"Your proposal has arrived: {conference.Name}", body);
    }

    private Letter Invite(OutboxLetter letter, Proposal about, ProposalSpeaker owner, ProposalSpeaker asked, Conference conference, string secret)
    {
        var body = new LetterBody().Paragraph($"Hello {asked.Name},")
            .Paragraph($"{owner.Name}{(owner.Company.Length > 0 ? $" of {owner.Company}" : "")} offers a talk at {conference.Name} and asks you to speak too.")
            .Facts(("Talk", about.Title.Length > 0 ? about.Title : "No title yet"), ("Number", about.Code))
            .Link("Read it and answer", options.Value.Link($"{InvitationPage}/{secret}"))
            .Paragraph("On that page you accept or decline. You need no account for it.")
            .Paragraph($"We have your name and address from {owner.Name} and use them for this invitation only. If you decline, you hear nothing more about it.");
        return Finish(letter, asked, conference, $"{owner.Name} asks you to speak: {conference.Name}", body);
    }

    private Letter Answer(OutboxLetter letter, Proposal about, ProposalSpeaker owner, ProposalSpeaker asked, Conference conference)
    {
        var accepted = asked.AcceptedAt is not null;
        var body = new LetterBody().Paragraph($"Hello {owner.Name},")
            .Paragraph(accepted ? $"{asked.Name} has accepted and is named as a speaker of your talk." : $"{asked.Name} has declined. You can invite somebody else while the call is open.")
            .Facts(("Proposal", about.Title), ("Number", about.Code)).Link("The speakers of your talk", options.Value.Link($"/submit/{about.Code}/speakers"));
        return Finish(letter, owner, conference, $"{asked.Name} has {(accepted ? "accepted" : "declined")}: {conference.Name}", body);
    }

    private Letter Withdrawn(OutboxLetter letter, Proposal about, ProposalSpeaker to, Conference conference)
    {
        var body = new LetterBody().Paragraph($"Hello {to.Name},").Paragraph($"This proposal for {conference.Name} was withdrawn. It is not considered any more.")
            .Facts(("Proposal", about.Title), ("Number", about.Code));
        return Finish(letter, to, conference, $"A proposal was withdrawn: {conference.Name}", body);
    }

    private Letter Finish(OutboxLetter letter, ProposalSpeaker to, Conference conference, string subject, LetterBody body)
    {
        if (conference.IsDemo)
        {
            body.Paragraph("This is a demo event. It does not take place.");
        }

        return new Letter(to.Email, to.Name, subject, body.Text, body.AsHtml(subject))
        {
            MessageId = $"{letter.Template.ToLowerInvariant()}.o{letter.Id}@{options.Value.Domain}",
            FromName = conference.Name,
        };
    }
}
