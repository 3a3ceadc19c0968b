namespace Expo.Core.Submissions;

public enum DeckState
{
    /// <summary>In quarantine: checks are under way or wait for the scanner.</summary>
    Checking,

    /// <summary>See <see cref="DeckVersion.Refusal"/>.</summary>
    Refused,
    Ready,
}

/// <summary>One version of a session's deck. Versions are never overwritten; one may be the frozen one that is shown on stage.</summary>
public sealed class DeckVersion
{
    public int Id { get; init; }

    public int SessionId { get; init; }

    /// <summary>1 for the first of its session.</summary>
    public int Number { get; init; }

    /// <summary>The file as it was brought. Private for ever.</summary>
    public Guid FileId { get; init; }

    public int UploadedById { get; init; }

    public DateTimeOffset UploadedAt { get; init; }

    public DeckState State { get; set; }

    /// <summary>Why it was refused, in a sentence for the speaker.</summary>
    public string? Refusal { get; set; }

    /// <summary>The accessibility report as JSON; null while it is not made.</summary>
    public string? Report { get; set; }

    public DeckConversion Conversion { get; set; }

    /// <summary>Pages or slides, once they are known.</summary>
    public int? Pages { get; set; }

    /// <summary>The public copy, without notes, comments, hidden slides and names of authors; null while there is none.</summary>
    public Guid? PublicFileId { get; set; }

    /// <summary>The one that is shown on stage. At most one for each session.</summary>
    public bool IsOnStage => FrozenAt is not null;

    /// <summary>When it became the one that is shown on stage; null while it is not.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    public string? FrozenBy { get; set; }

    /// <summary>The organiser lets the public have it, once the talk is over.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }

    public string? ApprovedBy { get; set; }
}

/// <summary>How far the pictures and the text of a deck are.</summary>
public enum DeckConversion
{
    Waiting,
    Done,

    /// <summary>The converter could not read it. The deck itself is unharmed.</summary>
    Failed,

    /// <summary>No converter is installed, or it may not run; see <see cref="ConverterState"/>.</summary>
    Off,
}

/// <summary>One page of a deck as picture and text.</summary>
public sealed class DeckPage
{
    public int DeckVersionId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }

    public Guid? PictureId { get; init; }

    public string Text { get; init; } = "";
}
