using Expo.Streaming.Ingest;

namespace Expo.Streaming.Recordings;

/// <summary>Where the archive lies: <c>{DataDirectory}/archive/{stage}/{epoch}/{rendition}.mp4</c>, and <c>.index</c> beside each.</summary>
internal sealed class ArchivePaths(string directory)
{
    public string Archive => Path.Combine(directory, "archive");

    public string Epoch(string stage, string epoch) => Path.Combine(Stage(stage), epoch);

    public string Media(string stage, string epoch, string rendition) => Path.Combine(Epoch(stage, epoch), rendition + ".mp4");

    public static string Index(string media) => Path.ChangeExtension(media, ".index");

    public string Poster(string name) => Path.Combine(directory, "posters", Safe(name) + ".jpg");

    /// <summary>The names of a stage's epochs, oldest first.</summary>
    public IReadOnlyList<string> Epochs(string stage) => !Directory.Exists(Stage(stage)) ? [] :
    [
        .. Directory.EnumerateDirectories(Stage(stage)).Select(p => Path.GetFileName(p)!)
            .Where(n => EpochName.StartOf(n) is not null).Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Renditions(string stage, string epoch) => !Directory.Exists(Epoch(stage, epoch)) ? [] :
        [.. Directory.EnumerateFiles(Epoch(stage, epoch), "*.mp4").Select(p => Path.GetFileNameWithoutExtension(p)!).Order(StringComparer.Ordinal)];

    /// <summary>Where an epoch is made that counts only when it is whole. <see cref="Epochs"/> does not list it.</summary>
    public static string Unfinished(string epoch) => epoch + ".part";

    /// <summary>The folders of what was never finished.</summary>
    public IReadOnlyList<string> AllUnfinished(string stage) =>
        !Directory.Exists(Stage(stage)) ? [] : [.. Directory.EnumerateDirectories(Stage(stage), Unfinished("*"))];

    private string Stage(string stage) => Path.Combine(Archive, Safe(stage));

    private static string Safe(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? name : throw new ArgumentException($"'{name}' cannot be a folder of the archive.", nameof(name));
}
