namespace Expo.Web.Http;

/// <summary>A form that was refused for want of a valid token, or because too much came from one address.</summary>
/// <param name="Address">The page that the form stood on.</param>
/// <param name="Typed">What the person had typed, so that the page can show it instead of losing it. Never passwords.</param>
internal sealed record RefusedForm(string Address, IReadOnlyList<(string Name, string Value)> Typed)
{
    public static async Task<RefusedForm> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var address = Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value
            ? from.PathAndQuery
            : request.PathBase + request.Path + request.QueryString;

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
                   where !field.Key.StartsWith('_') && !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase)
                   let value = field.Value.ToString()
                   where value.Length is > 0 and <= 4000
                   select (field.Key[(field.Key.LastIndexOf('.') + 1)..], value),
            ]);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            // A form that cannot be read has nothing to show.
            return new RefusedForm(address, []);
        }
    }
}
