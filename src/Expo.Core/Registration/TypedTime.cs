using System.Globalization;
using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>A date and a time to the minute as an organiser types them, in the event's zone.</summary>
/// <param name="At">The instant that is kept.</param>
/// <param name="Note">A sentence where the clock shows such a time never or twice; null on all other days.</param>
public sealed record TypedTime(DateTimeOffset At, string? Note)
{
    private const string Form = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] Forms = [Form, "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>As <see cref="Read"/> takes it and a browser's field for date and time shows it; empty for null.</summary>
    public static string Text(DateTimeOffset? at, EventTime time) => at is { } instant ? time.Local(instant).ToString(Form, CultureInfo.InvariantCulture) : "";

    /// <summary>Null when nothing was typed.</summary>
    /// <param name="typed">For instance <c>2023-03-01T23:59</c>.</param>
    /// <param name="time">The event's zone.</param>
    /// <param name="kept">What the field showed. When it still says that, this very instant is meant: the clock alone may not tell it.</param>
    /// <param name="field">Named in a refusal.</param>
    public static Result<TypedTime?> Read(string? typed, EventTime time, DateTimeOffset? kept, string field)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (TypedTime?)null;
        }

        if (kept is { } same && typed.Trim() == Text(same, time))
        {
            return new TypedTime(same, null);
        }

        if (!DateTime.TryParseExact(typed.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 2000 or > 2199)
        {
            return CatalogueRefusals.NoTime(field);
        }

        var at = time.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        var said = $"{local.ToString("HH:mm 'on' d MMMM yyyy", CultureInfo.InvariantCulture)}";
        return new TypedTime(at, time.Local(at).DateTime != local
            ? $"There is no {said} in this time zone: clocks go forward then. {time.Full(at)} is meant."
            : !time.IsToldByItsClock(at) ? $"Clocks show {said} twice, because they go back then. The first is meant: {time.Hour(at)} {time.Zone(at)}." : null);
    }
}
