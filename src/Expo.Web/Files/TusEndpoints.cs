using System.Globalization;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Files;
using Expo.Web.Http;
using Microsoft.AspNetCore.Mvc;

namespace Expo.Web.Files;

/// <summary>
/// Resumable upload: tus 1.0 with creation, expiration, termination and checksum. For people who are signed in, each for their own
/// uploads. Requests of other sites are turned away, with cookies or without.
/// </summary>
internal static class TusEndpoints
{
    public const string Address = "/api/v1/uploads";

    /// <summary>A little above the largest file, so that it is our own sentence that refuses one that is too large.</summary>
    public const long MostBody = 210_000_000;

    private const string Version = "1.0.0";
    private const string Chunk = "application/offset+octet-stream";

    public static IEndpointRouteBuilder MapUploads(this IEndpointRouteBuilder routes)
    {
        var uploads = routes.MapGroup(Address).WithTags("Uploads").RequireRateLimiting(RateLimits.Uploads).AddEndpointFilter(SpeakTusAsync);
        uploads.MapMethods("", [HttpMethods.Options], Options).WithSummary("What of tus 1.0 is spoken.");
        uploads.MapPost("", CreateAsync).RequireAuthorization().WithSummary("Begins an upload: Upload-Length, and Upload-Metadata with filename and purpose, for instance deck:12.");
        uploads.MapMethods("{id}", [HttpMethods.Head], FindAsync).RequireAuthorization().WithSummary("Says how many bytes are safe.");
        uploads.MapPatch("{id}", AppendAsync).RequireAuthorization().WithMetadata(new RequestSizeLimitAttribute(MostBody)).WithSummary("Goes on at Upload-Offset.");
        uploads.MapDelete("{id}", TerminateAsync).RequireAuthorization().WithSummary("Throws an unfinished upload away.");
        return routes;
    }

    private static async ValueTask<object?> SpeakTusAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var (request, response) = (invocation.HttpContext.Request, invocation.HttpContext.Response);
        response.Headers["Tus-Resumable"] = Version;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsOptions(request.Method))
        {
            return await next(invocation);
        }

        if (!OwnSite.Sent(request))
        {
            return OwnSite.Refusal.ToProblem();
        }

        if (request.Headers["Tus-Resumable"] != Version)
        {
            // No form of another site can set this header, so it also keeps forged requests out.
            response.Headers["Tus-Version"] = Version;
            return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
        }

        return await next(invocation);
    }

    private static IResult Options(HttpResponse response, UploadPurposes purposes)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,expiration,termination,checksum";
        response.Headers["Tus-Max-Size"] = Number(purposes.MostBytes);
        response.Headers["Tus-Checksum-Algorithm"] = string.Join(',', ChunkSum.Algorithms);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> CreateAsync(HttpContext context, UploadService uploads, CancellationToken ct)
    {
        if (Header(context.Request, "Upload-Length") is not { } length)
        {
            return TypedResults.BadRequest();
        }

        var about = TusMetadata.Read(context.Request.Headers["Upload-Metadata"].ToString());
        var created = await uploads.CreateAsync(Actor.From(context.User), new NewUpload(about.GetValueOrDefault("purpose"), about.GetValueOrDefault("filename"), length), ct);
        if (created.IsRefused)
        {
            return Refused(created.Refusal);
        }

        Expires(context.Response, created.Value);
        return TypedResults.Created($"{Address}/{created.Value.Id}");
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, UploadService uploads, CancellationToken ct)
    {
        var found = await uploads.FindAsync(Actor.From(context.User), id, ct);
        return found.IsRefused ? Refused(found.Refusal) : Progress(context.Response, found.Value, StatusCodes.Status200OK);
    }

    private static async Task<IResult> AppendAsync(string id, HttpContext context, UploadService uploads, CancellationToken ct)
    {
        var request = context.Request;
        if (request.ContentType != Chunk)
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (Header(request, "Upload-Offset") is not { } offset || !TusMetadata.TryReadSum(request.Headers["Upload-Checksum"].ToString(), out var sum))
        {
            return TypedResults.BadRequest();
        }

        var appended = await uploads.AppendAsync(Actor.From(context.User), id, offset, request.Body, sum, ct);
        return appended.IsRefused ? Refused(appended.Refusal) : Progress(context.Response, appended.Value, StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> TerminateAsync(string id, HttpContext context, UploadService uploads, CancellationToken ct)
    {
        var gone = await uploads.TerminateAsync(Actor.From(context.User), id, ct);
        return gone.IsRefused ? Refused(gone.Refusal) : TypedResults.NoContent();
    }

    private static IResult Progress(HttpResponse response, Upload upload, int status)
    {
        response.Headers["Upload-Offset"] = Number(upload.Offset);
        response.Headers["Upload-Length"] = Number(upload.Length);
        Expires(response, upload);
        return TypedResults.StatusCode(status);
    }

    private static void Expires(HttpResponse response, Upload upload) => response.Headers["Upload-Expires"] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>tus has status codes of its own for some refusals: clients wait and go on after 409 and 423, and give up after others.</summary>
    private static IResult Refused(Refusal refusal)
    {
        int? own = refusal == UploadRefusals.Busy ? StatusCodes.Status423Locked
            : refusal == UploadRefusals.ChecksumDiffers ? 460
            : refusal == UploadRefusals.TooMuch || refusal.Code == UploadRefusals.TooLargeCode ? StatusCodes.Status413PayloadTooLarge
            : null;
        return own is { } status ? TypedResults.Problem(title: refusal.Message, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code }) : refusal.ToProblem();
    }

    private static long? Header(HttpRequest request, string name) =>
        long.TryParse(request.Headers[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
