namespace Expo.Core.Registration;

/// <summary>How somebody takes part, as forms and the API say it: the code of a ticket type, or the line for one.</summary>
public static class Places
{
    /// <summary>A seat in the room; the code of the ticket type that every event begins with.</summary>
    public const string Room = "room";

    /// <summary>The live stream; the code of the ticket type that every event begins with.</summary>
    public const string Stream = "stream";

    /// <summary>The waiting list for <see cref="Room"/>. For another type: see <see cref="WaitingFor"/>.</summary>
    public const string Waiting = "waiting";

    /// <summary>For instance <c>waiting:press</c>; the line for the room is <see cref="Waiting"/> alone.</summary>
    public static string WaitingFor(string ticketType) => ticketType == Room ? Waiting : $"{Waiting}:{ticketType}";

    /// <summary>Which ticket type is meant, and whether waiting for it will do.</summary>
    public static (string TicketType, bool MayWait) Read(string place) =>
        place == Waiting ? (Room, true)
        : place.StartsWith(Waiting + ":", StringComparison.Ordinal) ? (place[(Waiting.Length + 1)..], true)
        : (place, false);
}

/// <summary>What a visitor sends. Nothing in it is trusted; <see cref="RegistrationRules"/> reads it.</summary>
public sealed record RegistrationRequest
{
    /// <summary>See <see cref="Places"/>.</summary>
    public string? Place { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Organisation { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code or name, see <see cref="Countries"/>.</summary>
    public string? Country { get; init; }

    public string? AccessNeeds { get; init; }

    /// <summary>Unlocks a ticket type, or a seat held back.</summary>
    public string? AccessCode { get; init; }

    /// <summary>Id of the privacy statement that was shown.</summary>
    public int? PrivacyStatement { get; init; }

    /// <summary>Answers to the organiser's questions by the question's id.</summary>
    public IReadOnlyDictionary<string, string?>? Answers { get; init; }

    /// <summary>People who come along: all of them get seats, or none.</summary>
    public IReadOnlyList<Companion>? Companions { get; init; }
}

/// <summary>Somebody who is registered by another person, and gets a ticket of their own.</summary>
public sealed record Companion(string? Name, string? Email);

/// <summary>A request whose every field was checked and cleaned.</summary>
/// <param name="TicketType">Code of the type that is asked for.</param>
/// <param name="MayWait">A place on the waiting list will do.</param>
/// <param name="People">Who registers, then who comes along.</param>
internal sealed record CheckedRequest(
    string TicketType, bool MayWait, IReadOnlyList<Person> People, string? Organisation, string? Country, string? AccessNeeds,
    string? AccessCode, int? PrivacyStatement, IReadOnlyList<CheckedAnswer> Answers)
{
    public string? OrganisationKey { get; } = Organisations.Key(Organisation);
}

internal sealed record Person(string Name, string Email, string NormalisedEmail);

internal sealed record CheckedAnswer(int FormQuestionId, string Value);
