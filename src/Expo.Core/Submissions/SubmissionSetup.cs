using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Core.Submissions;

internal static class SubmissionSetup
{
    public static void AddSubmissions(this IServiceCollection services)
    {
        services.AddSingleton<Feed<CallChanged>>();
        services.AddSingleton<CallService>();
        services.AddSingleton<CallQueries>();
        services.AddSingleton<ProposalAttachments>();
        services.AddSingleton<Feed<ProposalsChanged>>();
        services.AddSingleton<ProposalService>();
        services.AddSingleton<ProposalQueries>();
        services.AddSingleton<ILetterWriter, ProposalLetters>();
        services.AddSingleton<IPersonalData, ProposalPersonalData>();
        services.AddSingleton<IPersonalData, DeckPersonalData>();
        services.AddSingleton<IPersonalData, SpeakerPersonalData>();
        services.AddSingleton<SpeakerLetters>();
        services.AddSingleton<ILetterWriter>(provider => provider.GetRequiredService<SpeakerLetters>());
        services.AddSingleton<SpeakerLetterService>();
        services.AddSingleton<Feed<ReviewsChanged>>();
        services.AddSingleton<ReviewService>();
        services.AddSingleton<ReviewQueries>();
        services.AddSingleton<DecisionLetters>();
        services.AddSingleton<ILetterWriter>(provider => provider.GetRequiredService<DecisionLetters>());
        services.AddSingleton<DecisionService>();
        services.AddSingleton<ProposalBoard>();
    }
}
