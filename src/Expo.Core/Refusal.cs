using System.Text.Json.Serialization;

namespace Expo.Core;

/// <summary>What kind of "no" a refusal is. The web maps each kind to one status code, in one file.</summary>
public enum RefusalKind
{
    /// <summary>What was sent cannot be accepted; <see cref="Refusal.Field"/> says which part.</summary>
    Invalid,

    /// <summary>There is nothing by that name, or nothing the asker may know of.</summary>
    NotFound,

    /// <summary>The asker may not do this.</summary>
    Forbidden,

    /// <summary>It was possible a moment ago or may be later, not now.</summary>
    Conflict,

    /// <summary>Too many of these in too short a time.</summary>
    TooMany,
}

/// <summary>
/// A "no" that belongs to the domain: a code that never changes, and a sentence for the person that says what to do.
/// </summary>
/// <param name="Kind">Decides the status code at the edge.</param>
/// <param name="Code">Stable and machine-readable: <c>slice.what</c>, for instance <c>registration.full</c>.</param>
/// <param name="Message">One or two plain sentences in the reader's words.</param>
/// <param name="Field">The field of the form that it is about, if it is about one.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Message, string? Field = null)
{
    /// <summary>What else is wrong with the same form, so that it can all be mended at once. Empty for most. For forms: no interface tells it.</summary>
    [JsonIgnore]
    public IReadOnlyList<Refusal> More { get; init; } = [];

    /// <summary>This one and what else is wrong, in the order of the form.</summary>
    [JsonIgnore]
    public IEnumerable<Refusal> All => [this, .. More];

    /// <summary>The first of several mistakes with the others, or null when there is none.</summary>
    public static Refusal? Together(params IEnumerable<Refusal?> mistakes) => mistakes.OfType<Refusal>().ToList() switch
    {
        [] => null,
        [var only] => only,
        [var first, .. var others] => first with { More = others },
    };

    /// <summary>What is wrong with one field, or null.</summary>
    public string? At(string field) => All.FirstOrDefault(refusal => refusal.Field == field)?.Message;

    public static Refusal Invalid(string code, string message, string? field = null) => new(RefusalKind.Invalid, code, message, field);

    public static Refusal NotFound(string code, string message) => new(RefusalKind.NotFound, code, message);

    public static Refusal Forbidden(string code, string message) => new(RefusalKind.Forbidden, code, message);

    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);

    public static Refusal TooMany(string code, string message) => new(RefusalKind.TooMany, code, message);
}
