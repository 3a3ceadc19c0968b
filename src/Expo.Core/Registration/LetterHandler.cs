using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Sends one kind of registration letter. The letter says what is true when it leaves, not when its job was left.</summary>
internal sealed class LetterHandler(string kind, RegistrationQueries queries, IMailer mailer, IOptions<MailOptions> options, TimeProvider clock) : IJobHandler
{
    /// <summary>All of them have a payload of this shape.</summary>
    private sealed record Payload(int AttendeeId);

    public static readonly string[] Kinds =
        [nameof(SendTicket), nameof(SendTicketAgain), nameof(SendWaiting), nameof(SendSeatFree), nameof(SendMoved), nameof(SendCancelled)];

    public string Kind => kind;

    public async Task HandleAsync(Job job, CancellationToken ct)
    {
        // Nobody by that number: the person was erased in between, and so is the letter.
        if (await queries.TicketAsync(job.Read<Payload>().AttendeeId, ct) is not { } ticket)
        {
            return;
        }

        var days = await queries.DaysAsync(ticket.Conference, ct);
        if (RegistrationLetters.Write(kind, job.Id, ticket, days, options.Value, clock.GetUtcNow()) is { } letter)
        {
            await mailer.SendAsync(letter, ct);
        }
    }
}
