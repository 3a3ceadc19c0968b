using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Files;
using Expo.Core.Submissions;
using Expo.Web.Files;
using Expo.Web.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Expo.Web.Submissions;

/// <summary>Gives decks out, and takes them in from the form without scripts.</summary>
internal static class DeckEndpoints
{
    private const int LongestToken = 4096;

    public static string Desk(int sessionId) => $"/speaker/decks/{sessionId}";

    public static string File(StoredFile file) => $"/decks/{file.Key}";

    public static string Picture(int versionId, int number) => $"/speaker/decks/pages/{versionId}/{number}";

    public static IEndpointRouteBuilder MapDecks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/decks/{key}", FileAsync).ExcludeFromDescription();
        routes.MapGet("/speaker/decks/pages/{version:int}/{number:int}", PictureAsync).RequireAuthorization().ExcludeFromDescription();
        routes.MapPost("/speaker/decks/{session:int}/file", TakeAsync).RequireAuthorization().RequireRateLimiting(RateLimits.Uploads)
            .WithMetadata(new RequestSizeLimitAttribute(TusEndpoints.MostBody)).ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> FileAsync(string key, HttpContext context, DeckQueries decks, FileService files, CancellationToken ct)
    {
        var file = await decks.FileAsync(Actor.From(context.User), key, ct);
        return file.IsRefused || await files.OpenAsync(file.Value, ct) is not { } bytes ? TypedResults.NotFound() : Give(context.Response, file.Value, bytes, file.Value.Name);
    }

    private static async Task<IResult> PictureAsync(int version, int number, HttpContext context, DeckQueries decks, FileService files, CancellationToken ct)
    {
        var file = await decks.PictureAsync(Actor.From(context.User), version, number, ct);
        return file.IsRefused || await files.OpenAsync(file.Value, ct) is not { } bytes ? TypedResults.NotFound() : Give(context.Response, file.Value, bytes, null);
    }

    /// <summary>Whatever a file holds, nothing of it runs as part of this site: it is saved and not shown, its type is not guessed at, and it has no rights.</summary>
    private static IResult Give(HttpResponse response, StoredFile file, Stream bytes, string? saveAs)
    {
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(bytes, file.ContentType, saveAs, file.StoredAt, new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }

    // Read part by part as it arrives: a form bound to parameters would be kept whole first.
    private static async Task<IResult> TakeAsync(int session, HttpContext context, UploadService uploads, IAntiforgery antiforgery, CancellationToken ct)
    {
        var request = context.Request;
        if (!OwnSite.Sent(request) || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and < 200 } boundary)
        {
            return TypedResults.BadRequest();
        }

        var isProven = false;
        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(ct) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var about))
            {
                continue;
            }

            if (HeaderUtilities.RemoveQuotes(about.Name) == "__RequestVerificationToken")
            {
                var token = new char[LongestToken];
                var length = await new StreamReader(part.Body).ReadBlockAsync(token, ct);
                request.Headers["RequestVerificationToken"] = new string(token, 0, length);
                isProven = await antiforgery.IsRequestValidAsync(context);
            }
            else if (about.IsFileDisposition())
            {
                // The token stands before the file in the form, so nothing is kept of a forged one.
                return isProven ? After(session, await uploads.TakeAsync(Actor.From(context.User), DeckUploads.Purpose(session), HeaderUtilities.RemoveQuotes(about.FileName).Value, part.Body, ct)) : TypedResults.BadRequest();
            }
        }

        return isProven ? After(session, UploadRefusals.Empty) : TypedResults.BadRequest();
    }

    private static IResult After(int session, Result<StoredFile> taken) =>
        TypedResults.LocalRedirect(taken.IsRefused ? QueryHelpers.AddQueryString("~" + Desk(session), "refused", taken.Refusal.Code) : "~" + Desk(session) + "?taken=true");
}
