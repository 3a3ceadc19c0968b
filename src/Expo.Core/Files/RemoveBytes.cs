using Expo.Core.Jobs;

namespace Expo.Core.Files;

/// <summary>Left in the transaction that deletes a file's row: its bytes go after the commit.</summary>
/// <param name="Key">In the store.</param>
public sealed record RemoveBytes(string Key);

internal sealed class RemoveBytesHandler(IFileStore files) : IJobHandler
{
    public string Kind => nameof(RemoveBytes);

    public Task HandleAsync(Job job, CancellationToken ct) => files.DeleteAsync(job.Read<RemoveBytes>().Key, ct);
}
