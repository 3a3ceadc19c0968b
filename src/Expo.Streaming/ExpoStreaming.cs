using Expo.Core.Jobs;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Expo.Streaming;

/// <summary>Ingest, origin and recordings for a host, on top of Core.</summary>
public static class ExpoStreaming
{
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Read for the section <c>Streaming</c>.</param>
    /// <param name="dataDirectory">Recordings go to <c>media</c> below it unless <c>Streaming:DataDirectory</c> is set.</param>
    public static IServiceCollection AddExpoStreaming(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        services.AddOptions<StreamingOptions>().Bind(configuration.GetSection(StreamingOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamingOptions>, StreamingOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton(s => new ArchivePaths(
            s.GetRequiredService<IOptions<StreamingOptions>>().Value.DataDirectory ?? Path.Combine(dataDirectory, "media")));
        services.TryAddSingleton<IDrive, SystemDrive>();
        services.AddSingleton<ArchiveSpace>();
        services.AddHostedService(s => s.GetRequiredService<ArchiveSpace>());
        services.AddSingleton(s => new Archive(
            s.GetRequiredService<ArchivePaths>(), s.GetRequiredService<ArchiveSpace>(), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<Archive>>()));
        services.AddSingleton<RecordingCutter>();
        services.AddSingleton<Posters>();
        services.AddSingleton<RecordingMedia>();
        services.AddSingleton<SyntheticClip>();
        services.AddSingleton<CutCache>();
        services.AddSingleton<SessionRecorder>();
        services.AddSingleton<IJobHandler>(s => s.GetRequiredService<SessionRecorder>());
        services.AddSingleton<IJobHandler, DemoRecorder>();
        services.AddSingleton<IJobHandler, DemoPublisher>();

        services.AddSingleton<StageBroadcasts>();
        services.AddSingleton<StageStatuses>();
        services.AddSingleton<StageCurtains>();
        services.AddHostedService(s => s.GetRequiredService<StageCurtains>());

        services.AddSingleton<IngestSupervisor>();
        services.AddHostedService(s => s.GetRequiredService<IngestSupervisor>());
        return services;
    }
}
