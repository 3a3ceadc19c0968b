using System.Globalization;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>
/// Sends registration letters that an earlier version left as jobs. New ones are rows of the outbox, which
/// <see cref="RegistrationLetterWriter"/> writes.
/// </summary>
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
        if (RegistrationLetters.Write(kind, job.Id.ToString(CultureInfo.InvariantCulture), ticket, days, options.Value, clock.GetUtcNow()) is { } letter)
        {
            await mailer.SendOneAsync(letter, ct);
        }
    }
}
