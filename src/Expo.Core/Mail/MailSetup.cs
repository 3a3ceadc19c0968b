using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Core.Mail;

internal static class MailSetup
{
    public static void AddMail(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        var section = configuration.GetSection(MailOptions.Section);
        services.AddOptions<MailOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(_ => new MailFolder(Path.Combine(dataDirectory, "mail")));
        if (string.IsNullOrWhiteSpace(section["Smtp:Host"]))
        {
            services.AddSingleton<IMailer, FolderMailer>();
        }
        else
        {
            services.AddSingleton<IMailer, SmtpMailer>();
        }
    }
}
