namespace Expo.Core.Registration;

/// <summary>
/// Unlocks ticket types, and may hold seats back for those who bring it. Uses are counted by a guarded update; a CHECK
/// constraint stands behind it, so a code cannot be used once more than it allows, however many try at once.
/// </summary>
public sealed class AccessCode
{
    public const int LongestCode = 40;

    public int Id { get; init; }

    public int ConferenceId { get; init; }

    /// <summary>As <see cref="Normalise"/> makes it: any case, with or without spaces and dashes, is the same code.</summary>
    public required string Code { get; init; }

    /// <summary>For whom it is, in the organiser's words.</summary>
    public required string Note { get; set; }

    /// <summary>The ticket type it is for.</summary>
    public int TicketTypeId { get; init; }

    public TicketType? TicketType { get; init; }

    public int MostUses { get; set; }

    public int Uses { get; private set; }

    /// <summary>Seats that the pools of the type count as taken for this code: held at first, one less with each use, none after its end.</summary>
    public int SeatsHeld { get; private set; }

    /// <summary>At this instant itself it is void, and the seats it held are free.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Upper case without spaces and dashes. Null when nothing is left or it is too long.</summary>
    public static string? Normalise(string? typed)
    {
        if (typed is null || typed.Length > 3 * LongestCode || !PlainText.IsReadable(typed))
        {
            return null;
        }

        var code = string.Concat(typed.Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not '-')).ToUpperInvariant();
        return code.Length is > 0 and <= LongestCode ? code : null;
    }
}
