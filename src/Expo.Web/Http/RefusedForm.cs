using Expo.Web.Accounts;

namespace Expo.Web.Http;

/// <summary>A form that was refused for want of a valid token, or because too much came from one address.</summary>
/// <param name="Address">The page that the form stood on.</param>
/// <param name="Typed">What the person had typed, so that the page can show it instead of losing it. Never passwords.</param>
internal sealed record RefusedForm(string Address, IReadOnlyList<(string Name, string Value)> Typed)
{
    /// <summary>What our forms ask for and a person types. What is not named here, such as a password, is never shown.</summary>
    private static readonly HashSet<string> Shown = new(["Place", "Name", "Email", "Organisation", "Country", "AccessNeeds", "Text", "Title", "Savings", "Description", "Company", "Phone", "Biography", "NoteToOrganisers"], StringComparer.Ordinal);

    public static async Task<RefusedForm> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var opened = Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value
            ? from.PathAndQuery
            : request.PathBase + request.Path + request.QueryString;

        // Whoever asks may say anything of where they came from.
        var address = ReturnUrls.Safe(opened) ?? "/";

        // Only when the browser vouches that the form was ours: another site must not put its words onto our page.
        if (!request.HasFormContentType || request.Headers["Sec-Fetch-Site"] != "same-origin")
        {
            return new RefusedForm(address, []);
        }

        try
        {
            var form = await request.ReadFormAsync(context.RequestAborted);
            return new RefusedForm(address,
            [
                .. from field in form
                   let name = field.Key[(field.Key.LastIndexOf('.') + 1)..]
                   let value = field.Value.ToString()
                   where Shown.Contains(name) && value.Length is > 0 and <= 4000
                   select (name, value),
            ]);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            // A form that cannot be read has nothing to show.
            return new RefusedForm(address, []);
        }
    }
}
