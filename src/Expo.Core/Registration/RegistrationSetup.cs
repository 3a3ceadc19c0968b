using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
        services.AddSingleton<AttendeeQueries>();
        services.AddSingleton<FigureQueries>();
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<AttendeeExports>();
        services.AddSingleton<RegistrationCatalogue>();
        services.AddSingleton<AvailabilityQueries>();
        services.AddSingleton<AccessCodeQueries>();
        services.AddSingleton<PartyQueries>();
        services.AddSingleton<RegistrationSettingsQueries>();
        services.AddSingleton<SeatPoolService>();
        services.AddSingleton<ILetterWriter, RegistrationLetterWriter>();
        services.AddSingleton<BulkLetterWriter>();
        services.AddSingleton<ILetterWriter>(provider => provider.GetRequiredService<BulkLetterWriter>());
        services.AddSingleton<BulkLetterService>();
        services.AddSingleton(provider => new BulkLetterQueries(
            provider.GetRequiredService<ExpoStore>(), provider.GetRequiredService<RegistrationQueries>(), provider.GetRequiredService<BulkLetterWriter>(), provider.GetRequiredService<IOptions<MailOptions>>().Value));
        services.AddSingleton<DoorService>();
        services.AddSingleton<DoorQueries>();
        services.AddSingleton<BadgeQueries>();
        services.AddOptions<PrivacyOptions>().Bind(configuration.GetSection(PrivacyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PrivacyService>();
        services.AddSingleton<PrivacyQueries>();
        services.AddSingleton<Feed<AccommodationsChanged>>();
        services.AddSingleton<AccommodationService>();
        services.AddSingleton<AccommodationQueries>();
        services.AddSingleton<ILetterWriter, AccommodationLetters>();
        services.AddSingleton<StarService>();
        services.AddSingleton<StarQueries>();
        services.AddSingleton<ChangeNotices>();
        services.AddSingleton<NoticeQueries>();
        services.AddSingleton<ILetterWriter, ChangeLetterWriter>();
        services.AddSingleton<IJobHandler, ProgrammeReleasedHandler>();
        services.AddSingleton<IJobHandler, TellOfChangesHandler>();
        services.AddSingleton<CatalogueService>();
        services.AddSingleton<CatalogueQueries>();
        services.AddSingleton<AnswerPurge>();
        services.AddSingleton<IJobHandler>(provider => provider.GetRequiredService<AnswerPurge>());
        foreach (var kind in LetterHandler.Kinds)
        {
            services.AddSingleton<IJobHandler>(provider => ActivatorUtilities.CreateInstance<LetterHandler>(provider, kind));
        }
    }
}
