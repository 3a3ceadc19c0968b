using System.Text.Json;

namespace Expo.Core.Payments;

/// <summary>
/// What a webhook's body is read for: which event it is and what it is about. What it says happened is not believed; the
/// state is fetched.
/// </summary>
/// <param name="Id">The event's id.</param>
/// <param name="Key">Our own reference, where the object carries it.</param>
internal sealed record PaymentHint(string Id, string Type, string? Key, string? CheckoutId, string? IntentId)
{
    /// <summary>Null when it is no event.</summary>
    public static PaymentHint? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "id") is not { Length: > 0 and <= 255 } id || Text(root, "type") is not { Length: > 0 } type)
            {
                return null;
            }

            var about = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("object", out var found) ? found : default;
            var kind = Text(about, "object");
            var key = Text(about, "client_reference_id") ?? Tag(about);
            return new PaymentHint(
                id,
                type.Length > 120 ? type[..120] : type,
                key,
                kind == "checkout.session" ? Text(about, "id") : null,
                kind == "payment_intent" ? Text(about, "id") : Text(about, "payment_intent"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Tag(JsonElement about) =>
        about.ValueKind == JsonValueKind.Object && about.TryGetProperty("metadata", out var tags) ? Text(tags, StripeProvider.PaymentTag) : null;

    // A reference that was expanded is an object with an id.
    private static string? Text(JsonElement from, string name) =>
        from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Object ? Text(value, "id")
        : null;
}
