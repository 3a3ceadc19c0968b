using System.Text.Json;

namespace Expo.Web.Registration;

/// <summary>The answer to a registration over the API. It is always the same, so it is written once and not for each asker of a rush.</summary>
internal sealed class RegistrationSent : IResult
{
    public static readonly RegistrationSent Answer = new();

    private static readonly byte[] Body = JsonSerializer.SerializeToUtf8Bytes(new RegistrationAccepted(RegistrationEndpoints.Sent), JsonSerializerOptions.Web);

    private RegistrationSent()
    {
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Body.Length;
        await response.BodyWriter.WriteAsync(Body, httpContext.RequestAborted);
    }
}
