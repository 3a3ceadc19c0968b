using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Submissions;

public sealed class DeckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Versions_that_arrive_at_once_get_each_a_number_of_their_own_and_none_is_lost(DatabaseProvider provider)
    {
        await using var stand = await DeckStand.CreateAsync(provider);
        var deck = SampleDeck.Simple();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => stand.Uploads.TakeAsync(DeckStand.Wen, "deck:1", "deck.pptx", new MemoryStream(deck), Ct))));

        Assert.All(taken, t => Assert.False(t.IsRefused));
        Assert.Equal(Enumerable.Range(1, 8), await stand.Test.Store.ReadAsync(db => db.DeckVersions.Select(d => d.Number).OrderBy(n => n).ToListAsync(Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task One_version_is_frozen_however_many_are_chosen_at_once(DatabaseProvider provider)
    {
        await using var stand = await DeckStand.CreateAsync(provider);
        var versions = new List<DeckVersion>();
        for (var i = 0; i < 5; i++)
        {
            versions.Add(await stand.BringAsync(SampleDeck.Simple()));
        }

        var frozen = await Task.WhenAll(versions.Select(v => Task.Run(() => stand.Decks.FreezeAsync(DeckStand.Organiser, v.Id, Ct))));

        Assert.Contains(frozen, f => !f.IsRefused);
        Assert.All(frozen.Where(f => f.IsRefused), f => Assert.Equal(DeckRefusals.FrozenElsewhere, f.Refusal));
        Assert.Equal(1, await stand.Test.Store.ReadAsync(db => db.DeckVersions.CountAsync(d => d.FrozenAt != null, Ct)));
    }

    [Fact]
    public async Task The_frozen_version_stays_when_newer_ones_come_until_an_organiser_says_otherwise()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);
        var first = await stand.BringAsync(SampleDeck.Simple());
        await stand.Decks.FreezeAsync(DeckStand.Organiser, first.Id, Ct);
        var second = await stand.BringAsync(SampleDeck.Simple("Newer"));

        Assert.Equal(1, (await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.OnStage!.Version.Number);
        Assert.Equal(DeckRefusals.NotOrganiser, (await stand.Decks.FreezeAsync(DeckStand.Wen, second.Id, Ct)).Refusal);
        Assert.False((await stand.Decks.FreezeAsync(DeckStand.Organiser, second.Id, Ct)).IsRefused);
        Assert.Equal(2, (await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.OnStage!.Version.Number);
        Assert.False((await stand.Decks.UnfreezeAsync(DeckStand.Organiser, second.Id, Ct)).IsRefused);
        Assert.Null((await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.OnStage);
    }

    [Fact]
    public async Task A_refused_version_says_why_and_can_be_neither_frozen_nor_approved()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);
        var bad = await stand.BringAsync(SampleFiles.Ole("_VBA_PROJECT"));

        Assert.Equal((DeckState.Refused, ContentRefusals.Macros.Message), (bad.State, bad.Refusal));
        Assert.Equal(DeckRefusals.NotReady, (await stand.Decks.FreezeAsync(DeckStand.Organiser, bad.Id, Ct)).Refusal);
        Assert.Equal(DeckRefusals.NotReady, (await stand.Decks.ApproveAsync(DeckStand.Organiser, bad.Id, Ct)).Refusal);
        Assert.True((await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.IsMissing);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task The_public_gets_the_copy_only_when_it_is_approved_allowed_and_the_talk_is_over_and_the_original_never(DatabaseProvider provider)
    {
        await using var stand = await DeckStand.CreateAsync(provider);
        var version = await stand.BringAsync(SampleDeck.Simple());
        var line = (await stand.Queries.OfSessionAsync(DeckStand.Wen, 1, Ct)).Value.Decks.Single();
        async Task<bool> GetsAsync(StoredFile file, Actor by) => !(await stand.Queries.FileAsync(by, file.Key, Ct)).IsRefused;

        Assert.False(await GetsAsync(line.PublicFile!, Actor.Visitor));
        Assert.Equal(DeckRefusals.NoConsent("Wen Li"), (await stand.Decks.ApproveAsync(DeckStand.Organiser, version.Id, Ct)).Refusal);
        await stand.ConsentAsync(publish: true);
        Assert.False((await stand.Decks.ApproveAsync(DeckStand.Organiser, version.Id, Ct)).IsRefused);
        Assert.False(await GetsAsync(line.PublicFile!, Actor.Visitor));
        await stand.EndTalkAsync();
        Assert.True(await GetsAsync(line.PublicFile!, Actor.Visitor));
        Assert.Equal(line.PublicFile!.Key, (await stand.Queries.PublicAsync(1, Ct))!.Key);

        Assert.False(await GetsAsync(line.File, Actor.Visitor));
        Assert.False(await GetsAsync(line.File, DeckStand.Other));
        Assert.True(await GetsAsync(line.File, DeckStand.Wen));
        Assert.True(await GetsAsync(line.File, DeckStand.Organiser));

        await stand.Test.Store.ReadAsync(db => db.SpeakerConsents.ExecuteUpdateAsync(set => set.SetProperty(c => c.Publish, false), Ct));
        Assert.False(await GetsAsync(line.PublicFile!, Actor.Visitor));
        await stand.Decks.WithdrawAsync(DeckStand.Organiser, version.Id, Ct);
        Assert.Null(await stand.Queries.PublicAsync(1, Ct));
    }

    [Fact]
    public async Task Only_its_speakers_and_organisers_bring_and_see_a_deck()
    {
        await using var stand = await DeckStand.CreateAsync(DatabaseProvider.Sqlite);

        Assert.Equal(DeckRefusals.NotYours, (await stand.Uploads.CreateAsync(DeckStand.Other, new NewUpload("deck:1", "a.pptx", 5), Ct)).Refusal);
        Assert.Equal(DeckRefusals.NotYours, (await stand.Queries.OfSessionAsync(DeckStand.Other, 1, Ct)).Refusal);
        Assert.Equal(DeckRefusals.NotOrganiser, (await stand.Queries.AllAsync(DeckStand.Wen, 1, Ct)).Refusal);
        Assert.False((await stand.Uploads.CreateAsync(DeckStand.Organiser, new NewUpload("deck:1", "a.pptx", 5), Ct)).IsRefused);
        Assert.Equal("files.too-large", (await stand.Uploads.CreateAsync(DeckStand.Wen, new NewUpload("deck:1", "a.pptx", 200_000_001), Ct)).Refusal!.Code);
    }
}
