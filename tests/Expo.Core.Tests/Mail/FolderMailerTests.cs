using Expo.Core.Mail;
using Expo.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Core.Tests.Mail;

public sealed class FolderMailerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("expo-mail-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_is_found_again_with_its_words()
    {
        var folder = await SendAsync(Letter("a.1@expo.example", "First"));

        var found = Assert.Single(await folder.NewestAsync(10, Ct));

        Assert.Equal(new FiledLetter("a.1_expo.example", Samples.Opening, "\"Ada\" <ada@example.org>", "First", "Words"), found);
        Assert.Equal(found, await folder.ReadAsync(found.Name, Ct));
    }

    [Fact]
    public async Task Sending_the_same_letter_again_replaces_it()
    {
        var folder = await SendAsync(Letter("a.1@expo.example", "First"), Letter("a.2@expo.example", "Other"), Letter("a.1@expo.example", "Second"));

        Assert.Equal(["Other", "Second"], (await folder.NewestAsync(10, Ct)).Select(l => l.Subject).Order());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b\\c\0d")]
    public async Task No_name_leads_out_of_the_folder(string name)
    {
        var folder = await SendAsync(Letter(name, "Odd"));

        Assert.Null(await folder.ReadAsync("nothing", Ct));
        Assert.Single(_directory.GetFiles());
        Assert.Empty(_directory.GetDirectories());
        Assert.Equal("Odd", (await folder.ReadAsync(name, Ct))?.Subject);
    }

    [Fact]
    public async Task A_letter_that_cannot_be_written_leaves_nothing_behind()
    {
        var broken = Letter("a.1@expo.example", "x") with { Attachments = [new Attachment("a", "not a content type;;", [])] };

        await Assert.ThrowsAsync<LetterNotSentException>(() => SendAsync(broken));

        Assert.Empty(_directory.GetFiles());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static Letter Letter(string id, string subject) => new("ada@example.org", "Ada", subject, "Words") { MessageId = id, FromName = "Expo" };

    private async Task<MailFolder> SendAsync(params Letter[] letters)
    {
        var folder = new MailFolder(_directory.FullName);
        var mailer = new FolderMailer(folder, Options.Create(new MailOptions()), new FakeTimeProvider(Samples.Opening));
        foreach (var letter in letters)
        {
            await mailer.SendOneAsync(letter, Ct);
        }

        return folder;
    }
}
