using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Submissions;

public sealed class InvitationTests
{
    private static readonly InvitationDraft Grace = new("Grace Hopper", "Grace@Example.org");
    private static readonly AcceptanceDraft Accepting = new("Grace Hopper", "Harbor Works", "United States");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Nobody_writes_to_others_before_the_own_address_is_confirmed(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var begun = await desk.SubmitAsync();

        var held = await desk.Service.InviteAsync(Actor.Visitor, begun.Code, begun.DraftKey, Grace, Ct);
        var invited = await desk.Test.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == ProposalLetters.Invitation, Ct));
        var (code, owner) = await desk.ConfirmedAsync("ada@other.example");
        var confirmed = await desk.Service.InviteAsync(owner, code, null, Grace, Ct);

        Assert.Equal((ProposalRefusals.SignInToInvite, 0, null), (held.Refusal, invited, confirmed.Refusal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_accepts_after_the_talk_was_confirmed_joins_its_session_and_nobody_is_invited_any_more(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        await desk.Test.AddAsync(Samples.Stage());
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        var secret = ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage);
        await desk.AcceptAsync(code);
        Assert.Null((await desk.Decisions.AnswerAsync(owner, code, true, Ct)).Refusal);

        var accepted = await desk.Service.AcceptAsync(secret, Accepting, Ct);

        var session = await desk.Test.Store.ReadAsync(db => db.Sessions.AsNoTracking().Include(s => s.Speakers).SingleAsync(Ct));
        var grace = (await desk.ProposalAsync(code)).Speakers[1];
        Assert.Null(accepted.Refusal);
        Assert.Equal(["Ada Lovelace", "Grace Hopper"], session.Speakers.Select(s => s.Name).Order());
        Assert.Equal(1, session.Revision);
        Assert.Equal(session.Speakers.Single(s => s.Name == "Grace Hopper").Id, grace.SpeakerId);
        Assert.Equal(ProposalRefusals.InProgramme, (await desk.Service.InviteAsync(owner, code, null, new InvitationDraft("Edsger", "edsger@example.org"), Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Accepting_an_invitation_and_confirming_the_talk_at_the_same_moment_loses_nobody(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider, mostSpeakers: 12);
        await desk.Test.AddAsync(Samples.Stage());
        var (code, owner) = await desk.ConfirmedAsync();
        var secrets = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            await desk.Service.InviteAsync(owner, code, null, new InvitationDraft($"Guest {i}", $"guest{i}@example.org"), Ct);
            secrets.Add(ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage));
        }

        await desk.AcceptAsync(code);
        var accepting = secrets.Select((secret, i) => Task.Run(() => desk.Service.AcceptAsync(secret, Accepting with { Name = $"Guest {i}" }, Ct), Ct)).ToList();
        var confirmed = await Task.Run(() => desk.Decisions.AnswerAsync(owner, code, true, Ct), Ct);
        var accepted = await Task.WhenAll(accepting);

        Assert.Null(confirmed.Refusal);
        Assert.All(accepted, a => Assert.Null(a.Refusal));
        var session = await desk.Test.Store.ReadAsync(db => db.Sessions.AsNoTracking().Include(s => s.Speakers).SingleAsync(Ct));
        Assert.Equal(9, session.Speakers.Count);
        Assert.All((await desk.ProposalAsync(code)).Speakers, s => Assert.NotNull(s.SpeakerId));
    }

    // FIELD 28: an invitation accepted twice at once must not make two speakers or two letters.
    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_eight_acceptances_at_once_one_counts(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        var secret = ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Service.AcceptAsync(secret, Accepting, Ct), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(ProposalRefusals.InvitationGone, a.Refusal));
        Assert.Single(await desk.LogAsync(), line => line == "Grace Hopper: Accepted the invitation.");
        Assert.Equal(1, await desk.Test.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == ProposalLetters.Answered, Ct)));
        var speaker = (await desk.ProposalAsync(code)).Speakers[1];
        Assert.Equal(("Harbor Works", "United States", null), (speaker.Company, speaker.Country, speaker.InvitationHash));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Invitations_sent_from_eight_windows_at_once_never_pass_the_most_speakers(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider, mostSpeakers: 3);
        var (code, owner) = await desk.ConfirmedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => desk.Service.InviteAsync(owner, code, null, new InvitationDraft($"Guest {i}", $"guest{i}@example.org"), Ct), Ct)));

        Assert.Equal(2, answers.Count(a => !a.IsRefused));
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(ProposalRefusals.Full(3), a.Refusal));
        Assert.Equal(3, (await desk.ProposalAsync(code)).Speakers.Count);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Looking_at_an_invitation_changes_nothing_and_the_database_never_holds_its_secret(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        var row = await desk.Test.Store.ReadAsync(db => db.Outbox.AsNoTracking().OrderByDescending(l => l.Id).FirstAsync(Ct));
        var letter = (await desk.WriteAsync(row))!;
        var secret = ProposalDesk.SecretIn(letter.Text, ProposalLetters.InvitationPage);
        var shown = (await desk.Letters.ShowAsync(row, Ct))!;

        var seen = (await desk.Queries.InvitationAsync(secret, Ct)).Value;
        await desk.Queries.InvitationAsync(secret, Ct);

        Assert.Equal(("Reading ledgers", "Ada Lovelace", "Grace Hopper", "G…@Example.org"), (seen.Title, seen.OwnerName, seen.Name, seen.MaskedEmail));
        Assert.Equal("Grace@Example.org", letter.To);
        Assert.Contains("/submit/invitation/…", shown.Text, StringComparison.Ordinal);
        Assert.Equal(LinkSecrets.HashOf(secret), (await desk.ProposalAsync(code)).Speakers[1].InvitationHash);
        Assert.False((await desk.Service.AcceptAsync(secret, Accepting, Ct)).IsRefused);
        Assert.Null(await desk.WriteAsync(row));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_invitation_that_was_taken_back_opens_nothing_and_one_that_was_accepted_cannot_be_taken_back(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        var first = ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage);
        var taken = await desk.Service.TakeBackAsync(owner, code, (await desk.ProposalAsync(code)).Speakers[1].Id, Ct);
        var late = await desk.Service.AcceptAsync(first, Accepting, Ct);
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        await desk.Service.AcceptAsync(ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage), Accepting, Ct);

        var tooLate = await desk.Service.TakeBackAsync(owner, code, (await desk.ProposalAsync(code)).Speakers[1].Id, Ct);

        Assert.Equal((null, ProposalRefusals.InvitationGone, ProposalRefusals.AcceptedAlready), (taken.Refusal, late.Refusal, tooLate.Refusal));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Who_declines_makes_room_and_who_accepts_reads_the_proposal_after_signing_in(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider, mostSpeakers: 2);
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        await desk.Service.DeclineAsync(ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage), Ct);
        Assert.Contains("has declined", (await desk.LetterAsync(ProposalLetters.Answered)).Text, StringComparison.Ordinal);
        await desk.Service.InviteAsync(owner, code, null, new InvitationDraft("Edsger", "edsger@example.org"), Ct);
        await desk.Service.AcceptAsync(ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Invitation)).Text, ProposalLetters.InvitationPage), Accepting with { Name = "Edsger" }, Ct);

        await desk.SignIn.AskAsync("edsger@example.org", "/submit", Ct);
        var edsger = await desk.ComeBackAsync(ProposalDesk.SecretIn((await desk.LetterAsync(SignInLetters.Template)).Text, SignInLinks.Page));

        var view = (await desk.Queries.OwnAsync(edsger, code, null, Ct)).Value;
        Assert.False(view.IsOwner);
        Assert.Equal(ProposalRefusals.Unknown, (await desk.Service.SaveAsync(edsger, code, null, new ProposalEdit(2, ProposalDesk.Complete()), Ct)).Refusal);
        Assert.Equal([false, true, true], (await desk.ProposalAsync(code)).Speakers.Select(s => s.InvitedAt is not null));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_wrong_invitation_says_what_is_wrong_at_its_field(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        var (code, owner) = await desk.ConfirmedAsync();
        await desk.Service.InviteAsync(owner, code, null, Grace, Ct);
        var fields = new List<(string?, string)>();
        foreach (var draft in new InvitationDraft[] { new(" ", "x@example.org"), new("X", "x"), new("X", "ADA@example.org"), new("X", "grace@example.org") })
        {
            var refusal = (await desk.Service.InviteAsync(owner, code, null, draft, Ct)).Refusal!;
            fields.Add((refusal.Field, refusal.Code));
        }

        Assert.Equal(
            [("InviteeName", "proposals.invitee-name-missing"), ("InviteeEmail", "registration.email-without-at"), ("InviteeEmail", "proposals.own-invitation"), ("InviteeEmail", "proposals.already-invited")],
            fields);
    }
}
