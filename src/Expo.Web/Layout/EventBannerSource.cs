using Expo.Core.Agenda;
using Expo.Core.Submissions;

namespace Expo.Web.Layout;

/// <summary>Reads what the bar and the footer of every page say about the event.</summary>
internal sealed class EventBannerSource(AgendaQueries agenda, CallQueries calls, TimeProvider clock)
{
    public async Task<EventBanner> ReadAsync(CancellationToken ct)
    {
        if (await agenda.ConferenceAsync(ct) is not { } conference)
        {
            return EventBanner.BeforeThereIsOne;
        }

        var live = await agenda.LiveStageAsync(conference.Id, ct) is { } stage ? $"/live/{stage}" : null;
        return new EventBanner(
            conference.Name, conference.IsDemo, EventDays.InWords(conference.FirstDay, conference.LastDay), conference.City, live,
            EventTime.In(conference.TimeZone).Full(clock.GetUtcNow()), await calls.IsOpenAsync(conference.Id, ct));
    }
}
