namespace Expo.Core.Mail;

/// <summary>The door for letters: a folder of .eml files (default), SMTP or Azure Communication Services.</summary>
public interface IMailer
{
    /// <summary>
    /// Sends letters one after the other over what they can share, such as a connection. Hands back one delivery for each, in
    /// their order, and does not throw: what is not known to be sent is not said to be. After a stop the rest is <see cref="Outcome.NotTried"/>.
    /// </summary>
    Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<Letter> letters, CancellationToken ct);
}

public enum Outcome
{
    Sent,

    /// <summary>Refused for good: another try would end the same.</summary>
    Refused,

    /// <summary>Not now: try again later.</summary>
    Later,

    /// <summary>The server could not be reached, or takes nothing at the moment; it is no fault of this letter.</summary>
    Away,

    /// <summary>A stop came first.</summary>
    NotTried,
}

/// <summary>What became of a letter.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Reason">What the server said, for the organiser; null when sent.</param>
/// <param name="NotBefore">The server asked to wait this long.</param>
public sealed record Delivery(Outcome Outcome, string? Reason = null, TimeSpan? NotBefore = null)
{
    public static readonly Delivery Sent = new(Outcome.Sent);

    public static readonly Delivery NotTried = new(Outcome.NotTried);
}

/// <summary>A letter was not sent, in the words of the server.</summary>
public sealed class LetterNotSentException(Delivery delivery) : Exception(delivery.Reason ?? "The letter was not sent.")
{
    public Delivery Delivery => delivery;
}

public static class Mailing
{
    /// <exception cref="LetterNotSentException">It was not sent; the message says why.</exception>
    public static async Task SendOneAsync(this IMailer mailer, Letter letter, CancellationToken ct)
    {
        var delivery = (await mailer.SendAsync([letter], ct))[0];
        if (delivery.Outcome != Outcome.Sent)
        {
            ct.ThrowIfCancellationRequested();
            throw new LetterNotSentException(delivery);
        }
    }
}
