using System.Globalization;
using System.Text.Json;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Registration;
using Expo.Web.Accounts;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Expo.Web.Door;

/// <summary>The day on which somebody was checked in by mistake.</summary>
/// <param name="Key">Only when the check-in was made by this scan; null for whichever stands.</param>
public sealed record DoorUndo(int AttendeeId, DateOnly Day, string? Key = null);

/// <summary>Somebody who stands at the door without a seat.</summary>
public sealed record DoorWait(int AttendeeId);

/// <summary>What became of them.</summary>
/// <param name="HasSeat">There was a free seat, and it is theirs.</param>
/// <param name="MustPay">There was one, and it is held until they pay. With neither they get the next one in the order of the line.</param>
public sealed record DoorWaits(bool HasSeat, bool MustPay);

/// <summary>
/// What the page at the door and scanners of one's own ask for. Kept by no cache: it has names. What changes something must come as
/// JSON, which no form of another site can send without asking first.
/// </summary>
internal static class DoorEndpoints
{
    private const int LargestDelivery = 256 * 1024;

    private static readonly Refusal Unreadable = Refusal.Invalid("door.unreadable", "Send a JSON object as the description of this address says.");

    public static RouteGroupBuilder MapDoor(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("/api/v1/door").WithTags("Door").RequireAuthorization(Policies.Door);
        door.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        door.MapPost("/scans", ScanAsync).Accepts<DoorScanRequest>("application/json").WithMetadata(new RequestSizeLimitAttribute(LargestDelivery)).WithSummary("One scan at a door that waits for the answer. The same key sent again is not a second scan.");
        door.MapPost("/merge", MergeAsync).Accepts<DoorDelivery>("application/json").WithMetadata(new RequestSizeLimitAttribute(LargestDelivery)).WithSummary("Scans that were made without a network, at most 200. The earliest valid one of a person and day wins.");
        door.MapPost("/undo", UndoAsync).Accepts<DoorUndo>("application/json").WithMetadata(new RequestSizeLimitAttribute(LargestDelivery)).WithSummary("Takes back a check-in that was made by mistake.");
        door.MapPost("/waiting", WaitAsync).Accepts<DoorWait>("application/json").WithMetadata(new RequestSizeLimitAttribute(LargestDelivery)).WithSummary("Puts somebody who stands at the door without a seat among those who get the next free one.");
        door.MapGet("/people", FindAsync).WithSummary("People by part of a name or an organization, at least 2 letters.");
        door.MapGet("/figures", FiguresAsync).WithSummary("In by day, hour and door, expected, not come, let in twice.");
        door.MapGet("/list", ListAsync).WithSummary("The list for a device that will be without a network. It has no codes. With an ETag.");
        return door;
    }

    private static Task<IResult> ScanAsync(HttpContext context, DoorService door, CancellationToken ct) =>
        WithAsync<DoorScanRequest>(context, async scan => Told(await door.ScanAsync(Actor.From(context.User), scan, ct)), ct);

    private static Task<IResult> MergeAsync(HttpContext context, DoorService door, CancellationToken ct) =>
        WithAsync<DoorDelivery>(context, async delivery => delivery.Scans is null ? Unreadable.ToProblem() : Told(await door.MergeAsync(Actor.From(context.User), delivery, ct)), ct);

    private static Task<IResult> UndoAsync(HttpContext context, DoorService door, CancellationToken ct) =>
        WithAsync<DoorUndo>(
            context,
            async undo => await door.UndoAsync(Actor.From(context.User), undo.AttendeeId, undo.Day, ct, undo.Key) is { Refusal: { } refusal } ? refusal.ToProblem() : TypedResults.NoContent(),
            ct);

    private static Task<IResult> WaitAsync(HttpContext context, RegistrationService registrations, CancellationToken ct) =>
        WithAsync<DoorWait>(
            context,
            async wait =>
            {
                var waits = await registrations.WaitOnSiteAsync(Actor.From(context.User), wait.AttendeeId, ct);
                return waits.IsRefused ? waits.Refusal.ToProblem() : TypedResults.Json(new DoorWaits(waits.Value == AttendeeState.Confirmed, waits.Value == AttendeeState.Unpaid), DoorJson.Options);
            },
            ct);

    private static async Task<IResult> FindAsync(HttpContext context, DoorQueries door, string? find, string? day, CancellationToken ct) =>
        Told(await door.FindAsync(Actor.From(context.User), find, DoorDayChoice.Parse(day), ct));

    private static async Task<IResult> FiguresAsync(HttpContext context, DoorQueries door, CancellationToken ct) => Told(await door.FiguresAsync(Actor.From(context.User), ct));

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ListAsync(HttpContext context, DoorQueries door, CancellationToken ct)
    {
        var list = await door.ListAsync(Actor.From(context.User), ct);
        if (list.IsRefused)
        {
            return list.Refusal.ToProblem();
        }

        // With the tag the framework answers 304 to who has it already.
        var bytes = DoorJson.Write(list.Value);
        return TypedResults.File(bytes, "application/json", entityTag: DoorJson.TagOf(bytes));
    }

    private static IResult Told<T>(Result<T> result) => result.IsRefused ? result.Refusal.ToProblem() : TypedResults.Json(result.Value, DoorJson.Options);

    // Read by hand, so that broken JSON gets the same kind of answer as a broken field.
    private static async Task<IResult> WithAsync<T>(HttpContext context, Func<T, Task<IResult>> answer, CancellationToken ct)
        where T : class
    {
        try
        {
            return context.Request.HasJsonContentType() && await context.Request.ReadFromJsonAsync<T>(DoorJson.Options, ct) is { } asked ? await answer(asked) : Unreadable.ToProblem();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Unreadable.ToProblem();
        }
        catch (BadHttpRequestException fault)
        {
            return TypedResults.Problem(title: "The request could not be taken. Send fewer scans at a time.", statusCode: fault.StatusCode);
        }
    }
}

/// <summary>A day as it stands in a form: empty for today.</summary>
internal static class DoorDayChoice
{
    public static DateOnly? Parse(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null;

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
