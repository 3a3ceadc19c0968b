namespace Expo.Core.Registration;

/// <summary>How somebody takes part, as forms and the API say it.</summary>
public static class Places
{
    /// <summary>A seat in the room; also the code of its ticket type.</summary>
    public const string Room = "room";

    /// <summary>The live stream; also the code of its ticket type.</summary>
    public const string Stream = "stream";

    /// <summary>A seat in the room as soon as one comes free.</summary>
    public const string Waiting = "waiting";
}

/// <summary>What a visitor sends. Nothing in it is trusted; <see cref="RegistrationRules"/> reads it.</summary>
public sealed record RegistrationRequest
{
    /// <summary>One of <see cref="Places"/>.</summary>
    public string? Place { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Organisation { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code or name, see <see cref="Countries"/>.</summary>
    public string? Country { get; init; }

    public string? AccessNeeds { get; init; }
}

/// <summary>A request whose every field was checked and cleaned.</summary>
internal sealed record CheckedRequest(
    string Place, string Name, string Email, string NormalisedEmail, string? Organisation, string? Country, string? AccessNeeds);
