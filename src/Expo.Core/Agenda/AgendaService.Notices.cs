using Expo.Core.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Agenda;

public sealed partial class AgendaService
{
    /// <summary>The longest pause between a release and its notices, in minutes: a day.</summary>
    public const int LongestNoticePause = 24 * 60;

    /// <summary>Sets how long after a release people are told of what changed. Counts from the next release on.</summary>
    /// <param name="minutes">0 to <see cref="LongestNoticePause"/>.</param>
    public async Task<Result<Done>> SetNoticeAfterAsync(Actor by, int conferenceId, int minutes, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return AgendaRefusals.NoticeNotAllowed;
        }

        if (minutes is < 0 or > LongestNoticePause)
        {
            return AgendaRefusals.NoticePause;
        }

        var changed = await store.ReadAsync(db => db.Conferences.Where(c => c.Id == conferenceId).ExecuteUpdateAsync(set => set.SetProperty(c => c.NoticeAfterMinutes, minutes), ct));
        return changed == 0 ? AgendaRefusals.UnknownEvent : Done.It;
    }
}
