using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Expo.Core.Tests.Mail;

/// <summary>
/// Speaks the email API of Azure Communication Services as Microsoft documents it (version 2023-03-31): checks the signature,
/// takes letters as operations, says what became of them. How a letter ends is told by its recipient's name.
/// </summary>
internal sealed partial class AzureService : IDisposable
{
    private static readonly byte[] Key = SHA256.HashData("a key"u8);

    private readonly HttpListener _listener = new();
    private readonly int _port = Expo.Testing.WatchedProcess.FreeTcpPort();
    private readonly ConcurrentDictionary<string, (string To, int Asked)> _operations = new();

    public AzureService()
    {
        _listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string ConnectionString => $"endpoint=http://127.0.0.1:{_port}/;accesskey={Convert.ToBase64String(Key)}";

    /// <summary>The bodies of the letters that were taken.</summary>
    public ConcurrentQueue<JsonElement> Letters { get; } = new();

    /// <summary>For instance <c>POST /emails:send 202</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Called when a letter was taken and before that is answered.</summary>
    public Action Taken { get; set; } = () => { };

    /// <summary>What it answers to whoever asks for an operation, instead of the truth.</summary>
    public int? AnswersWith { get; set; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (HttpListenerException) when (_listener.IsListening)
            {
                // Whoever asked has hung up.
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(copy);
        var (status, answer) = Answer(context, copy.ToArray());
        Asked.Enqueue($"{context.Request.HttpMethod} {Regex.Replace(context.Request.Url!.AbsolutePath, "[0-9a-f-]{36}", "…")} {status}");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
        context.Response.Close();
    }

    private (int Status, object Answer) Answer(HttpListenerContext context, byte[] body)
    {
        var (request, response) = (context.Request, context.Response);
        if (!IsSigned(request, body))
        {
            return (401, Error("Denied", "Denied by the resource provider."));
        }

        if (request.Url!.Query != "?api-version=2023-03-31")
        {
            return (400, Error("InvalidApiVersion", "The version is not known."));
        }

        if (request is { HttpMethod: "POST", Url.AbsolutePath: "/emails:send" })
        {
            return Send(request, response, body);
        }

        if (AnswersWith is { } status)
        {
            return (status, Error("Odd", "Not now."));
        }

        var id = request.Url.AbsolutePath.Split('/')[^1];
        if (!request.Url.AbsolutePath.StartsWith("/emails/operations/", StringComparison.Ordinal) || !_operations.TryGetValue(id, out var operation))
        {
            return (404, Error("OperationNotFound", "There is no such operation."));
        }

        _operations[id] = operation with { Asked = operation.Asked + 1 };
        if (operation.Asked == 0)
        {
            response.Headers["retry-after"] = "0";
            return (200, new { id, status = "Running" });
        }

        return operation.To.StartsWith("drop", StringComparison.Ordinal)
            ? (200, new { id, status = "Failed", error = new { code = "EmailDropped", message = "Email was dropped after several attempts to deliver." } })
            : (200, new { id, status = "Succeeded" });
    }

    private (int Status, object Answer) Send(HttpListenerRequest request, HttpListenerResponse response, byte[] body)
    {
        var letter = JsonDocument.Parse(body).RootElement;
        var to = letter.GetProperty("recipients").GetProperty("to")[0].GetProperty("address").GetString()!;
        if (to.StartsWith("busy", StringComparison.Ordinal))
        {
            response.Headers["Retry-After"] = "240";
            return (429, Error("TooManyRequests", "The request limit was reached."));
        }

        if (to.StartsWith("wrong", StringComparison.Ordinal))
        {
            return (400, Error("InvalidRecipient", "The recipient is not valid."));
        }

        if (to.StartsWith("broken", StringComparison.Ordinal))
        {
            return (503, Error("ServiceUnavailable", "Try again."));
        }

        var id = Guid.Parse(request.Headers["Operation-Id"]!).ToString();
        _operations.TryAdd(id, (to, 0));
        Letters.Enqueue(letter);
        Taken();
        response.Headers["Operation-Location"] = $"http://127.0.0.1:{_port}/emails/operations/{id}?api-version=2023-03-31";
        return (202, new { id, status = "Running" });
    }

    /// <summary>The steps of Microsoft's page on signing a request, done anew.</summary>
    private bool IsSigned(HttpListenerRequest request, byte[] body)
    {
        var match = Authorization().Match(request.Headers["Authorization"] ?? "");
        var hash = Convert.ToBase64String(SHA256.HashData(body));
        var date = request.Headers["x-ms-date"] ?? "";
        var toSign = request.HttpMethod + "\n" + request.RawUrl + "\n" + date + ";" + request.Headers["Host"] + ";" + request.Headers["x-ms-content-sha256"];
        using var hmac = new HMACSHA256(Key);
        return match.Success && request.Headers["x-ms-content-sha256"] == hash
            && DateTimeOffset.TryParseExact(date, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out _)
            && match.Groups[1].Value == Convert.ToBase64String(hmac.ComputeHash(Encoding.ASCII.GetBytes(toSign)));
    }

    private static object Error(string code, string message) => new { error = new { code, message } };

    [GeneratedRegex("^HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=(.+)$")]
    private static partial Regex Authorization();
}
