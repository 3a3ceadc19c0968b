using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stripe;

namespace Expo.Testing;

/// <summary>One request that the stand-in heard.</summary>
public sealed record HeardRequest(string Method, string Path, string? Key);

/// <summary>
/// Speaks the part of Stripe's API that Expo uses, over HTTP on a free port: form-encoded requests, answers of Stripe's
/// shape, its rules on times, states and idempotency keys. A test plays the payer and the bank. The npm package
/// stripe-stateful-mock knows neither checkout sessions nor payment intents.
/// </summary>
public sealed class StripeStandIn : IAsyncDisposable
{
    public const string SecretKey = "sk_test_stand_in";
    public const string WebhookSecret = "whsec_stand_in";

    private readonly WebApplication _app;
    private readonly StripeLedger _ledger;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<HeardRequest> _heard = [];
    private readonly Dictionary<string, (string Asked, int Status, string Answer)> _kept = [];
    private readonly Queue<int> _faults = new();
    private (string Method, string Path, TaskCompletionSource Reached, TaskCompletionSource Go)? _held;
    private int _events;

    private StripeStandIn(WebApplication app, TimeProvider clock)
    {
        (_app, _clock, _ledger) = (app, clock, new StripeLedger(clock));
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What was asked for so far, in order.</summary>
    public IReadOnlyList<HeardRequest> Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>The payer's and the bank's side.</summary>
    public StripeLedger Ledger => _ledger;

    public static async Task<StripeStandIn> StartAsync(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new StripeStandIn(app, clock);
        app.Run(standIn.AnswerAsync);
        await app.StartAsync();
        return standIn;
    }

    /// <summary>Answers the next requests with these statuses instead; 0 hangs up without a word. Answers with a key are kept, as Stripe keeps them.</summary>
    public void FailNext(params int[] statuses)
    {
        lock (_gate)
        {
            Array.ForEach(statuses, _faults.Enqueue);
        }
    }

    /// <summary>
    /// The next answer to a request of this path, a GET if nothing else is said, is made up and then kept back, as on a slow line: <c>Reached</c> is done when it
    /// is made up, and <c>Go</c> lets it leave.
    /// </summary>
    public (Task Reached, TaskCompletionSource Go) KeepBack(string path, string method = "GET")
    {
        var (reached, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _held = (method, path, reached, go);
        }

        return (reached.Task, go);
    }

    /// <summary>A day passes: the answers kept for keys are gone.</summary>
    public void ForgetKeys()
    {
        lock (_gate)
        {
            _kept.Clear();
        }
    }

    /// <summary>A webhook delivery: the body, and the header that Stripe's own library makes for it.</summary>
    /// <param name="type">For instance <c>checkout.session.completed</c>.</param>
    /// <param name="about">What lies in <c>data.object</c>.</param>
    /// <param name="secret">Another one than ours, to forge.</param>
    public (string Body, string Signature) Event(string type, object about, string secret = WebhookSecret)
    {
        var body = JsonSerializer.Serialize(new
        {
            id = $"evt_{Interlocked.Increment(ref _events):0000}",
            @object = "event",
            api_version = StripeConfiguration.ApiVersion,
            created = _clock.GetUtcNow().ToUnixTimeSeconds(),
            type,
            data = new { @object = about },
        });
        return (body, Sign(body, secret));
    }

    public string Sign(string body, string secret = WebhookSecret, TimeSpan ago = default) =>
        EventUtility.GenerateSignatureHeader(body, secret, (_clock.GetUtcNow() - ago).ToUnixTimeSeconds());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var asked = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        var (status, answer, replayed) = Answer(request, asked);
        if (TakeHeld(request) is { } held)
        {
            held.Reached.SetResult();
            await held.Go.Task;
        }

        if (status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (replayed)
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
        }

        await context.Response.WriteAsync(answer);
    }

    private (string Method, string Path, TaskCompletionSource Reached, TaskCompletionSource Go)? TakeHeld(HttpRequest request)
    {
        lock (_gate)
        {
            if (_held is not { } held || request.Method != held.Method || request.Path != held.Path)
            {
                return null;
            }

            _held = null;
            return held;
        }
    }

    private (int Status, string Answer, bool Replayed) Answer(HttpRequest request, IFormCollection asked)
    {
        lock (_gate)
        {
            var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } sent ? sent : null;
            _heard.Add(new HeardRequest(request.Method, request.Path, key));
            if (request.Headers.Authorization != $"Bearer {SecretKey}")
            {
                return (401, StripeLedger.Error("invalid_request_error", "Invalid API Key provided").Json, false);
            }

            if (_faults.TryDequeue(out var fault) && fault is 0 or 429)
            {
                return (fault, StripeLedger.Error("api_error", "Not now").Json, false);
            }

            var parameters = string.Join('&', asked.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
            if (HttpMethods.IsPost(request.Method) && key is not null && _kept.TryGetValue(key, out var kept))
            {
                return kept.Asked == parameters
                    ? (kept.Status, kept.Answer, true)
                    : (400, StripeLedger.Error("idempotency_error", "Keys for idempotent requests can only be used with the same parameters they were first used with.").Json, false);
            }

            var (status, json) = fault != 0 ? (fault, StripeLedger.Error("api_error", "Something went wrong").Json) : _ledger.Answer(request, asked);
            // What fails validation never began, and is not kept.
            if (HttpMethods.IsPost(request.Method) && key is not null && status != 400)
            {
                _kept[key] = (parameters, status, json);
            }

            return (status, json, false);
        }
    }
}
