namespace Expo.Web.Http;

internal static class Listening
{
    /// <summary>Only when nothing else says where to listen: <c>--urls</c>, <c>ASPNETCORE_URLS</c>, ports or Kestrel's own section.</summary>
    public static void ListenByDefaultOn(this WebApplicationBuilder builder, string address)
    {
        string[] elsewhere = ["urls", "http_ports", "https_ports"];
        if (elsewhere.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(address);
        }
    }
}
