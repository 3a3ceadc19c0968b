using System.Text.Json;

namespace Expo.Core.Jobs;

/// <summary>
/// Something that must happen once after a commit. The row is written in the same transaction as the change it follows;
/// a worker takes it with a lease, and whatever it does must be safe to do twice.
/// </summary>
public sealed class Job
{
    public const int AttemptsBeforeGivingUp = 8;

    public long Id { get; init; }

    /// <summary>Stable word that a handler answers to, for instance <c>SendTicket</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>JSON, written by <see cref="For{T}"/>.</summary>
    public required string Payload { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Until then a worker has it; afterwards another may take it.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Set when all attempts failed; an organiser must look.</summary>
    public DateTimeOffset? GivenUpAt { get; set; }

    public string? LastError { get; set; }

    /// <summary>The job's kind is the payload's type name, so that a handler and its payload are found together.</summary>
    public static Job For<T>(T payload, DateTimeOffset now)
        where T : notnull => new() { Kind = typeof(T).Name, Payload = JsonSerializer.Serialize(payload), CreatedAt = now, DueAt = now };

    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload) ?? throw new JsonException($"Job {Id} has an empty payload.");
}

/// <summary>Does the jobs of one kind. May be called again for a job it has done already.</summary>
public interface IJobHandler
{
    /// <summary>Type name of the payload.</summary>
    string Kind { get; }

    Task HandleAsync(Job job, CancellationToken ct);
}
