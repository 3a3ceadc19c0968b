using Expo.Core.Agenda;
using Expo.Core.Jobs;

namespace Expo.Core.Registration;

/// <summary>Tell everybody who has starred what this release changed, unless another one has followed it.</summary>
public sealed record TellOfChanges(int ConferenceId, int ReleaseId);

/// <summary>Takes what a release leaves.</summary>
internal sealed class ProgrammeReleasedHandler(ChangeNotices notices) : IJobHandler
{
    public string Kind => nameof(ProgrammeReleased);

    public Task HandleAsync(Job job, CancellationToken ct) => notices.PlanAsync(job.Read<ProgrammeReleased>(), ct);
}

internal sealed class TellOfChangesHandler(ChangeNotices notices) : IJobHandler
{
    public string Kind => nameof(TellOfChanges);

    public Task HandleAsync(Job job, CancellationToken ct) => notices.TellAsync(job.Read<TellOfChanges>(), ct);
}
