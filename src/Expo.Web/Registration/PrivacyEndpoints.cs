using Expo.Core;
using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Registration;

/// <summary>A person's own data as files. Both are handed over to be kept, never opened on the site.</summary>
internal static class PrivacyEndpoints
{
    public static IEndpointRouteBuilder MapPrivacy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tickets/{code}/data.json", JsonAsync).ExcludeFromDescription().RequireRateLimiting(RateLimits.Tickets);
        routes.MapGet("/tickets/{code}/data.html", HtmlAsync).ExcludeFromDescription().RequireRateLimiting(RateLimits.Tickets);
        return routes;
    }

    private static Task<Results<FileContentHttpResult, NotFound>> JsonAsync(string code, HttpContext context, PrivacyService privacy, CancellationToken ct) =>
        FileAsync(code, context, privacy, ExportFiles.Json, "application/json", "my-data.json", ct);

    private static async Task<Results<FileContentHttpResult, NotFound>> HtmlAsync(string code, HttpContext context, PrivacyService privacy, AgendaQueries agenda, CancellationToken ct)
    {
        var name = (await agenda.ConferenceAsync(ct))?.Name ?? "";
        return await FileAsync(code, context, privacy, export => ExportFiles.Html(export, name), "text/html; charset=utf-8", "my-data.html", ct);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> FileAsync(
        string code, HttpContext context, PrivacyService privacy, Func<PersonExport, byte[]> write, string type, string name, CancellationToken ct)
    {
        SecretPages.Protect(context);
        var export = await privacy.ExportOwnAsync(code, ct);
        return export.IsRefused ? TypedResults.NotFound() : TypedResults.File(write(export.Value), type, name);
    }
}
