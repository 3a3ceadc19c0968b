using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Files;
using Microsoft.Net.Http.Headers;

namespace Expo.Web.Speakers;

/// <summary>Gives portraits out: to everybody what was released, to the speaker and organisers what is there now.</summary>
internal static class SpeakerEndpoints
{
    public static IEndpointRouteBuilder MapSpeakers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/speakers/{slug}/portrait", PublicAsync).ExcludeFromDescription();
        routes.MapGet("/speaker/portrait/{id:int}", OwnAsync).RequireAuthorization().ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> PublicAsync(string slug, string? v, HttpContext context, SpeakerQueries speakers, FileService files, CancellationToken ct)
    {
        if (await speakers.PublicPortraitAsync(slug, ct) is not { } file || await files.OpenAsync(file, ct) is not { } bytes)
        {
            return TypedResults.NotFound();
        }

        // The address with its version never means another picture; without it, it may.
        return Give(context.Response, file, bytes, v == SpeakerWords.Version(file) ? "public, max-age=31536000, immutable" : "public, no-cache");
    }

    private static async Task<IResult> OwnAsync(int id, HttpContext context, SpeakerQueries speakers, FileService files, CancellationToken ct) =>
        await speakers.PortraitAsync(Actor.From(context.User), id, ct) is { } file && await files.OpenAsync(file, ct) is { } bytes
            ? Give(context.Response, file, bytes, "private, no-cache")
            : TypedResults.NotFound();

    /// <summary>A picture and nothing else, whatever it might be to a program that guesses.</summary>
    private static IResult Give(HttpResponse response, StoredFile file, Stream bytes, string cache)
    {
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = cache;
        return TypedResults.Stream(bytes, file.ContentType, null, file.StoredAt, new EntityTagHeaderValue($"\"{file.Sha256}\""));
    }
}
