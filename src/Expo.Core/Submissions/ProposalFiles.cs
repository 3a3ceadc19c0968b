using System.Security.Cryptography;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Keeps attachments in a folder, under names that cannot be guessed.</summary>
internal sealed class ProposalFiles(ExpoStore store, string folder, TimeProvider clock) : IProposalFiles
{
    private const int LongestName = 200;

    public async Task<Result<Guid>> TakeAsync(Stream content, string? name, int? ownerId, CancellationToken ct)
    {
        var bytes = await ReadAsync(content, ct);
        var found = AttachmentCheck.Check(bytes);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var file = new StoredFile
        {
            Id = Guid.CreateVersion7(), Key = RandomNumberGenerator.GetHexString(64, lowercase: true), Name = NameOf(name, found.Value), ContentType = found.Value.ContentType, Length = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), OwnerId = ownerId, StoredAt = clock.GetUtcNow(), State = FileState.Accepted, Scan = VirusScan.Off,
        };
        Directory.CreateDirectory(folder);
        var path = PathOf(file.Key);
        await File.WriteAllBytesAsync(path + ".part", bytes, ct);
        File.Move(path + ".part", path);
        return await store.ChangeAsync<Guid>(
            db =>
            {
                db.Files.Add(file);
                return Task.FromResult<Result<Guid>>(file.Id);
            },
            ct);
    }

    public Stream? Open(StoredFile file) => file.State == FileState.Accepted && File.Exists(PathOf(file.Key)) ? File.OpenRead(PathOf(file.Key)) : null;

    public async Task ForgetAsync(Guid id, CancellationToken ct)
    {
        var key = await store.ReadAsync(db => db.Files.Where(f => f.Id == id).Select(f => f.Key).FirstOrDefaultAsync(ct));
        if (key is not null && await store.ReadAsync(db => db.Files.Where(f => f.Id == id).ExecuteDeleteAsync(ct)) == 1)
        {
            Remove(key);
        }
    }

    public void Remove(string key)
    {
        if (File.Exists(PathOf(key)))
        {
            File.Delete(PathOf(key));
        }
    }

    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken ct)
    {
        using var all = new MemoryStream();
        var buffer = new byte[80 * 1024];
        for (int read; all.Length <= AttachmentCheck.LargestFile && (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    // The ending says what the content is, whatever it was called.
    private static string NameOf(string? typed, CheckedAttachment found)
    {
        var last = (typed ?? "").Split('/', '\\')[^1];
        var stem = new string([.. Path.GetFileNameWithoutExtension(last).Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))]).Trim('.', ' ');
        return (stem.Length == 0 || !PlainText.IsOneLine(stem) ? "attachment" : stem[..Math.Min(stem.Length, LongestName - found.Ending.Length)]) + found.Ending;
    }

    private string PathOf(string key) => Path.Combine(folder, Path.GetFileName(key));
}

/// <summary>The bytes of an attachment go once nothing points to them any more.</summary>
public sealed record RemoveAttachment(string Key);

internal sealed class RemoveAttachmentHandler(IProposalFiles files) : IJobHandler
{
    public string Kind => nameof(RemoveAttachment);

    public Task HandleAsync(Job job, CancellationToken ct)
    {
        files.Remove(job.Read<RemoveAttachment>().Key);
        return Task.CompletedTask;
    }
}
