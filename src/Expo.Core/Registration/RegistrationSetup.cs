using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Core.Registration;

internal static class RegistrationSetup
{
    public static void AddRegistration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistrationOptions>().Bind(configuration.GetSection(RegistrationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Feed<SeatsChanged>>();
        services.AddSingleton<SeatWriter>();
        services.AddSingleton<RegistrationService>();
        services.AddSingleton<RegistrationQueries>();
        services.AddSingleton<RegistrationCatalogue>();
        services.AddSingleton<AvailabilityQueries>();
        services.AddSingleton<SeatPoolService>();
        services.AddSingleton<ILetterWriter, RegistrationLetterWriter>();
        foreach (var kind in LetterHandler.Kinds)
        {
            services.AddSingleton<IJobHandler>(provider => ActivatorUtilities.CreateInstance<LetterHandler>(provider, kind));
        }
    }
}
