namespace Expo.Core.Publishing;

public enum FaqState
{
    Draft,

    Published,

    /// <summary>Taken down; the address says so.</summary>
    Withdrawn,
}

/// <summary>A question and its answer, written up for the public record. The asker's wording stays beside the edited heading.</summary>
public sealed class FaqEntry
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>Provisional until the first publication gives it words from the heading; after that it never changes.</summary>
    public required string Slug { get; set; }

    public FaqState State { get; set; }

    /// <summary>The edited question, as the draft has it. The public page shows the newest <see cref="FaqRevision"/>, not this.</summary>
    public required string Heading { get; set; }

    /// <summary>The asker's own words.</summary>
    public required string AskedWording { get; init; }

    public string? AskedBy { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>The edited answer in Markdown, as the draft has it.</summary>
    public string AnswerMarkdown { get; set; } = "";

    public string? AnsweredBy { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public bool AnsweredLive { get; set; }

    /// <summary>The live question it came from. At most one entry for each.</summary>
    public int? QuestionId { get; init; }

    public int? SessionId { get; init; }

    public Agenda.Session? Session { get; set; }

    public string? Topic { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Version of the newest published revision, 0 before the first.</summary>
    public int Version { get; set; }

    /// <summary>Up by one with every saved draft; a save made from an older one is refused. 0 while nobody has edited it.</summary>
    public int Edit { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public string? EditedBy { get; set; }

    public List<FaqRevision> Revisions { get; init; } = [];
}

/// <summary>What the public page said from <see cref="At"/> on. Never changed afterwards.</summary>
public sealed class FaqRevision
{
    public int Id { get; init; }

    public int FaqEntryId { get; init; }

    /// <summary>1 for the first publication.</summary>
    public int Number { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Heading { get; init; }

    public required string AnswerMarkdown { get; init; }

    public required string By { get; init; }
}
