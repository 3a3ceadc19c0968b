using System.IO.Pipelines;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Expo.Web.Http;

/// <summary>
/// The framework answers a form that its page does not have, for instance of a page opened before an update, with a bare
/// sentence for programmers in Development and with nothing in Production. Both are held back here, for the page for 400.
/// </summary>
internal sealed class BareRefusal(HttpResponse response, IHttpResponseBodyFeature body) : IHttpResponseBodyFeature
{
    private readonly PipeWriter _nowhere = PipeWriter.Create(Stream.Null);

    public Stream Stream => IsBare ? Stream.Null : body.Stream;

    public PipeWriter Writer => IsBare ? _nowhere : body.Writer;

    private bool IsBare => response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest } && response.ContentType is { } type && type.StartsWith("text/plain", StringComparison.Ordinal);

    /// <summary>Stands right before the endpoint, so that nothing else has begun to write.</summary>
    public static async Task HoldBackAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            await next(context);
            return;
        }

        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var held = new BareRefusal(context.Response, body);
        context.Features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(body);
        }

        if (held.IsBare)
        {
            // An answer with a type counts as a page already.
            context.Response.ContentType = null;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => IsBare ? Task.CompletedTask : body.StartAsync(cancellationToken);

    public Task CompleteAsync() => IsBare ? Task.CompletedTask : body.CompleteAsync();

    public void DisableBuffering() => body.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => body.SendFileAsync(path, offset, count, cancellationToken);
}
