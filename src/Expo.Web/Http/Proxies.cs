using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Expo.Web.Http;

internal static class Proxies
{
    public static IServiceCollection AddExpoProxies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection(ProxyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Takes the visitor's address and scheme from the proxies that are known. Stands before everything that looks at either.</summary>
    public static IApplicationBuilder UseExpoProxies(this IApplicationBuilder app)
    {
        var known = app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value.Known;
        if (known.Count == 0)
        {
            // The middleware takes two empty lists for "believe everybody".
            return app;
        }

        // Without a limit it walks back from proxy to proxy, as long as each is a known one.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var name in known)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                forwarded.KnownProxies.Add(address);
            }
            else
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(name));
            }
        }

        return app.UseForwardedHeaders(forwarded);
    }
}
