using System.Globalization;
using Expo.Streaming.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Origin;

/// <summary>
/// The live streams under <c>/streams/{stage}/</c>. Segments and init segments never change and may be kept for a year; playlists
/// for a second; what is not there is never kept. Nothing is there that no session is live for (see <see cref="StageCurtains"/>).
/// </summary>
public static class OriginEndpoints
{
    internal const string PlaylistType = "application/vnd.apple.mpegurl";
    private const string PlaylistCache = "public, max-age=1";
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static RouteGroupBuilder MapOrigin(this IEndpointRouteBuilder app)
    {
        var streams = app.MapGroup("/streams/{stage}").AllowCors(app.ServiceProvider.GetRequiredService<IOptions<StreamingOptions>>().Value);
        streams.MapMethods("/status.json", Reads, Status);
        streams.MapMethods("/master.m3u8", Reads, Master);
        streams.MapMethods("/{rendition}/live.m3u8", Reads, Live);
        streams.MapMethods("/{rendition}/{epoch}-init.mp4", Reads, InitAsync);
        streams.MapMethods("/{rendition}/{epoch}-{number:long}.m4s", Reads, SegmentAsync);
        return streams;
    }

    // Waiting players ask this and not the playlist: "not on air" is an answer, and a missing playlist would be an error in every browser's console.
    private static IResult Status(string stage, StageBroadcasts stages, StageStatuses statuses, HttpContext http)
    {
        if (stages.Find(stage) is null)
        {
            return NotThere(http);
        }

        http.Response.Headers.CacheControl = PlaylistCache;
        return Results.Json(new { onAir = statuses.IsLive(stage) });
    }

    private static IResult Master(string stage, StageBroadcasts stages, StageStatuses statuses, HttpContext http) =>
        stages.Find(stage) is { } broadcast && statuses.IsLive(stage) ? Playlist(http, MasterPlaylist.Write(broadcast)) : NotThere(http);

    private static IResult Live(
        string stage, string rendition, StageBroadcasts stages, StageStatuses statuses, StageCurtains curtains, HttpContext http) =>
        stages.Find(stage)?.Find(rendition) is { } found && statuses.IsLive(stage) && found.Window.Behind(curtains.Of(stage)) is { Segments.Length: > 0 } window
            ? Playlist(http, LivePlaylist.Write(window)) : NotThere(http);

    private static Task InitAsync(string stage, string rendition, string epoch, StageBroadcasts stages, HttpContext http) =>
        stages.Find(stage)?.Find(rendition)?.FindInit(epoch) is { } init
            ? SendAsync(http, "video/mp4", $"{epoch}-{rendition}-init", [init.Init.Bytes], init.Init.Bytes.Length)
            : NotThere(http).ExecuteAsync(http);

    // Whoever has a playlist can guess the numbers that follow; what was made behind the curtain is not given to them.
    private static Task SegmentAsync(
        string stage, string rendition, string epoch, long number, StageBroadcasts stages, StageCurtains curtains, HttpContext http) =>
        stages.Find(stage)?.Find(rendition)?.Find(epoch, number) is { } segment && curtains.Of(stage).Shows(segment)
            ? SendAsync(http, "video/iso.segment", string.Create(CultureInfo.InvariantCulture, $"{epoch}-{rendition}-{number}"), segment.Fragments, segment.Length)
            : NotThere(http).ExecuteAsync(http);

    private static IResult Playlist(HttpContext http, string? text)
    {
        if (text is null)
        {
            return NotThere(http);
        }

        http.Response.Headers.CacheControl = PlaylistCache;
        return Results.Text(text, PlaylistType);
    }

    internal static IResult NotThere(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.StatusCode(StatusCodes.Status404NotFound);
    }

    private static Task SendAsync(HttpContext http, string type, string etag, byte[][] parts, long length) =>
        ByteResult.SendAsync(http, type, etag, length, ByteResult.Immutable, async (from, count) =>
        {
            foreach (var part in parts)
            {
                var skip = (int)Math.Min(from, part.Length);
                var take = (int)Math.Min(count, part.Length - skip);
                from -= skip;
                count -= take;
                if (take > 0)
                {
                    await http.Response.Body.WriteAsync(part.AsMemory(skip, take), http.RequestAborted);
                }
            }
        });
}
