using Expo.Core.Accounts;
using Expo.Core.Jobs;
using Expo.Core.Questions;

namespace Expo.Core.Publishing;

/// <summary>Writes up each answered question as a draft of the FAQ.</summary>
internal sealed class QuestionAnsweredHandler(FaqService faq) : IJobHandler
{
    public string Kind => nameof(QuestionAnswered);

    // A refusal here means that a moderator has taken the answer back since: there is nothing left to do.
    public Task HandleAsync(Job job, CancellationToken ct) => faq.DraftAsync(Actor.System, job.Read<QuestionAnswered>().QuestionId, ct);
}
