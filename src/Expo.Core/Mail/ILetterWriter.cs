namespace Expo.Core.Mail;

/// <summary>Writes the letters of some templates when they leave: they say what is true then, not what was true when they were left.</summary>
public interface ILetterWriter
{
    IReadOnlyCollection<string> Templates { get; }

    /// <summary>Null when the letter has been overtaken, for instance a ticket that was cancelled meanwhile.</summary>
    Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct);

    /// <summary>The letter for somebody who looks at it and to whom it does not go: without secrets, and without making any.</summary>
    Task<Letter?> ShowAsync(OutboxLetter letter, CancellationToken ct) => WriteAsync(letter, ct);
}
