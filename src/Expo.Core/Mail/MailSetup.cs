using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Core.Mail;

internal static class MailSetup
{
    public static void AddMail(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        var section = configuration.GetSection(MailOptions.Section);
        services.AddOptions<MailOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart()
            .Validate(mail => string.IsNullOrWhiteSpace(mail.Azure.ConnectionString) || string.IsNullOrWhiteSpace(mail.Smtp.Host), "Mail__Smtp__Host and Mail__Azure__ConnectionString are both set. Letters leave by one of them: take the other away.")
            .Validate(mail => string.IsNullOrWhiteSpace(mail.Azure.ConnectionString) || AzureConnection.Parse(mail.Azure.ConnectionString) is not null, "Mail__Azure__ConnectionString must be endpoint=https://…;accesskey=… with the key in base 64.");
        services.AddSingleton(_ => new MailFolder(Path.Combine(dataDirectory, "mail")));
        services.AddSingleton<LetterFiles>();
        if (!string.IsNullOrWhiteSpace(section["Azure:ConnectionString"]))
        {
            services.AddSingleton<IMailer>(provider => new AzureMailer(
                new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { Timeout = TimeSpan.FromSeconds(30) },
                provider.GetRequiredService<IOptions<MailOptions>>(), provider.GetRequiredService<TimeProvider>()));
        }
        else if (!string.IsNullOrWhiteSpace(section["Smtp:Host"]))
        {
            services.AddSingleton<IMailer, SmtpMailer>();
        }
        else
        {
            services.AddSingleton<IMailer, FolderMailer>();
        }

        services.AddSingleton<OutboxRunner>();
        services.AddSingleton<OutboxService>();
        services.AddSingleton<OutboxQueries>();
        services.AddSingleton<Unsubscribing>();
        services.AddSingleton<SignInLetters>();
        services.AddSingleton<ILetterWriter>(provider => provider.GetRequiredService<SignInLetters>());
    }
}
