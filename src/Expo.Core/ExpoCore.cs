using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Payments;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Expo.Core;

/// <summary>Everything of Core that a host needs, one line for each slice.</summary>
public static class ExpoCore
{
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Read for <c>Database:Provider</c> and <c>ConnectionStrings:Expo</c>.</param>
    /// <param name="dataDirectory">Where the default SQLite file and letters go.</param>
    public static IServiceCollection AddExpoCore(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        var connection = configuration.GetConnectionString("Expo");
        if (string.IsNullOrWhiteSpace(connection))
        {
            connection = database.Provider == DatabaseProvider.Sqlite
                ? $"Data Source={Path.Combine(dataDirectory, "expo.db")}"
                : throw new InvalidOperationException($"ConnectionStrings__Expo is not set. Database__Provider is {database.Provider}, which needs a connection string.");
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ExpoDbFactory(database.Provider, connection));
        services.AddSingleton<IDbContextFactory<ExpoDb>>(provider => provider.GetRequiredService<ExpoDbFactory>());
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ExpoDb>>().CreateDbContext());
        services.AddSingleton<ExpoStore>();
        services.AddSingleton<DemoData>();
        services.AddSingleton<DemoQuestions>();

        services.AddSingleton<JobBell>();
        // By the machine's own clock: a rush is about its load, whatever time the event is in.
        services.AddSingleton(_ => new RushHour(TimeProvider.System));
        services.AddSingleton<JobRunner>();

        services.AddSingleton<Feed<AgendaChanged>>();
        services.AddSingleton<AgendaQueries>();
        services.AddSingleton<AgendaService>();
        services.AddSingleton<ReleaseQueries>();
        services.AddSingleton<ReleaseService>();
        services.AddSingleton<ProgrammeQueries>();
        services.AddSingleton<ProgrammeService>();
        services.AddOptions<SpeakerOptions>().Bind(configuration.GetSection(SpeakerOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SpeakerQueries>();
        services.AddSingleton<SpeakerService>();

        services.AddSingleton<SignInLinks>();
        services.AddFiles(configuration, dataDirectory);
        services.AddMail(configuration, dataDirectory);
        services.AddRegistration(configuration);
        services.AddPayments(configuration);
        services.AddDecks(configuration);
        services.AddSubmissions();

        services.AddOptions<QuestionOptions>().Bind(configuration.GetSection(QuestionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Feed<QuestionChanged>>();
        services.AddSingleton<QuestionQueries>();
        services.AddSingleton<QuestionService>();

        services.AddSingleton<Feed<RecordingChanged>>();
        services.AddSingleton<PublishingQueries>();
        services.AddSingleton<PublishingService>();
        services.AddSingleton<Feed<FaqChanged>>();
        services.AddSingleton<FaqQueries>();
        services.AddSingleton<FaqService>();
        services.AddSingleton<IJobHandler, QuestionAnsweredHandler>();
        return services;
    }
}
