using System.Security.Cryptography;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Files;

public sealed class UploadServiceTests
{
    private static readonly byte[] Deck = RandomNumberGenerator.GetBytes(900_000);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task An_upload_that_breaks_off_in_mid_chunk_five_times_becomes_the_same_file(DatabaseProvider provider)
    {
        await using var stand = await UploadStand.CreateAsync(provider);
        var upload = await BeginAsync(stand);

        var offset = 0L;
        for (var i = 0; i < 5; i++)
        {
            var appended = await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, offset, new Breaking(Deck.AsMemory((int)offset), 130_001), null, Ct);
            Assert.Equal(offset + 130_001, appended.Value.Offset);
            offset = (await stand.Service.FindAsync(UploadStand.Ada, upload.Id, Ct)).Value.Offset;
        }

        var done = await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, offset, new MemoryStream(Deck[(int)offset..]), null, Ct);

        var file = await stand.Test.Store.ReadAsync(db => db.Files.SingleAsync(Ct));
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(Deck)), (long)Deck.Length, FileState.Quarantined, (int?)1), (file.Sha256, file.Length, file.State, file.OwnerId));
        Assert.Equal(file.Id, done.Value.FileId);
        Assert.Equal([$"arrived {file.Sha256}"], stand.Note.Told);
        Assert.Equal(1, await stand.Test.Store.ReadAsync(db => db.Jobs.CountAsync(j => j.Kind == nameof(CheckFile), Ct)));
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task Of_many_chunks_at_once_one_counts_and_its_bytes_are_those_that_are_kept(DatabaseProvider provider)
    {
        await using var stand = await UploadStand.CreateAsync(provider);
        var upload = await BeginAsync(stand);
        var chunks = Enumerable.Range(0, 12).Select(i => Enumerable.Repeat((byte)i, 100_000).ToArray()).ToList();

        var answers = await Task.WhenAll(chunks.Select(chunk => Task.Run(() => stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, new MemoryStream(chunk), null, Ct))));

        Assert.Single(answers, a => !a.IsRefused);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.True(a.Refusal == UploadRefusals.Busy || UploadRefusals.IsOffset(a.Refusal!)));
        Assert.Equal(100_000, (await stand.Service.FindAsync(UploadStand.Ada, upload.Id, Ct)).Value.Offset);
        await using var kept = await stand.Files.ReadAsync(upload.Id, Ct);
        var bytes = new byte[100_000];
        await kept!.ReadExactlyAsync(bytes, Ct);
        Assert.Equal(chunks[Array.FindIndex(answers, a => !a.IsRefused)], bytes);
    }

    [Theory, MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_chunk_counts_only_where_the_row_still_stands_even_when_the_folder_holds_no_lock(DatabaseProvider provider)
    {
        // Two nodes whose folders are not the same one: the row alone must decide.
        await using var stand = await UploadStand.CreateAsync(provider);
        var upload = await BeginAsync(stand);
        var (gate, chunk) = (new TaskCompletionSource(), new Waiting(Deck[..1000]));
        chunk.Go = gate.Task;

        var slow = stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, chunk, null, Ct);
        await chunk.Asked;
        await stand.Test.Store.ReadAsync(db => db.Uploads.ExecuteUpdateAsync(set => set.SetProperty(u => u.Offset, 5), Ct));
        gate.SetResult();

        Assert.True((await slow).IsRefused);
        Assert.Equal(5, (await stand.Service.FindAsync(UploadStand.Ada, upload.Id, Ct)).Value.Offset);
    }

    [Fact]
    public async Task Owner_and_purpose_are_asked_for_every_chunk()
    {
        await using var stand = await UploadStand.CreateAsync(DatabaseProvider.Sqlite);
        var upload = await BeginAsync(stand);

        Assert.Equal(UploadRefusals.Unknown, (await stand.Service.AppendAsync(UploadStand.Bob, upload.Id, 0, new MemoryStream(Deck), null, Ct)).Refusal);
        Assert.Equal(UploadRefusals.Unknown, (await stand.Service.FindAsync(UploadStand.Bob, upload.Id, Ct)).Refusal);
        Assert.Equal(UploadRefusals.Unknown, (await stand.Service.TerminateAsync(UploadStand.Bob, upload.Id, Ct)).Refusal);
        await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, new MemoryStream(Deck[..10]), null, Ct);
        stand.Note.IsOpen = false;
        Assert.Equal(NotePurpose.Closed, (await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 10, new MemoryStream(Deck[10..]), null, Ct)).Refusal);
    }

    [Fact]
    public async Task An_upload_begins_only_with_a_size_a_purpose_and_a_person_that_fit()
    {
        await using var stand = await UploadStand.CreateAsync(DatabaseProvider.Sqlite, new FilesOptions { UnfinishedEach = 2 });
        async Task<Refusal?> AskAsync(string? purpose, long length, Core.Accounts.Actor? by = null) => (await stand.Service.CreateAsync(by ?? UploadStand.Ada, new NewUpload(purpose, "a.pptx", length), Ct)).Refusal;

        Assert.Equal(UploadRefusals.SignIn, await AskAsync("note:1", 5, Core.Accounts.Actor.Visitor));
        Assert.Equal(UploadRefusals.UnknownPurpose, await AskAsync("other:1", 5));
        Assert.Equal(UploadRefusals.UnknownPurpose, await AskAsync(null, 5));
        Assert.Equal(NotePurpose.Closed, await AskAsync("note:2", 5));
        Assert.Equal(UploadRefusals.Empty, await AskAsync("note:1", 0));
        Assert.Equal(UploadRefusals.TooLarge(2_000_000), await AskAsync("note:1", 2_000_001));
        Assert.Null(await AskAsync("note:1", 2_000_000));
        Assert.Null(await AskAsync("note:1", 5));
        Assert.Equal(UploadRefusals.TooManyAtOnce, await AskAsync("note:1", 5));
    }

    [Fact]
    public async Task More_than_was_said_and_a_chunk_that_changed_on_its_way_do_not_count()
    {
        await using var stand = await UploadStand.CreateAsync(DatabaseProvider.Sqlite);
        var upload = await BeginAsync(stand);

        Assert.Equal(UploadRefusals.TooMuch, (await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, new MemoryStream([.. Deck, 1]), null, Ct)).Refusal);
        Assert.Equal(UploadRefusals.ChecksumDiffers, (await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, new MemoryStream(Deck[..9]), new ChunkSum("sha1", new byte[20]), Ct)).Refusal);
        Assert.Equal(0, (await stand.Service.FindAsync(UploadStand.Ada, upload.Id, Ct)).Value.Offset);
        Assert.Equal(9, (await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, new MemoryStream(Deck[..9]), new ChunkSum("sha256", SHA256.HashData(Deck[..9])), Ct)).Value.Offset);
    }

    [Fact]
    public async Task Leftovers_expire_and_what_goes_on_does_not()
    {
        await using var stand = await UploadStand.CreateAsync(DatabaseProvider.Sqlite);
        var (old, young) = (await BeginAsync(stand), await BeginAsync(stand));
        await stand.Service.AppendAsync(UploadStand.Ada, old.Id, 0, new MemoryStream(Deck[..100]), null, Ct);
        stand.Test.Clock.Advance(TimeSpan.FromHours(20));
        await stand.Service.AppendAsync(UploadStand.Ada, young.Id, 0, new MemoryStream(Deck[..100]), null, Ct);
        stand.Test.Clock.Advance(TimeSpan.FromHours(5));

        Assert.Equal(UploadRefusals.Unknown, (await stand.Service.AppendAsync(UploadStand.Ada, old.Id, 100, new MemoryStream(Deck[100..]), null, Ct)).Refusal);
        Assert.Equal(1, await stand.Keeper.SweepAsync(Ct));
        Assert.Equal([young.Id], stand.Bytes);
        Assert.Equal(Deck.Length, (await stand.Service.AppendAsync(UploadStand.Ada, young.Id, 100, new MemoryStream(Deck[100..]), null, Ct)).Value.Offset);
    }

    [Fact]
    public async Task What_is_thrown_away_leaves_no_bytes_and_a_whole_file_in_one_go_arrives_like_any_other()
    {
        await using var stand = await UploadStand.CreateAsync(DatabaseProvider.Sqlite);
        var upload = await BeginAsync(stand);
        await stand.Service.AppendAsync(UploadStand.Ada, upload.Id, 0, new MemoryStream(Deck[..100]), null, Ct);

        Assert.False((await stand.Service.TerminateAsync(UploadStand.Ada, upload.Id, Ct)).IsRefused);
        Assert.Empty(stand.Bytes);
        Assert.Equal(UploadRefusals.TooLarge(2_000_000), (await stand.Service.TakeAsync(UploadStand.Ada, "note:1", "a.pptx", new MemoryStream(new byte[2_000_001]), Ct)).Refusal);
        Assert.Equal(UploadRefusals.Empty, (await stand.Service.TakeAsync(UploadStand.Ada, "note:1", "a.pptx", new MemoryStream(), Ct)).Refusal);
        Assert.Empty(stand.Bytes);
        var taken = await stand.Service.TakeAsync(UploadStand.Ada, "note:1", "C:\\fakepath\\my\u202Exe.pptx", new MemoryStream(Deck), Ct);
        Assert.Equal(("myxe.pptx", Convert.ToHexStringLower(SHA256.HashData(Deck))), (taken.Value.Name, taken.Value.Sha256));
    }

    private static async Task<Upload> BeginAsync(UploadStand stand) =>
        (await stand.Service.CreateAsync(UploadStand.Ada, new NewUpload("note:1", "deck.pptx", Deck.Length), Ct)).Value;

    /// <summary>Gives so many bytes and then breaks, as a network does.</summary>
    private sealed class Breaking(ReadOnlyMemory<byte> bytes, int after) : MemoryStream(bytes.ToArray())
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Position >= after
            ? ValueTask.FromException<int>(new IOException("The connection is gone."))
            : base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, after - Position)], cancellationToken);
    }

    private sealed class Waiting(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _asked = new();

        public Task Go { get; set; } = Task.CompletedTask;

        /// <summary>Done when somebody waits for the first bytes.</summary>
        public Task Asked => _asked.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            await Go;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
