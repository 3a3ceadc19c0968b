namespace Expo.Streaming.Tests.Running;

/// <summary>A shell script that is run in ffmpeg's place, in a folder of its own. It may call the real ffmpeg.</summary>
internal sealed class FakeFfmpeg : IDisposable
{
    /// <summary>Sets <c>n</c> to 1 in the first run, to 2 in the second and so on.</summary>
    public const string Count = "n=$(($(cat count 2>/dev/null || echo 0) + 1)); echo $n > count\n";

    /// <summary>Goes on when <see cref="Go"/> says so.</summary>
    public const string WaitForGo = "while [ ! -e go ]; do sleep 0.05; done\n";

    private readonly DirectoryInfo _directory;

    private FakeFfmpeg(DirectoryInfo directory) => _directory = directory;

    public string Path => System.IO.Path.Combine(_directory.FullName, "ffmpeg");

    public static async Task<FakeFfmpeg> CreateAsync(string script)
    {
        var fake = new FakeFfmpeg(Directory.CreateTempSubdirectory("expo-ffmpeg-"));
        var text = System.IO.Path.Combine(fake._directory.FullName, "script");
        await File.WriteAllTextAsync(text, $"#!/bin/sh\ncd '{fake._directory.FullName}'\n{script}", TestContext.Current.CancellationToken);

        // Copied by a program of its own: a script that we have open for writing, or whose handle another test's fork has, cannot be run.
        Assert.Equal(0, (await Tool.RunAsync("install", "-m", "755", text, fake.Path)).Code);
        return fake;
    }

    public void Go() => File.WriteAllText(System.IO.Path.Combine(_directory.FullName, "go"), "");

    public void Dispose() => _directory.Delete(recursive: true);
}
