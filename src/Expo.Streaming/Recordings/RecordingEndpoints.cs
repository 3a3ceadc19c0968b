using System.Globalization;
using Expo.Core.Accounts;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Recordings;

/// <summary>
/// The media of recordings under <c>/recordings/{slug}/media/{cut}/</c>: everyone's when published, an organiser's else. The cut's
/// number makes the addresses of each new cut new ones.
/// </summary>
public static class RecordingEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The address that a player is given, or that of another file of the cut.</summary>
    public static string MediaUrl(string slug, int cutNumber, string name = "master.m3u8") =>
        string.Create(CultureInfo.InvariantCulture, $"/recordings/{slug}/media/{cutNumber}/{name}");

    public static RouteGroupBuilder MapRecordings(this IEndpointRouteBuilder app)
    {
        var media = app.MapGroup("/recordings/{slug}/media/{cut:int}").AllowCors(app.ServiceProvider.GetRequiredService<IOptions<StreamingOptions>>().Value);
        media.MapMethods("/{name}", Reads, MediaAsync);
        return media;
    }

    private static async Task MediaAsync(string slug, int cut, string name, HttpContext http, CutCache cuts, RecordingMedia media)
    {
        // A player wants the status, not our error page.
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        if (await cuts.FindAsync(slug, cut, http.RequestAborted) is not { } found || !(found.IsPublic || Actor.From(http.User).IsOrganiser))
        {
            await OriginEndpoints.NotThere(http).ExecuteAsync(http);
            return;
        }

        await media.ServeAsync(http, found.Cut, name, found.IsPublic);
    }
}
