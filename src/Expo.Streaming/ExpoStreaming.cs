using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming;

/// <summary>Ingest, origin and recordings for a host, on top of Core.</summary>
public static class ExpoStreaming
{
    public static IServiceCollection AddExpoStreaming(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StreamingOptions>().Bind(configuration.GetSection(StreamingOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamingOptions>, StreamingOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton(s => new Archive(
            new ArchivePaths(s.GetRequiredService<IOptions<StreamingOptions>>(), s.GetRequiredService<IHostEnvironment>()),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Archive>>()));
        services.AddSingleton<RecordingCutter>();
        services.AddSingleton<RecordingMedia>();
        services.AddSingleton<SyntheticClip>();

        services.AddSingleton<StageBroadcasts>();
        services.AddSingleton<StageStatuses>();

        services.AddSingleton<IngestSupervisor>();
        services.AddHostedService(s => s.GetRequiredService<IngestSupervisor>());
        return services;
    }
}
