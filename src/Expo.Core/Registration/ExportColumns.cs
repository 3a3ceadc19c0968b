using System.Globalization;

namespace Expo.Core.Registration;

/// <summary>How private a column is; what is not <see cref="Plain"/> stands apart and is never chosen beforehand.</summary>
public enum ExportGroup
{
    Plain,

    /// <summary>Answers to the organiser's questions.</summary>
    Answers,
}

/// <summary>A column that a file may have.</summary>
/// <param name="Name">Stands in the first row of the file and never changes.</param>
/// <param name="About">What it holds, in a few words.</param>
/// <param name="IsUsual">Chosen beforehand.</param>
public sealed record ExportColumn(string Name, string About, ExportGroup Group, bool IsUsual)
{
    internal Func<ExportPerson, string?> Read { get; init; } = _ => null;

    /// <summary>A number of ours, which may begin with a minus and is no formula.</summary>
    internal bool IsNumber { get; init; }
}

/// <summary>One person with everything that a column may ask for.</summary>
internal sealed record ExportPerson(
    Attendee Attendee, AttendeeState State, string TicketType, TicketKind Kind, int? StatementVersion, IReadOnlyList<DateOnly> CameIn, IReadOnlyDictionary<int, string> Answers);

internal static class ExportColumns
{
    private const string AnswerPrefix = "answer_";

    /// <summary>Those that every event has, in the order of the file. Ticket codes are not among them: whoever has one can change the ticket. Neither is what people need: the desk that shows it logs each reading.</summary>
    private static readonly ExportColumn[] Fixed =
    [
        Usual("name", "Name", p => p.Attendee.Name),
        Usual("email", "Email address", p => p.Attendee.Email),
        Usual("organization", "Organization", p => p.Attendee.Organisation),
        Usual("country", "Country", p => p.Attendee.Country),
        Usual("ticket_type", "Ticket type, by its code", p => p.TicketType),
        Usual("place", "Place: room, stream, waiting, offered, unpaid or cancelled", PlaceOf),
        Plain("registered_at", "When registered (UTC)", p => Instant(p.Attendee.RegisteredAt)),
        Plain("cancelled_at", "When cancelled (UTC)", p => Instant(p.Attendee.CancelledAt)),
        Plain("held_until", "Until when a seat is held (UTC)", p => Instant(p.Attendee.HeldUntil)),
        Plain("waiting_since", "Waiting since (UTC)", p => Instant(p.Attendee.WaitingSince)),
        Plain("priority", "Priority on the waiting list", p => p.Attendee.Priority.ToString(CultureInfo.InvariantCulture)) with { IsNumber = true },
        Plain("party", "Party: the same word for people who registered together", p => p.Attendee.Party),
        Plain("came_in", "Days on which the person came in", p => string.Join(' ', p.CameIn.Select(Day))),
        Plain("privacy_statement", "Version of the privacy statement that was shown", p => p.StatementVersion?.ToString(CultureInfo.InvariantCulture)),
    ];

    public static List<ExportColumn> With(IEnumerable<(int Id, string Label)> questions) =>
    [
        .. Fixed,
        .. questions.Select(q => new ExportColumn($"{AnswerPrefix}{q.Id}", q.Label, ExportGroup.Answers, IsUsual: false) { Read = p => p.Answers.GetValueOrDefault(q.Id) }),
    ];

    private static ExportColumn Usual(string name, string about, Func<ExportPerson, string?> read) => new(name, about, ExportGroup.Plain, IsUsual: true) { Read = read };

    private static ExportColumn Plain(string name, string about, Func<ExportPerson, string?> read) => new(name, about, ExportGroup.Plain, IsUsual: false) { Read = read };

    private static string PlaceOf(ExportPerson person) => person.State switch
    {
        AttendeeState.Waiting => "waiting",
        AttendeeState.Offered => "offered",
        AttendeeState.Unpaid => "unpaid",
        AttendeeState.Cancelled => "cancelled",
        _ => person.Kind == TicketKind.InPerson ? "room" : "stream",
    };

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
