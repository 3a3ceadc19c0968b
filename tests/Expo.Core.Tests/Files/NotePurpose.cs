using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Files;

/// <summary>A purpose of the tests: account 1 may bring files for note 1, of 2 MB, while <see cref="IsOpen"/>.</summary>
internal sealed class NotePurpose : IUploadPurpose
{
    public static readonly Refusal Closed = Refusal.Forbidden("note.closed", "Closed.");

    public string Kind => "note";

    public long MostBytes => 2_000_000;

    public IReadOnlyList<FileKind> Kinds => [FileKind.Pptx, FileKind.Pdf];

    public bool IsOpen { get; set; } = true;

    public List<string> Told { get; } = [];

    public Task<Refusal?> MayAsync(ExpoDb db, Actor by, int id, CancellationToken ct) => Task.FromResult(IsOpen && id == 1 ? null : Closed);

    public Task ArrivedAsync(ExpoDb db, StoredFile file, int id, DateTimeOffset now, CancellationToken ct)
    {
        lock (Told)
        {
            Told.Add($"arrived {file.Sha256}");
        }

        return Task.CompletedTask;
    }

    public Task CheckedAsync(ExpoDb db, StoredFile file, int id, DateTimeOffset now, CancellationToken ct)
    {
        Told.Add($"checked {file.State}");
        return Task.CompletedTask;
    }
}

/// <summary>Uploads on a database and a folder of their own.</summary>
internal sealed class UploadStand : IAsyncDisposable
{
    public static readonly Actor Ada = new() { Name = "Ada", AccountId = 1, IsSpeaker = true };
    public static readonly Actor Bob = new() { Name = "Bob", AccountId = 2, IsSpeaker = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("expo-files-");

    private UploadStand(TestStore test, FilesOptions options)
    {
        Test = test;
        Files = new DiskFileStore(_folder.FullName);
        Options = options;
        Purposes = new UploadPurposes([Note]);
        Service = new UploadService(test.Store, Files, Purposes, Microsoft.Extensions.Options.Options.Create(options), new JobBell(), test.Clock);
        Keeper = new UploadKeeper(test.Store, Files, Microsoft.Extensions.Options.Options.Create(options), test.Clock, NullLogger<UploadKeeper>.Instance);
    }

    public TestStore Test { get; }

    public NotePurpose Note { get; } = new();

    public UploadPurposes Purposes { get; }

    public DiskFileStore Files { get; }

    public FilesOptions Options { get; }

    public UploadService Service { get; }

    public UploadKeeper Keeper { get; }

    public IEnumerable<string> Bytes => _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.Name);

    public static async Task<UploadStand> CreateAsync(DatabaseProvider provider, FilesOptions? options = null) => new(await TestStore.CreateAsync(
        provider, new Account { DisplayName = "Ada", UserName = "ada@expo.example" }, new Account { DisplayName = "Bob", UserName = "bob@expo.example" }), options ?? new FilesOptions());

    public FileChecks Checks(IVirusScanner? scanner = null) =>
        new(Test.Store, Files, Purposes, scanner ?? new NoVirusScanner(), Microsoft.Extensions.Options.Options.Create(Options), Test.Clock);

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
