namespace Expo.Core.Mail;

/// <summary>Writes the letters of some templates when they leave: they say what is true then, not what was true when they were left.</summary>
public interface ILetterWriter
{
    IReadOnlyCollection<string> Templates { get; }

    /// <summary>Null when the letter has been overtaken, for instance a ticket that was cancelled meanwhile.</summary>
    Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct);
}
