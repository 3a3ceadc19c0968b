namespace Expo.Streaming.Tests.Running;

/// <summary>A file on a disk that hangs: who opens it for writing waits until <see cref="ReleaseAsync"/>, and is then refused.</summary>
internal sealed class Pipe(string path) : IAsyncDisposable
{
    private bool _isReleased;

    public static async Task<Pipe> AtAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", path)).Code);
        return new Pipe(path);
    }

    public async Task ReleaseAsync()
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        Assert.Equal(0, (await Tool.RunAsync("cat", path)).Code);
    }

    public async ValueTask DisposeAsync() => await ReleaseAsync();
}
