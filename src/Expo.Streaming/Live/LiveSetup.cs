using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Streaming.Live;

public static class LiveSetup
{
    /// <summary>The hub and its relay. The host brings data protection, whose keys make viewers known across restarts and nodes.</summary>
    public static IServiceCollection AddExpoLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LiveOptions>().Bind(configuration.GetSection(LiveOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        // Not by Configure: without AddHubOptions SignalR takes the options of all hubs and passes these over.
        services.AddSignalR().AddMessagePackProtocol().AddHubOptions<LiveHub>(hub =>
        {
            hub.SupportedProtocols = ["json", "messagepack"];
            // The longest thing a viewer sends is a question.
            hub.MaximumReceiveMessageSize = 16 * 1024;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(45);
            hub.EnableDetailedErrors = false;
            hub.AddFilter<LeftWhileCalling>();
        });
        services.AddSingleton<HubLifetimeManager<LiveHub>, LiveConnections>();
        services.AddSingleton<LeftWhileCalling>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<LiveAudience>();
        services.AddSingleton<LiveLimits>();
        services.AddSingleton<LiveSnapshots>();
        services.AddHostedService<LiveRelay>();
        return services;
    }

    /// <summary><c>/hubs/live</c>. Who comes without a viewer's cookie gets one with the first answer.</summary>
    public static HubEndpointConventionBuilder MapLive(this IEndpointRouteBuilder routes)
    {
        var viewers = routes.ServiceProvider.GetRequiredService<Viewers>();
        var hub = routes.MapHub<LiveHub>("/hubs/live", connection =>
        {
            // Small buffers: ten thousand connections each hold two of them. What does not fit waits for the socket.
            connection.TransportMaxBufferSize = 32 * 1024;
            connection.ApplicationMaxBufferSize = 32 * 1024;
            // Who takes nothing for so long has gone or does not mean to read.
            connection.TransportSendTimeout = TimeSpan.FromSeconds(3);
        });
        hub.Add(endpoint =>
        {
            var connect = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                viewers.FindOrGreet(context);
                return connect(context);
            };
        });
        return hub;
    }
}
