using Expo.Core.Mail;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>Writes the letters about a registration when they leave the outbox. Their subject is the id of the attendee.</summary>
internal sealed class RegistrationLetterWriter(RegistrationQueries queries, IOptions<MailOptions> options, TimeProvider clock) : ILetterWriter
{
    public IReadOnlyCollection<string> Templates => [.. LetterOpenings.Templates.Keys];

    public async Task<Letter?> WriteAsync(OutboxLetter letter, CancellationToken ct)
    {
        // Nobody by that number: the person was erased in between, and so is the letter.
        if (await queries.TicketAsync((int)letter.SubjectId, ct) is not { } ticket)
        {
            return null;
        }

        var days = await queries.DaysAsync(ticket.Conference, ct);

        // The letter o keeps the names apart from those of letters that were jobs once.
        return RegistrationLetters.Write(letter.Template, $"o{letter.Id}", ticket, days, options.Value, clock.GetUtcNow());
    }
}
