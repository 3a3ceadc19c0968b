namespace Expo.Core.Files;

public enum FileState
{
    /// <summary>Complete, and nobody has looked at it yet: it is given to nobody but its checks.</summary>
    Quarantined,

    /// <summary>All checks passed.</summary>
    Accepted,

    /// <summary>A check said no; see <see cref="StoredFile.Refusal"/>. The bytes are gone.</summary>
    Refused,
}

public enum VirusScan
{
    /// <summary>No scanner is configured.</summary>
    Off,

    /// <summary>Not scanned yet, or the scanner did not answer: the file stays in quarantine.</summary>
    Waiting,
    Clean,
    Infected,
}

/// <summary>A file that somebody has brought. The row is what is known of it; the bytes stand in <see cref="IFileStore"/> under its key.</summary>
public sealed class StoredFile
{
    public Guid Id { get; init; }

    /// <summary>Name in the store; cannot be guessed and says nothing about the file.</summary>
    public required string Key { get; init; }

    /// <summary>Its own name as its owner called it, cleaned of paths and control characters. Never part of an address.</summary>
    public required string Name { get; init; }

    /// <summary>What its content is, not what its name says.</summary>
    public required string ContentType { get; set; }

    /// <summary>Bytes.</summary>
    public long Length { get; init; }

    /// <summary>Of the bytes, as lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public int? OwnerId { get; set; }

    public DateTimeOffset StoredAt { get; init; }

    public FileState State { get; set; }

    /// <summary>Why it was refused, in a sentence for its owner.</summary>
    public string? Refusal { get; set; }

    public VirusScan Scan { get; set; }
}

/// <summary>An upload that is under way (tus 1.0). Gone when it is complete or when its time is over.</summary>
public sealed class Upload
{
    /// <summary>Part of its address; cannot be guessed.</summary>
    public required string Id { get; init; }

    /// <summary>The account that began it and alone may go on.</summary>
    public int OwnerId { get; init; }

    /// <summary>What it is for, for instance <c>deck:12</c>: the slice that gave leave for it knows.</summary>
    public required string Purpose { get; init; }

    public required string Name { get; init; }

    /// <summary>Bytes it will have.</summary>
    public long Length { get; init; }

    /// <summary>Bytes that are safe.</summary>
    public long Offset { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The file it became.</summary>
    public Guid? FileId { get; set; }
}
