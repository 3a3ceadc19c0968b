using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Web.Accounts;
using Expo.Web.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Expo.Web.Organiser;

/// <summary>Answers the export page's form with the file. Nothing is kept and there is no link to it that could be passed on.</summary>
internal static class ExportEndpoint
{
    public const string Address = "/organiser/attendees/export";
    public const string File = Address + "/file";

    private static readonly Refusal[] Refusals = [AttendeeRefusals.NoColumn, AttendeeRefusals.UnknownColumn, AttendeeRefusals.PurposeMissing, AttendeeRefusals.PurposeTooLong];

    public static IEndpointRouteBuilder MapAttendeeExport(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(File, DownloadAsync).RequireAuthorization(Policies.Organiser).ExcludeFromDescription();
        return routes;
    }

    public static Refusal? RefusalOf(string? code) => Refusals.FirstOrDefault(r => r.Code == code);

    // A form parameter is what makes the framework ask for the antiforgery token.
    private static async Task<IResult> DownloadAsync(HttpContext context, IFormCollection form, AgendaQueries agenda, AttendeeExports exports, TimeProvider clock, CancellationToken ct)
    {
        var (by, view) = (Actor.From(context.User), AttendeeView.Read(form["selection"].ToString()));
        var columns = form["columns"].OfType<string>().ToList();
        if (await agenda.ConferenceAsync(ct) is not { } conference)
        {
            return TypedResults.NotFound();
        }

        var file = await exports.PrepareAsync(by, conference, new ExportOrder(view.Filter, view.Order, columns, form["purpose"]), ct);
        if (file.IsRefused)
        {
            return RefusalOf(file.Refusal.Code) is null
                ? file.Refusal.ToProblem()
                : TypedResults.LocalRedirect(QueryHelpers.AddQueryString("~" + Address + view.Selection, new Dictionary<string, string?> { ["refused"] = file.Refusal.Code, ["columns"] = string.Join(',', columns) }));
        }

        context.Response.Headers.CacheControl = "no-store";
        var name = $"attendees-{EventTime.In(conference.TimeZone).Day(clock.GetUtcNow()):yyyy-MM-dd}.csv";
        return TypedResults.Stream(body => file.Value.WriteAsync(body, ct), AttendeeFile.ContentType, name);
    }
}
