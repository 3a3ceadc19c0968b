using System.Text;
using Expo.Core;
using Expo.Core.Payments;
using Expo.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Payments;

internal static class PaymentEndpoints
{
    public const string Webhook = "/webhooks/stripe";

    private const int LargestEvent = 256 * 1024;

    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEndpointRouteBuilder MapPayments(this IEndpointRouteBuilder routes)
    {
        // A program calls it, and proves by a signature who it is: no form, no token, and no limit made for people.
        routes.MapPost(Webhook, HearAsync).ExcludeFromDescription().DisableAntiforgery().DisableRateLimiting();
        return routes;
    }

    /// <summary>Any 2xx means "do not send it again".</summary>
    private static async Task<Results<Ok, ProblemHttpResult>> HearAsync(HttpRequest request, PaymentService payments, CancellationToken ct)
    {
        if (await ReadAsync(request, ct) is not { } body)
        {
            return TypedResults.Problem(title: $"An event may have at most {LargestEvent / 1024} KB.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var answer = await payments.HandleEventAsync(body, request.Headers["Stripe-Signature"], ct);
        return answer.Refusal switch
        {
            null => TypedResults.Ok(),
            var no when no == PaymentRefusals.AskAgain => TypedResults.Problem(title: no.Message, statusCode: StatusCodes.Status503ServiceUnavailable),
            var no => no.ToProblem(),
        };
    }

    /// <summary>The body byte for byte, because the signature is over it. Null when it is too large.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > LargestEvent)
        {
            return null;
        }

        using var whole = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(part, ct)) > 0;)
        {
            whole.Write(part, 0, read);
            if (whole.Length > LargestEvent)
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(whole.GetBuffer(), 0, (int)whole.Length);
        }
        catch (DecoderFallbackException)
        {
            // Not text, so not an event: nothing signs it.
            return "";
        }
    }
}
