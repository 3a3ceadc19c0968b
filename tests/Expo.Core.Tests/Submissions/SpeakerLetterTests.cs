using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Submissions;
using Expo.Core.Tests.Agenda;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Submissions;

public sealed class SpeakerLetterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_invited_speaker_comes_in_by_the_letters_link_and_finds_the_own_talks(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var invited = await desk.Letters.InviteAsync(SpeakerStand.Organiser, 2, " Grace@Harbor.example ", Ct);
        var row = (await desk.OutboxAsync()).Single();
        var shown = (await desk.Writer.ShowAsync(row, Ct))!;
        var letter = (await desk.Writer.WriteAsync(row, Ct))!;
        var secret = letter.Text[(letter.Text.IndexOf(SignInLinks.Page + "/", StringComparison.Ordinal) + SignInLinks.Page.Length + 1)..][..43];

        var entry = (await desk.Links.UseAsync(secret, Ct)).Value;
        var grace = new Actor { AccountId = entry.AccountId, Name = "Grace Hopper", IsSpeaker = true };
        await desk.Service.ClaimAsync(grace, Ct);

        Assert.Equal(("grace@harbor.example", "/speaker"), (invited.Value, entry.ReturnUrl));
        Assert.Contains("/account/link/…", shown.Text, StringComparison.Ordinal);
        Assert.Contains("Talk ledgers", letter.Text, StringComparison.Ordinal);
        Assert.Equal(["Talk ledgers"], (await desk.Queries.MineAsync(grace, Ct)).Single().Talks.Select(t => t.Session.Title));
        Assert.Equal(SpeakerLetterRefusals.Connected, (await desk.Letters.InviteAsync(SpeakerStand.Organiser, 2, "else@harbor.example", Ct)).Refusal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_account_that_proved_the_address_is_connected_at_once_and_can_be_taken_away_again(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        await desk.Letters.InviteAsync(SpeakerStand.Organiser, 2, "other@expo.example", Ct);
        var connected = await desk.SheetAsync("grace-hopper");
        var roles = await desk.Test.Store.ReadAsync(db => db.AccountRoles.CountAsync(r => r.UserId == 2, Ct));

        await desk.Letters.DisconnectAsync(SpeakerStand.Organiser, 2, Ct);

        Assert.Equal(("other@expo.example", 1), (connected.AccountEmail, roles));
        Assert.Equal(0, await desk.Service.ClaimAsync(SpeakerStand.Other, Ct));
        Assert.Equal(SpeakerRefusals.Unknown, (await desk.Service.AnyTimeAsync(SpeakerStand.Other, 2, Ct)).Refusal);
        // Overtaken: the letter that has not left yet does not leave.
        Assert.Null(await desk.Writer.WriteAsync((await desk.OutboxAsync()).Single(), Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_eight_invitations_at_once_one_letter_goes(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Letters.InviteAsync(SpeakerStand.Organiser, 2, "grace@harbor.example", Ct), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(SpeakerLetterRefusals.InvitedToday, a.Refusal));
        Assert.Single(await desk.OutboxAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_reminder_goes_as_it_was_previewed_with_the_number_typed_and_once_a_day(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var plan = (await desk.Letters.PlanAsync(SpeakerStand.Organiser, 1, [1, 2], Ct)).Value;
        var miscounted = await desk.Letters.RemindAsync(SpeakerStand.Organiser, 1, [1, 2], plan.Stamp, 2, Ct);
        var uncounted = await desk.Letters.RemindAsync(SpeakerStand.Organiser, 1, [1, 2], plan.Stamp, null, Ct);

        var sent = await desk.Letters.RemindAsync(SpeakerStand.Organiser, 1, [1, 2], plan.Stamp, 1, Ct);
        var again = await desk.Letters.PlanAsync(SpeakerStand.Organiser, 1, [1, 2], Ct);
        desk.Test.Clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await desk.Letters.PlanAsync(SpeakerStand.Organiser, 1, [1, 2], Ct);

        // Grace has no address, so nobody writes to her.
        Assert.Equal(["Wen Li"], plan.Letters.Select(l => l.Name));
        Assert.Contains("When you can speak (was asked for by Tuesday 31 January 2023):\r\nhttps://expo.example/speaker/availability", plan.Letters[0].Letter.Text, StringComparison.Ordinal);
        Assert.Contains("Your deck, for “Talk isotopes” (by Saturday 11 March 2023)", plan.Letters[0].Letter.Text, StringComparison.Ordinal);
        Assert.Equal((SpeakerLetterRefusals.CountChanged(2, 1), SpeakerLetterRefusals.CountMissing, 1), (miscounted.Refusal, uncounted.Refusal, sent.Value));
        Assert.Equal((SpeakerLetterRefusals.NobodyChosen, null), (again.Refusal, tomorrow.Refusal));
        var row = (await desk.OutboxAsync()).Single();
        Assert.Equal((SpeakerLetters.Reminder, "wen@expo.example", 1L), (row.Template, row.Recipient, row.SubjectId));
        Assert.Equal(plan.Letters[0].Letter.Subject, (await desk.Writer.WriteAsync(row, Ct))!.Subject);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_plan_that_would_not_be_the_same_any_more_is_refused_and_what_was_given_since_stops_the_letter(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var plan = (await desk.Letters.PlanAsync(SpeakerStand.Organiser, 1, [1], Ct)).Value;
        await desk.Service.AnyTimeAsync(SpeakerStand.Wen, 1, Ct);
        var changed = await desk.Letters.RemindAsync(SpeakerStand.Organiser, 1, [1], plan.Stamp, 1, Ct);
        plan = (await desk.Letters.PlanAsync(SpeakerStand.Organiser, 1, [1], Ct)).Value;
        await desk.Letters.RemindAsync(SpeakerStand.Organiser, 1, [1], plan.Stamp, 1, Ct);

        await desk.Test.Store.ReadAsync(db => db.Sessions.Where(s => s.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(s => s.Kind, SessionKind.Break), Ct));

        Assert.Equal(SpeakerLetterRefusals.PlanChanged, changed.Refusal);
        Assert.Null(await desk.Writer.WriteAsync((await desk.OutboxAsync()).Single(), Ct));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_eight_confirmations_at_once_one_sends(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        var plan = (await desk.Letters.PlanAsync(SpeakerStand.Organiser, 1, [1], Ct)).Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Letters.RemindAsync(SpeakerStand.Organiser, 1, [1], plan.Stamp, 1, Ct), Ct)));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.Single(await desk.OutboxAsync());
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Only_organisers_write_to_speakers(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        Refusal?[] answers =
        [
            (await desk.Letters.InviteAsync(SpeakerStand.Wen, 2, "grace@harbor.example", Ct)).Refusal, (await desk.Letters.DisconnectAsync(SpeakerStand.Wen, 1, Ct)).Refusal,
            (await desk.Letters.ToRemindAsync(SpeakerStand.Wen, 1, Ct)).Refusal, (await desk.Letters.PlanAsync(SpeakerStand.Wen, 1, [1], Ct)).Refusal, (await desk.Letters.RemindAsync(SpeakerStand.Wen, 1, [1], "", 1, Ct)).Refusal,
        ];

        Assert.All(answers, answer => Assert.Equal(SpeakerRefusals.NotOrganiser, answer));
        Assert.Equal("registration.email-malformed", (await desk.Letters.InviteAsync(SpeakerStand.Organiser, 2, "grace@@x.example", Ct)).Refusal?.Code);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Whoever_was_invited_can_ask_for_a_new_link_and_a_stranger_gets_none(DatabaseProvider provider)
    {
        await using var desk = await SpeakerStand.OpenAsync(provider);
        await desk.Letters.InviteAsync(SpeakerStand.Organiser, 2, "grace@harbor.example", Ct);
        var letters = new SignInLetters(desk.Test.Store, desk.Links, Microsoft.Extensions.Options.Options.Create(new MailOptions { From = "desk@expo.example", Site = "https://expo.example" }), new Expo.Core.Jobs.JobBell(), desk.Test.Clock);

        await letters.AskAsync("grace@harbor.example", "/speaker", Ct);
        await letters.AskAsync("stranger@harbor.example", "/speaker", Ct);

        Assert.Equal([SpeakerLetters.Invitation, SignInLetters.Template], (await desk.OutboxAsync()).Select(l => l.Template));
    }
}
