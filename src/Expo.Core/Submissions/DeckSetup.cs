using Expo.Core.Files;
using Expo.Core.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Core.Submissions;

internal static class DeckSetup
{
    public static void AddDecks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeckOptions>().Bind(configuration.GetSection(DeckOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Feed<DeckChanged>>();
        services.AddSingleton<IUploadPurpose, DeckUploads>();
        services.AddSingleton<DeckConverter>();
        services.AddSingleton<DeckService>();
        services.AddSingleton<DeckQueries>();
        services.AddSingleton<IJobHandler, DeckReader>();
    }
}
