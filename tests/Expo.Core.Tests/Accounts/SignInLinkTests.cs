using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Submissions;
using Expo.Core.Tests.Submissions;
using Expo.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Accounts;

public sealed class SignInLinkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_eight_uses_at_once_one_signs_in(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        await desk.SubmitAsync();
        var secret = ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Sent)).Text, SignInLinks.Page);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Links.UseAsync(secret, Ct), Ct)));

        var entry = Assert.Single(answers, a => !a.IsRefused).Value;
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal(AccountRefusals.LinkGone, a.Refusal));
        Assert.Equal("ada@example.org", entry.Email);
        var account = await desk.Test.Store.ReadAsync(db => db.Accounts.SingleAsync(Ct));
        Assert.Equal((true, null, "Ada Lovelace"), (account.EmailConfirmed, account.PasswordHash, account.DisplayName));
        Assert.Equal([Roles.Speaker], await desk.Test.Store.ReadAsync(db => db.AccountRoles.Join(db.Roles, l => l.RoleId, r => r.Id, (_, r) => r.Name!).ToListAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_unknown_address_gets_no_letter_and_no_account_and_a_known_one_not_more_than_five_an_hour(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        await desk.SubmitAsync();

        await desk.SignIn.AskAsync("nobody@example.org", "/submit", Ct);
        Assert.Equal((0, 0), (await CountAsync(desk), await desk.Test.Store.ReadAsync(db => db.Accounts.CountAsync(Ct))));
        for (var i = 0; i < 7; i++)
        {
            await desk.SignIn.AskAsync("ada@example.org", "/submit", Ct);
        }

        Assert.Equal(5, await CountAsync(desk));
        desk.Test.Clock.Advance(TimeSpan.FromMinutes(61));
        await desk.SignIn.AskAsync("ada@example.org", "/submit", Ct);
        Assert.Equal(6, await CountAsync(desk));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_link_runs_out_after_thirty_minutes_and_looking_at_it_does_not_use_it(DatabaseProvider provider)
    {
        await using var desk = await ProposalDesk.OpenAsync(provider);
        await desk.SubmitAsync();
        await desk.SignIn.AskAsync("ada@example.org", "/submit/ABC", Ct);
        var letter = await desk.LetterAsync(SignInLetters.Template);
        var secret = ProposalDesk.SecretIn(letter.Text, SignInLinks.Page);

        var (first, again) = (await desk.Links.FindAsync(secret, Ct), await desk.Links.FindAsync(secret, Ct));
        desk.Test.Clock.Advance(SignInLinks.Asked - TimeSpan.FromTicks(10));
        var last = await desk.Links.FindAsync(secret, Ct);
        desk.Test.Clock.Advance(TimeSpan.FromTicks(10));

        Assert.Equal(("/submit/ABC", false, false), (first.Value.ReturnUrl, again.IsRefused, last.IsRefused));
        Assert.Equal((AccountRefusals.LinkGone, AccountRefusals.LinkGone), ((await desk.Links.FindAsync(secret, Ct)).Refusal, (await desk.Links.UseAsync(secret, Ct)).Refusal));
        Assert.DoesNotContain(secret, await HashesAsync(desk));
        Assert.Contains(LinkSecrets.HashOf(secret), await HashesAsync(desk));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Staff_is_never_signed_in_by_a_link_not_even_by_one_from_before(DatabaseProvider provider)
    {
        foreach (var role in Roles.All.Where(r => r != Roles.Speaker))
        {
            await using var desk = await ProposalDesk.OpenAsync(provider);
            await desk.SubmitAsync();
            var before = ProposalDesk.SecretIn((await desk.LetterAsync(ProposalLetters.Sent)).Text, SignInLinks.Page);
            var (account, id) = await desk.Test.Store.ReadAsync(async db => ((await db.Accounts.SingleAsync(Ct)).Id, (await db.Roles.SingleAsync(r => r.Name == role, Ct)).Id));
            await desk.Test.AddAsync(new IdentityUserRole<int> { UserId = account, RoleId = id });

            var used = await desk.Links.UseAsync(before, Ct);
            await desk.SignIn.AskAsync("ada@example.org", "/organiser", Ct);
            var letter = await desk.LetterAsync(SignInLetters.Template);
            var arrived = await desk.LetterAsync(ProposalLetters.Sent);

            Assert.Equal(AccountRefusals.PasswordNeeded, used.Refusal);
            Assert.All(new[] { letter, arrived }, l => Assert.DoesNotContain(SignInLinks.Page + "/", l.Text, StringComparison.Ordinal));
            Assert.Contains("https://expo.example/account/sign-in\r\n", letter.Text, StringComparison.Ordinal);
            Assert.Contains("Sign in with your password.", letter.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_looks_at_a_letter_of_the_outbox_gets_no_way_in_and_a_letter_written_again_has_one()
    {
        await using var desk = await ProposalDesk.OpenAsync(DatabaseProvider.Sqlite);
        await desk.SubmitAsync();
        await desk.SignIn.AskAsync("ada@example.org", "/submit", Ct);
        var row = await desk.Test.Store.ReadAsync(db => db.Outbox.SingleAsync(l => l.Template == SignInLetters.Template, Ct));
        var first = ProposalDesk.SecretIn((await desk.WriteAsync(row))!.Text, SignInLinks.Page);
        var before = await HashesAsync(desk);

        var shown = (await desk.SignIn.ShowAsync(row, Ct))!.Text;

        Assert.Contains("/account/link/…\r\n", shown, StringComparison.Ordinal);
        Assert.Equal(before, await HashesAsync(desk));
        var second = ProposalDesk.SecretIn((await desk.WriteAsync(row))!.Text, SignInLinks.Page);
        Assert.Equal((true, false), ((await desk.Links.FindAsync(first, Ct)).IsRefused, (await desk.Links.FindAsync(second, Ct)).IsRefused));
        await desk.Links.UseAsync(second, Ct);
        Assert.Null(await desk.WriteAsync(row));
    }

    private static Task<int> CountAsync(ProposalDesk desk) => desk.Test.Store.ReadAsync(db => db.Outbox.CountAsync(l => l.Template == SignInLetters.Template, Ct));

    private static Task<List<string>> HashesAsync(ProposalDesk desk) => desk.Test.Store.ReadAsync(db => db.SignInLinks.OrderBy(l => l.Id).Select(l => l.Hash).ToListAsync(Ct));
}
