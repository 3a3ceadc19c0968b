using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Registration;

/// <summary>What a ticket costs.</summary>
/// <param name="Minor">In the smallest unit of the currency, for instance cents; 0 is free.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Words">For people.</param>
public sealed record TicketPrice(long Minor, string Currency, string Words);

/// <summary>One ticket type as a newcomer finds it.</summary>
/// <param name="Code">What to register with as <c>place</c>; the line for it is <c>waiting</c> for the room and <c>waiting:code</c> for others.</param>
/// <param name="Kind"><c>inPerson</c> or <c>online</c>.</param>
/// <param name="Answer"><c>available</c>, <c>held</c> by others for now, <c>sold</c> or <c>closed</c>.</param>
/// <param name="Left">Seats that a newcomer can have; null without a cap.</param>
/// <param name="HeldUntil">For <c>held</c>: when the next hold ends.</param>
/// <param name="OpensAt">When it can be had from, if it has a beginning.</param>
/// <param name="ClosesAt">At this instant itself it is closed.</param>
/// <param name="Waiting">How many people stand in the line for it, those with them who wait for other tickets of the same seats.</param>
/// <param name="Words">The answer as a sentence, times in the event's zone.</param>
public sealed record TicketAnswer(
    string Code, string Name, string? Description, string Kind, TicketPrice Price, string Answer, int? Left,
    DateTimeOffset? HeldUntil, DateTimeOffset? OpensAt, DateTimeOffset ClosesAt, int Waiting, string Words);

/// <summary>Every ticket type that visitors see, in the order of the form.</summary>
/// <param name="TimeZone">IANA zone of the event.</param>
/// <param name="CountedAt">When the seats were counted.</param>
public sealed record TicketAnswers(string Event, string TimeZone, DateTimeOffset CountedAt, IReadOnlyList<TicketAnswer> Tickets);

internal static class TicketsEndpoint
{
    public static IEndpointRouteBuilder MapTickets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/tickets", TicketsAsync)
            .WithTags("Registration").WithSummary("Says for each ticket type whether it can be had: available, held by others for now, sold or closed. Kept for a few seconds.")
            .WithDescription("Register with a ticket’s `code` as `place` in /api/v1/registrations. `answer` is `available`, `held` by others until `heldUntil`, `sold` or `closed`; `left` is null for a ticket without a cap. Prices are in the smallest unit of the currency.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .CacheOutput(OutputCaches.Seats);
        return routes;
    }

    private static async Task<Results<Ok<TicketAnswers>, ProblemHttpResult>> TicketsAsync(AgendaQueries agenda, AvailabilityQueries availability, TimeProvider clock, CancellationToken ct)
    {
        if (await agenda.ConferenceAsync(ct) is not { } conference)
        {
            return RegistrationRefusals.NotOpenYet.ToProblem();
        }

        var tickets = await availability.TicketsAsync(conference, null, ct);
        return TypedResults.Ok(new TicketAnswers(conference.Name, conference.TimeZone, clock.GetUtcNow(), tickets.ConvertAll(ticket => Answer(ticket, conference.TimeZone))));
    }

    private static TicketAnswer Answer(TicketAvailability ticket, string timeZone)
    {
        var type = ticket.Type;
        return new TicketAnswer(
            type.Code, type.Name, type.Description, type.Kind == TicketKind.InPerson ? "inPerson" : "online", new TicketPrice(type.PriceMinor, type.Currency, Money.Price(type)), Word(ticket.Answer),
            ticket.Answer == Availability.Closed ? 0 : ticket.Left, ticket.HeldUntil, type.OpensAt, ticket.Until, ticket.Waiting, AvailabilityQueries.InWords(ticket, timeZone));
    }

    // Part of the fixed surface, so not made from the names in the code.
    private static string Word(Availability answer) => answer switch
    {
        Availability.Available => "available",
        Availability.Held => "held",
        Availability.Sold => "sold",
        _ => "closed",
    };
}
