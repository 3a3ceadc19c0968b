using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>What the register page shows.</summary>
/// <param name="Tickets">In the order of the form, with those that the access code opens.</param>
/// <param name="Questions">The organiser's, those left out that are asked of no ticket shown.</param>
/// <param name="CodeOpens">Code of the ticket type that the access code opens; null without a code that opens one.</param>
/// <param name="Opening">When the first day begins, for instance <c>09:00 EDT (UTC−4)</c>; null without a programme.</param>
/// <param name="CountedAt">When the seats were counted.</param>
public sealed record RegisterView(
    Conference Conference, IReadOnlyList<TicketAvailability> Tickets, IReadOnlyList<FormQuestion> Questions, PrivacyStatement? Privacy, RegistrationSettings Settings,
    string? CodeOpens, string? Opening, DateTimeOffset CountedAt)
{
    public EventTime Time { get; } = EventTime.In(Conference.TimeZone);

    /// <summary>What the access code opens; null without one.</summary>
    public TicketAvailability? Opened => CodeOpens is null ? null : Tickets.FirstOrDefault(t => t.Type.Code == CodeOpens);

    /// <summary>Where a ticket type stands among the cards, from 1; 0 when it is not shown.</summary>
    public int CardOf(string ticketType) => Tickets.TakeWhile(t => t.Type.Code != ticketType).Count() is var before && before < Tickets.Count ? before + 1 : 0;
}

internal sealed class RegisterReader(
    AgendaQueries agenda, RegistrationQueries registration, AvailabilityQueries availability, RegistrationCatalogue catalogue,
    AccessCodeQueries codes, PrivacyQueries privacy, RegistrationSettingsQueries settings, TimeProvider clock)
{
    /// <summary>Null until an organiser has set up an event.</summary>
    public async Task<RegisterView?> ReadAsync(string? accessCode, CancellationToken ct)
    {
        if (await agenda.ConferenceAsync(ct) is not { } conference)
        {
            return null;
        }

        var tickets = await availability.TicketsAsync(conference, accessCode, ct);
        var time = EventTime.In(conference.TimeZone);
        return new RegisterView(
            conference,
            tickets,
            [.. (await catalogue.QuestionsAsync(ct)).Where(q => q.TicketTypes.Count == 0 || q.TicketTypes.Exists(code => tickets.Exists(t => t.Type.Code == code)))],
            await privacy.CurrentAsync(conference.Id, ct),
            await settings.OfAsync(conference.Id, ct),
            await codes.OpensAsync(conference.Id, accessCode, ct),
            await registration.DaysAsync(conference, ct) is [var first, ..] ? $"{time.Hour(first.StartsAt)} {time.Zone(first.StartsAt)}" : null,
            clock.GetUtcNow());
    }
}
