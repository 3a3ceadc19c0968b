using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Expo.Web.Http;

internal static class Proxies
{
    public static IServiceCollection AddExpoProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(ProxyOptions.Section);
        services.AddOptions<ProxyOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>>(new ListIsNoLine(section));
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

    /// <summary>A list written as one line, such as <c>Proxies__Known=10.0.0.5</c>, binds to nothing, and nobody would be believed.</summary>
    private sealed class ListIsNoLine(IConfigurationSection section) : IValidateOptions<ProxyOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProxyOptions options) => section[nameof(ProxyOptions.Known)] is { Length: > 0 } line
            ? ValidateOptionsResult.Fail(
                $"{ProxyOptions.Section}:{nameof(ProxyOptions.Known)} holds '{line}', but is a list. Number its lines, as in {ProxyOptions.Section}__{nameof(ProxyOptions.Known)}__0={line}.")
            : ValidateOptionsResult.Success;
    }
}
