using Expo.Core.Mail;

namespace Expo.Web.Registration;

internal static class RegistrationSetup
{
    public static IServiceCollection AddRegistrationPages(this IServiceCollection services)
    {
        services.AddSingleton<DemoMailbox>();
        services.AddSingleton<RegisterReader>();
        services.AddSingleton<TicketReader>();
        services.AddHostedService<SeatEviction>();
        services.AddOptions<MailOptions>().PostConfigure<IConfiguration>(LinkToWhereWeListen);
        return services;
    }

    // Links in letters lead to where this program listens, until a setting says by which name the public knows it.
    private static void LinkToWhereWeListen(MailOptions mail, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Mail:Site"]) && configuration["urls"]?.Split(';')[0] is { Length: > 0 } address
            && Uri.TryCreate(address.Replace("*", "127.0.0.1", StringComparison.Ordinal).Replace("+", "127.0.0.1", StringComparison.Ordinal), UriKind.Absolute, out var listens)
            && listens.Port != 0)
        {
            mail.Site = listens.GetLeftPart(UriPartial.Authority).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        }
    }
}
