namespace Expo.Core.Registration;

public enum AnswerKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>One of <see cref="FormQuestion.Choices"/>.</summary>
    Choice,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A day, <c>2023-03-14</c>.</summary>
    Date,

    /// <summary>A box to tick; the answer is <c>yes</c>.</summary>
    Consent,
}

/// <summary>A question on the registration form that the organiser defines. What is asked needs a reason and an end.</summary>
public sealed class FormQuestion
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public int Position { get; set; }

    public AnswerKind Kind { get; init; }

    public required string Label { get; set; }

    public string? Hint { get; set; }

    public bool IsRequired { get; set; }

    public List<string> Choices { get; init; } = [];

    /// <summary>Why it is asked, in words for the person who answers.</summary>
    public required string Purpose { get; set; }

    /// <summary>How many days after the event's last day answers are kept; then they are deleted.</summary>
    public int KeepDays { get; set; }

    /// <summary>Codes of the ticket types it is asked of. Empty: of all.</summary>
    public List<string> TicketTypes { get; init; } = [];

    /// <summary>No longer asked; answers stay until their end.</summary>
    public bool IsArchived { get; set; }
}

/// <summary>What one person answered; at most one answer to each question.</summary>
public sealed class FormAnswer
{
    public long Id { get; init; }

    public int AttendeeId { get; init; }

    public int FormQuestionId { get; init; }

    public FormQuestion? Question { get; init; }

    public required string Value { get; set; }

    public DateTimeOffset AnsweredAt { get; set; }
}
