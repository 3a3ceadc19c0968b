using System.Text;
using System.Text.Json;
using Expo.Core;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Expo.Web.Registration;

/// <summary>What a registration over the API is told. It says no more than the page does.</summary>
public sealed record RegistrationAccepted(string Message);

internal static class RegistrationEndpoints
{
    /// <summary>The same sentence for a new address and a known one.</summary>
    public const string Sent = "We have sent a letter to the address that you typed. Your ticket, or your place on the waiting list, is in it.";

    private const int LargestRequest = 64 * 1024;

    private static readonly Refusal Unreadable = Refusal.Invalid(
        "registration.unreadable",
        "Send a JSON object with the text fields place, name, email, organisation, country, accessNeeds and accessCode, the object answers, the list companions and the number privacyStatement.");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IEndpointRouteBuilder MapRegistration(this IEndpointRouteBuilder routes)
    {
        routes.MapTickets();
        routes.MapPost("/api/v1/registrations", RegisterAsync)
            .WithTags("Registration").WithSummary("Registers one person or a party for a ticket type, or for the line for it. Tickets are sent by letter.")
            .WithDescription("`place` is the `code` of one of the tickets that /api/v1/tickets lists; `waiting` is the line for the room and `waiting:code` that for another ticket. `country` is an ISO 3166-1 code of two letters or a name. "
                + "`answers` holds the answers to the organizer’s questions by their numbers, `companions` up to nine more people with name and email: all get seats, or none. The answer is the same for a new address and a known one. "
                + "Whatever is refused comes as problem details with a `code` that never changes, and a `field` where one is at fault: 400 for what cannot be read or is missing, 409 when the ticket cannot be had now, 413 when it is too large, 429 when too many ask at once.")
            .Accepts<RegistrationRequest>("application/json").Produces<RegistrationAccepted>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithMetadata(new RequestSizeLimitAttribute(LargestRequest))
            .RequireRateLimiting(RateLimits.Register);
        routes.MapGet("/tickets/{code}.ics", CalendarAsync).ExcludeFromDescription().RequireRateLimiting(RateLimits.Tickets);
        return routes;
    }

    private static async Task<IResult> RegisterAsync(HttpRequest request, RegistrationService registrations, CancellationToken ct)
    {
        RegistrationRequest? asked;
        try
        {
            asked = await ReadAsync(request, ct);
        }
        catch (BadHttpRequestException fault)
        {
            return TypedResults.Problem(title: Untaken(fault.StatusCode), statusCode: fault.StatusCode);
        }

        if (asked is null)
        {
            return Unreadable.ToProblem();
        }

        var result = await registrations.RegisterAsync(asked, ct);
        return result.IsRefused ? result.Refusal.ToProblem() : RegistrationSent.Answer;
    }

    private static string Untaken(int status) => status == StatusCodes.Status413PayloadTooLarge
        ? $"The request could not be taken. It may have at most {LargestRequest / 1024} KB."
        : "The request did not arrive whole. Send it again.";

    // Read by hand, so that broken JSON gets the same kind of answer as a broken field.
    private static async Task<RegistrationRequest?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return request.HasJsonContentType() ? await request.ReadFromJsonAsync<RegistrationRequest>(Json, ct) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter is an encoding that nobody knows.
            return null;
        }
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> CalendarAsync(
        string code, HttpContext context, RegistrationQueries queries, IOptions<MailOptions> site, TimeProvider clock, CancellationToken ct)
    {
        SecretPages.Protect(context);
        if (await queries.TicketAsync(code, ct) is not { } ticket)
        {
            return TypedResults.NotFound();
        }

        var calendar = TicketCalendar.Write(ticket, await queries.DaysAsync(ticket.Conference, ct), site.Value, clock.GetUtcNow());
        return TypedResults.File(Encoding.UTF8.GetBytes(calendar), TicketCalendar.ContentTypeOf(ticket), "expo.ics");
    }
}
