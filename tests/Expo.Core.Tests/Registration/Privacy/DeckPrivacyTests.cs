using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

/// <summary>Wen speaks alone in session 1 and with Ada in session 2; an organiser, Olu, brings decks as well.</summary>
public sealed class DeckPrivacyTests
{
    private const string Address = "wen@stratum.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Decks_with_their_files_and_slides_are_in_the_export_of_whoever_brought_them(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);

        var export = (await desk.Service.ExportAsync(RegistrationDesk.Organiser, Address, "Asked for by letter.", Ct)).Value;

        var all = export.Tables.ToDictionary(t => t.Name, t => string.Join("; ", t.Rows.SelectMany(r => r).Select(f => $"{f.Label}: {f.Value}")));
        Assert.Contains("Session: Talk one", all["Decks"], StringComparison.Ordinal);
        Assert.Contains("wen-1.pptx", all["Files of decks"], StringComparison.Ordinal);
        Assert.Contains("wen-2.pptx", all["Files of decks"], StringComparison.Ordinal);
        Assert.DoesNotContain("ada-2.pptx", all["Files of decks"], StringComparison.Ordinal);
        Assert.Contains("Slide of wen-1", all["Slides of decks"], StringComparison.Ordinal);
        Assert.Contains("half.pptx", all["Uploads"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_erasure_deletes_what_the_speaker_brought_and_what_is_theirs_alone_and_leaves_a_co_speakers_deck_without_the_name(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);

        Assert.Null((await desk.Service.EraseAsync(RegistrationDesk.Organiser, Address, "Asked for by letter.", new ErasureScope(Account: true), Ct)).Refusal);

        var left = await desk.Store.ReadAsync(async db => (
            Files: await db.Files.OrderBy(f => f.Name).Select(f => f.Name).ToListAsync(Ct),
            Pages: await db.DeckPages.Select(p => p.Text).ToListAsync(Ct),
            Gone: (await db.Jobs.Where(j => j.Kind == nameof(RemoveBytes)).ToListAsync(Ct)).ConvertAll(j => j.Read<RemoveBytes>().Key),
            Uploads: await db.Uploads.CountAsync(Ct),
            Accounts: await db.Accounts.OrderBy(a => a.Id).Select(a => a.DisplayName).ToListAsync(Ct)));
        Assert.Equal(["ada-2.pptx", "ada-2.pptx.png", "ada-2.pptx.public"], left.Files);
        Assert.Equal(["Slide of ada-2.pptx with [erased]"], left.Pages);
        Assert.Equal(9, left.Gone.Count);
        Assert.DoesNotContain(left.Gone, key => key.Contains("ada", StringComparison.Ordinal));
        Assert.Equal(0, left.Uploads);
        Assert.Equal(["Ada", "Olu"], left.Accounts);
    }

    private static async Task<PrivacyDesk> OpenAsync(DatabaseProvider provider)
    {
        var desk = await PrivacyDesk.OpenAsync(provider);
        var test = desk.Desk.Test;
        var (wen, ada, olu) = (Person("Wen Li", Address), Person("Ada", "ada@example.org"), Person("Olu", "olu@example.org"));
        await test.AddAsync(Samples.Stage(), wen, ada, olu);
        var (one, two) = (Samples.Session("one"), Samples.Session("two", Samples.Opening.AddHours(2)));
        var speaker = new Speaker { ConferenceId = 1, Slug = "wen-li", Name = "Wen Li", Company = "Stratum", Country = "Singapore", Email = Address, AccountId = wen.Id };
        one.Speakers.Add(speaker);
        two.Speakers.AddRange([speaker, new Speaker { ConferenceId = 1, Slug = "ada", Name = "Ada", Company = "Engines", Country = "Kenya", AccountId = ada.Id }]);
        await desk.Store.ChangeAsync<Done>(
            db =>
            {
                db.AddRange(one, two);
                return Task.FromResult<Result<Done>>(Done.It);
            },
            Ct);
        await BringAsync(test, one.Id, 1, wen.Id, "wen-1.pptx");
        await BringAsync(test, one.Id, 2, olu.Id, "olu-1.pptx");
        await BringAsync(test, two.Id, 1, wen.Id, "wen-2.pptx");
        await BringAsync(test, two.Id, 2, ada.Id, "ada-2.pptx");
        await test.AddAsync(new Upload { Id = "u1", OwnerId = wen.Id, Purpose = DeckUploads.Purpose(one.Id), Name = "half.pptx", Length = 9, CreatedAt = Samples.Opening, ExpiresAt = Samples.Opening });
        return desk;
    }

    private static async Task BringAsync(TestStore test, int session, int number, int by, string name)
    {
        StoredFile[] files = [.. new[] { "", ".public", ".png" }.Select(kind => new StoredFile { Id = Guid.CreateVersion7(), Key = $"{name}{kind}", Name = $"{name}{kind}", ContentType = "x/y", Sha256 = "00", OwnerId = by, StoredAt = Samples.Opening, State = FileState.Accepted })];
        var deck = new DeckVersion { SessionId = session, Number = number, FileId = files[0].Id, PublicFileId = files[1].Id, UploadedById = by, UploadedAt = Samples.Opening, State = DeckState.Ready };
        await test.AddAsync(files);
        await test.AddAsync(deck);
        await test.AddAsync(new DeckPage { DeckVersionId = deck.Id, Number = 1, PictureId = files[2].Id, Text = $"Slide of {name} with Wen Li" });
    }

    private static Account Person(string name, string email) => new() { DisplayName = name, UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant() };
}
