using System.Globalization;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Microsoft.AspNetCore.Http;

namespace Expo.Streaming.Recordings;

/// <summary>
/// Serves the media of a cut by name: <c>master.m3u8</c>, <c>{rendition}.m3u8</c>, <c>{rendition}-{span}.mp4</c> for the playlists and
/// <c>{rendition}-{span}-download.mp4</c>, which plays by itself, and <c>poster.jpg</c>. Who may see it is the caller's question.
/// </summary>
public sealed class RecordingMedia(Archive archive, Posters posters)
{
    public const string PosterName = "poster.jpg";

    /// <summary>The name of a span as a file that plays by itself, and its length in bytes.</summary>
    public static (string Name, long Length) Download(CutRendition rendition, int span) =>
        (VodPlaylist.FileName(rendition, span).Replace(".mp4", "-download.mp4", StringComparison.Ordinal), DownloadFile.LengthOf(rendition.Files[span]));

    /// <param name="http">The request to answer.</param>
    /// <param name="cut">What is asked about.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="isPublic">True lets everyone keep the answer; a draft is kept by nobody.</param>
    public Task ServeAsync(HttpContext http, RecordingCut cut, string name, bool isPublic)
    {
        if (name == "master.m3u8")
        {
            return PlaylistAsync(http, VodPlaylist.Master(cut), isPublic);
        }

        if (name == PosterName)
        {
            return PosterAsync(http, cut, isPublic);
        }

        foreach (var rendition in cut.Renditions)
        {
            if (name == rendition.Name + ".m3u8")
            {
                return PlaylistAsync(http, VodPlaylist.Media(cut, rendition), isPublic);
            }

            for (var span = 0; span < rendition.Files.Length; span++)
            {
                if (name == VodPlaylist.FileName(rendition, span))
                {
                    return FileAsync(http, cut, rendition, span, isPublic);
                }

                if (name == Download(rendition, span).Name)
                {
                    return DownloadAsync(http, cut, rendition, span, isPublic);
                }
            }
        }

        return OriginEndpoints.NotThere(http).ExecuteAsync(http);
    }

    private static Task PlaylistAsync(HttpContext http, string text, bool isPublic)
    {
        http.Response.Headers.CacheControl = isPublic ? "public, max-age=60" : "private, no-store";
        return Results.Text(text, OriginEndpoints.PlaylistType).ExecuteAsync(http);
    }

    private Task FileAsync(HttpContext http, RecordingCut cut, CutRendition rendition, int span, bool isPublic)
    {
        var (file, epoch) = (rendition.Files[span], cut.Spans[span].Epoch);
        var path = archive.Paths.Media(cut.Stage, epoch, rendition.Name);
        if (!File.Exists(path))
        {
            return OriginEndpoints.NotThere(http).ExecuteAsync(http);
        }

        return ByteResult.SendAsync(http, Type(rendition), Tag(cut, rendition, span), file.InitLength + file.Length, Cache(isPublic), async (from, count) =>
            {
                var ofInit = Math.Clamp(file.InitLength - from, 0, count);
                if (ofInit > 0)
                {
                    await http.Response.SendFileAsync(path, from, ofInit, http.RequestAborted);
                }

                if (count > ofInit)
                {
                    await http.Response.SendFileAsync(path, file.Offset + from + ofInit - file.InitLength, count - ofInit, http.RequestAborted);
                }
            });
    }

    private async Task DownloadAsync(HttpContext http, RecordingCut cut, CutRendition rendition, int span, bool isPublic)
    {
        var file = await DownloadFile.OpenAsync(
            archive.Paths, cut.Stage, cut.Spans[span].Epoch, rendition.Name, rendition.Files[span], http.RequestAborted);
        if (file is null)
        {
            await OriginEndpoints.NotThere(http).ExecuteAsync(http);
            return;
        }

        await ByteResult.SendAsync(
            http, Type(rendition), Tag(cut, rendition, span) + "-download", DownloadFile.LengthOf(rendition.Files[span]), Cache(isPublic),
            (from, count) => file.WriteAsync(http.Response.Body, from, count, http.RequestAborted));
    }

    private async Task PosterAsync(HttpContext http, RecordingCut cut, bool isPublic)
    {
        if (await posters.OfAsync(cut, http.RequestAborted) is not { } path)
        {
            await OriginEndpoints.NotThere(http).ExecuteAsync(http);
            return;
        }

        await ByteResult.SendAsync(
            http, "image/jpeg", Path.GetFileNameWithoutExtension(path), new FileInfo(path).Length, Cache(isPublic),
            (from, count) => http.Response.SendFileAsync(path, from, count, http.RequestAborted));
    }

    private static string Type(CutRendition rendition) => rendition.Height > 0 ? "video/mp4" : "audio/mp4";

    private static string Cache(bool isPublic) => isPublic ? ByteResult.Immutable : "private, no-store";

    private static string Tag(RecordingCut cut, CutRendition rendition, int span) => string.Create(
        CultureInfo.InvariantCulture, $"{cut.Spans[span].Epoch}-{rendition.Name}-{rendition.Files[span].Offset}-{rendition.Files[span].Length}");
}
