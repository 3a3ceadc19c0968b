using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Files;

/// <summary>Where files that people bring are kept, and how they are looked at. Not called FileOptions, which the framework has.</summary>
public sealed class FilesOptions
{
    public const string Section = "Files";

    /// <summary>Folder of the files; by default <c>files</c> below the data directory. Nodes that share a database must share it.</summary>
    public string? Directory { get; set; }

    /// <summary>
    /// The virus scanner clamd: <c>host:port</c>, or the path of its socket. Once set, no file leaves quarantine before clamd
    /// has called it clean. clamd's own StreamMaxLength must be as large as the largest deck.
    /// </summary>
    [RegularExpression(@"/.+|.+:\d{1,5}", ErrorMessage = "Files__Clamd must be host:port, for instance 127.0.0.1:3310, or the path of clamd's socket.")]
    public string? Clamd { get; set; }

    /// <summary>How long clamd may take for one file.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:01:30")]
    public TimeSpan ScanWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after a scanner that did not answer the file is taken to it again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ScanAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>An upload that nobody goes on with is thrown away after this.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan KeepUnfinishedFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Unfinished uploads that one account may have at a time.</summary>
    [Range(1, 1000)]
    public int UnfinishedEach { get; set; } = 10;
}
