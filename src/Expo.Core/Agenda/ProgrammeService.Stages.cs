using Expo.Core.Accounts;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

public sealed partial class ProgrammeService
{
    public const int MostOfStageName = 120;

    /// <summary>The longest change-over between two sessions of a stage, in minutes.</summary>
    public const int LongestChangeover = 120;

    /// <summary>Behind the last one. Its address is made of the name and never changes.</summary>
    public Task<Result<Stage>> AddStageAsync(Actor by, int conferenceId, string name, CancellationToken ct) => StageAsync(
        by, conferenceId, name, async (db, stages, wanted) =>
        {
            var stage = new Stage
            {
                ConferenceId = conferenceId, Name = wanted, Position = stages.Count == 0 ? 0 : stages.Max(s => s.Position) + 1,
                Slug = Slugs.Free(Slugs.From(wanted, 60), "stage", await db.Stages.Select(s => s.Slug).ToListAsync(ct)),
            };
            db.Stages.Add(stage);
            await db.SaveChangesAsync(ct);
            return stage;
        },
        ct);

    /// <param name="shown">The name that the organiser saw.</param>
    public Task<Result<Stage>> RenameStageAsync(Actor by, int conferenceId, int stageId, string shown, string name, CancellationToken ct) => StageAsync(
        by, conferenceId, name, (_, stages, wanted) =>
        {
            if (stages.Find(s => s.Id == stageId) is not { } stage || stage.Name != shown)
            {
                return Task.FromResult<Result<Stage>>(ProgrammeRefusals.StagesChangedMeanwhile);
            }

            stage.Name = wanted;
            return Task.FromResult<Result<Stage>>(stage);
        },
        ct,
        stageId);

    /// <summary>Puts the stages into another order. Refused while something is live: the order decides each encoder's port.</summary>
    /// <param name="shown">Ids in the order that the organiser saw.</param>
    /// <param name="wanted">The same ids in the new order.</param>
    public async Task<Result<Done>> OrderStagesAsync(Actor by, int conferenceId, IReadOnlyList<int> shown, IReadOnlyList<int> wanted, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return ProgrammeRefusals.NotOrganiser;
        }

        var result = await store.ChangeAsync<Done>(
            async db =>
            {
                await db.Conferences.LockAsync(conferenceId, ct);
                var stages = await db.Stages.Where(s => s.ConferenceId == conferenceId).OrderBy(s => s.Position).ToListAsync(ct);
                if (!stages.Select(s => s.Id).SequenceEqual(shown) || !shown.Order().SequenceEqual(wanted.Order()))
                {
                    return ProgrammeRefusals.StagesChangedMeanwhile;
                }

                if (await db.Sessions.AnyAsync(s => s.ConferenceId == conferenceId && s.State == SessionState.Live, ct))
                {
                    return ProgrammeRefusals.StageLive;
                }

                stages.ForEach(stage => stage.Position = wanted.ToList().IndexOf(stage.Id));
                return Done.It;
            },
            ct);
        return Told(result);
    }

    /// <summary>Sets how long a stage needs between two sessions; a shorter pause is a warning.</summary>
    /// <param name="shown">The minutes that the organiser saw.</param>
    /// <param name="minutes">0 to <see cref="LongestChangeover"/>.</param>
    public async Task<Result<Done>> SetChangeoverAsync(Actor by, int conferenceId, int shown, int minutes, CancellationToken ct)
    {
        if ((!by.IsOrganiser ? ProgrammeRefusals.NotOrganiser : minutes is < 0 or > LongestChangeover ? ProgrammeRefusals.Changeover : null) is { } refusal)
        {
            return refusal;
        }

        var changed = await store.ReadAsync(db => db.Conferences.Where(c => c.Id == conferenceId && c.ChangeoverMinutes == shown).ExecuteUpdateAsync(set => set.SetProperty(c => c.ChangeoverMinutes, minutes), ct));
        return Told<Done>(changed == 0 ? ProgrammeRefusals.ChangeoverChangedMeanwhile : Done.It);
    }

    private async Task<Result<Stage>> StageAsync(
        Actor by, int conferenceId, string name, Func<ExpoDb, List<Stage>, string, Task<Result<Stage>>> change, CancellationToken ct, int? except = null)
    {
        var wanted = name.Trim();
        if ((!by.IsOrganiser ? ProgrammeRefusals.NotOrganiser : wanted.Length == 0 ? ProgrammeRefusals.StageNameNeeded : wanted.Length > MostOfStageName ? ProgrammeRefusals.StageNameTooLong : null) is { } refusal)
        {
            return refusal;
        }

        try
        {
            return Told(await store.ChangeAsync<Stage>(
                async db =>
                {
                    if (await db.Conferences.LockAsync(conferenceId, ct) == 0)
                    {
                        return AgendaRefusals.UnknownEvent;
                    }

                    var stages = await db.Stages.Where(s => s.ConferenceId == conferenceId).ToListAsync(ct);
                    return stages.Exists(s => s.Id != except && string.Equals(s.Name, wanted, StringComparison.OrdinalIgnoreCase)) ? ProgrammeRefusals.StageNameTaken : await change(db, stages, wanted);
                },
                ct));
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return ProgrammeRefusals.AddressTaken;
        }
    }

    private Result<T> Told<T>(Result<T> result)
    {
        if (!result.IsRefused)
        {
            feed.Tell(AgendaChanged.Everything);
        }

        return result;
    }
}
