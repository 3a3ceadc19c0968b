using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Expo.Core.Files;

/// <summary>Files in a folder, spread over subfolders by the first two letters of their keys.</summary>
public sealed class DiskFileStore(string directory) : IFileStore
{
    public Task<IFileWriter?> WriteAsync(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // Sharing with nobody is a lock of the operating system: it holds between the nodes of a folder and ends with its process.
            return Task.FromResult<IFileWriter?>(new Writer(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0, System.IO.FileOptions.Asynchronous)));
        }
        catch (IOException fault) when (fault is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return Task.FromResult<IFileWriter?>(null);
        }
    }

    public Task<Stream?> ReadAsync(string key, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, System.IO.FileOptions.Asynchronous));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken ct)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever written under such a key.
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> UntouchedSinceAsync(DateTimeOffset then, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(directory))
        {
            yield break;
        }

        foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < then.UtcDateTime)
            {
                yield return file.Name;
            }
        }
    }

    private string PathOf(string key) => key.Length is >= 16 and <= 80 && key.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        ? Path.Combine(directory, key[..2], key)
        : throw new ArgumentException("Not a key of the store.", nameof(key));

    private sealed class Writer(FileStream file) : IFileWriter
    {
        public long Length => file.Length;

        public Task CutAsync(long length, CancellationToken ct)
        {
            file.SetLength(length);
            file.Position = length;
            return Task.CompletedTask;
        }

        public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => file.WriteAsync(bytes, ct).AsTask();

        public Task MakeSafeAsync(CancellationToken ct) => Task.Run(() => file.Flush(flushToDisk: true), ct);

        public async Task<string> HashAsync(CancellationToken ct)
        {
            file.Position = 0;
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        }

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
