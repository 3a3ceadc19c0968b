using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

/// <summary>
/// Hands letters to Azure Communication Services over its REST API and waits until it says what became of each. Each letter
/// is an operation whose id follows from its Message-ID: before a letter is tried again, the service is asked for the first try.
/// </summary>
public sealed class AzureMailer(HttpClient http, IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    private const string Version = "api-version=2023-03-31";
    private const int AtOnce = 6;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>So long the outcome is waited for; then it is looked up at the next try.</summary>
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromMinutes(1);

    private readonly AzureConnection _azure = AzureConnection.Parse(options.Value.Azure.ConnectionString)
        ?? throw new InvalidOperationException("Mail__Azure__ConnectionString must be endpoint=https://…;accesskey=… with the key in base 64.");

    public async Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        var deliveries = new Delivery[letters.Count];
        Delivery? away = null;
        await Parallel.ForAsync(0, letters.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            deliveries[i] = ct.IsCancellationRequested ? Delivery.NotTried : Volatile.Read(ref away) ?? await SendAsync(letters[i], ct);
            if (deliveries[i].Outcome == Outcome.Away)
            {
                // What keeps this letter back keeps the others back too: too many in a minute, a wrong key, no network.
                Volatile.Write(ref away, deliveries[i]);
            }
        });
        return deliveries;
    }

    private async Task<Delivery> SendAsync(Letter letter, CancellationToken ct)
    {
        var posted = false;
        try
        {
            var operation = AzureMessage.OperationOf(letter);
            var status = new Uri(_azure.Endpoint, $"/emails/operations/{operation}?{Version}");
            if (letter.MayBeSent && await AskAsync(HttpMethod.Get, status, null, null, ct) is { Status: not HttpStatusCode.NotFound } earlier)
            {
                // Only a service that knows of no first try is given the letter again.
                return earlier.Status == HttpStatusCode.OK ? await FollowAsync(earlier, status, ct) : new Delivery(Outcome.Away, earlier.Words, earlier.RetryAfter);
            }

            posted = true;
            var answer = await AskAsync(HttpMethod.Post, new Uri(_azure.Endpoint, $"/emails:send?{Version}"), AzureMessage.Write(letter, options.Value), operation, ct);
            return answer.Status == HttpStatusCode.Accepted ? await FollowAsync(answer, answer.Location ?? status, ct) : Refused(answer);
        }
        catch (Exception) when (ct.IsCancellationRequested && !posted)
        {
            return Delivery.NotTried;
        }
        catch (Exception fault) when (IsUnheard(fault) || (!posted && fault is HttpRequestException or TaskCanceledException))
        {
            return new Delivery(Outcome.Away, fault.Message);
        }
        catch (Exception fault)
        {
            // The service may have taken it: the try counts, so that the next one asks first.
            return new Delivery(Outcome.Later, fault.Message);
        }
    }

    /// <summary>There was no connection, so nothing was taken.</summary>
    private static bool IsUnheard(Exception fault) => fault is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private async Task<Delivery> FollowAsync(Answer answer, Uri status, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            switch (answer.State)
            {
                case "Succeeded":
                    return Delivery.Sent;
                case "Failed" or "Canceled":
                    return new Delivery(Outcome.Refused, answer.Words);
            }

            if (clock.GetElapsedTime(begun) > WaitAtMost)
            {
                return new Delivery(Outcome.Later, "The service took the letter and has not said yet what became of it.", TimeSpan.FromMinutes(2));
            }

            await Task.Delay(answer.RetryAfter ?? AskAgainAfter, clock, ct);
            answer = await AskAsync(HttpMethod.Get, status, null, null, ct);
            if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.TooManyRequests) && (int)answer.Status < 500)
            {
                return new Delivery(Outcome.Later, answer.Words);
            }
        }
    }

    private static Delivery Refused(Answer answer) => answer.Status switch
    {
        // The settings or the service, not the letter.
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new(Outcome.Away, answer.Words, answer.RetryAfter),

        // An earlier try is being worked on.
        HttpStatusCode.Conflict => new(Outcome.Later, answer.Words, answer.RetryAfter),
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => new(Outcome.Refused, answer.Words),
        _ => new(Outcome.Later, answer.Words, answer.RetryAfter),
    };

    private async Task<Answer> AskAsync(HttpMethod method, Uri address, byte[]? body, Guid? operation, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            request.Headers.Add("Operation-Id", operation.ToString());
        }

        _azure.Sign(request, body, clock.GetUtcNow());
        using var response = await http.SendAsync(request, ct);
        var retryAfter = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - clock.GetUtcNow()) : null;
        var location = response.Headers.TryGetValues("Operation-Location", out var values) && Uri.TryCreate(values.First(), UriKind.Absolute, out var there)
            // The signature goes nowhere else.
            && there.Authority == _azure.Endpoint.Authority ? there : null;
        var (state, words) = Read(await response.Content.ReadAsByteArrayAsync(ct));
        return new Answer(response.StatusCode, state, $"{(int)response.StatusCode} {words ?? response.ReasonPhrase}", retryAfter > TimeSpan.Zero ? retryAfter : null, location);
    }

    private static (string? State, string? Words) Read(byte[] json)
    {
        try
        {
            using var answer = JsonDocument.Parse(json);
            var root = answer.RootElement;
            var state = root.TryGetProperty("status", out var status) ? status.GetString() : null;
            return root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? (state, $"{Text(error, "code")}: {Text(error, "message")}")
                : (state, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private sealed record Answer(HttpStatusCode Status, string? State, string Words, TimeSpan? RetryAfter, Uri? Location);
}
