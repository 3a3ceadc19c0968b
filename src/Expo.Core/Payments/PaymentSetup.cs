using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Core.Payments;

internal static class PaymentSetup
{
    public static void AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StripeOptions>().Bind(configuration.GetSection(StripeOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<StripeOptions>, StripeOptionsCheck>();
        services.AddOptions<RegistrationOptions>().PostConfigure<IOptions<StripeOptions>>((registration, stripe) => registration.TakesMoney = stripe.Value.IsOn);
        services.AddSingleton<IPaymentProvider, StripeProvider>();
        services.AddSingleton<Feed<PaymentsChanged>>();
        services.AddSingleton<PaymentService>();
        services.AddSingleton<PaymentQueries>();
        services.AddSingleton<IJobHandler, MakeRefundHandler>();
        services.AddSingleton<IJobHandler, ResolvePaymentHandler>();
        services.AddSingleton<IJobHandler, CheckMoneyHandler>();
        services.AddSingleton<IJobHandler, CancelRefundedHandler>();
        services.AddSingleton<ILetterWriter, PaymentLetters>();
    }
}
