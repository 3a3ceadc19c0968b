using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Expo.Web.Tests.Agenda;

/// <summary>Two stages and two days in March 2023 that no release has yet, with the demo's accounts.</summary>
public sealed class ProgrammeSite : ExpoFactory, IAsyncLifetime
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };

    public ProgrammeSite()
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2023, 3, 10, 15, 0, 0, TimeSpan.Zero));
        WithDemo = false;
    }

    public AgendaQueries Agenda => Services.GetRequiredService<AgendaQueries>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var ada = new Speaker { ConferenceId = 1, Slug = "ada-weaver", Name = "Ada König", Company = "Garnwerk GmbH", Country = "Germany" };
        var yarn = Talk("yarn", 1, 14, 10, "Cotton");
        yarn.Speakers.Add(ada);
        var lunch = Talk("lunch", 1, 14, 12);
        lunch.Kind = SessionKind.Break;
        await Store.AddDemoAccountsAsync();
        foreach (var row in new object[]
        {
            Samples.Conference(), Samples.Stage(), new Stage { ConferenceId = 1, Slug = "annex", Name = "Annex", Position = 1 },
            yarn, lunch, Talk("isotopes", 2, 14, 10, "Laboratory testing"), Talk("night", 2, 14, 23, minutes: 90), Talk("second", 1, 15, 9),
        })
        {
            await ChangeAsync(db => { db.Add(row); return Task.CompletedTask; });
        }
    }

    public Task ChangeAsync(Func<ExpoDb, Task> change) => Store.ChangeAsync<int>(async db => { await change(db); return await db.SaveChangesAsync(Ct); }, Ct);

    /// <summary>Releases as an organiser does, so that caches hear of it.</summary>
    public async Task<Release> ReleaseNowAsync(string name, string note = "")
    {
        var seen = (await Services.GetRequiredService<ReleaseQueries>().PlanAsync(Organiser, 1, Ct)).Value;
        return (await Services.GetRequiredService<ReleaseService>().ReleaseAsync(Organiser, 1, new ReleaseDraft(name, note, seen.After, seen.Stamp), Ct)).Value;
    }

    public Task EditAsync(string slug, Action<Session> edit) => ChangeAsync(async db => edit(await db.Sessions.SingleAsync(s => s.Slug == slug, Ct)));

    private static Session Talk(string slug, int stage, int day, int hour, string? topic = null, int minutes = 25)
    {
        var startsAt = EventTime.In("America/New_York").At(new DateOnly(2023, 3, day), new TimeOnly(hour, 0));
        return new Session { ConferenceId = 1, StageId = stage, Slug = slug, Title = $"Talk {slug}", Summary = $"All about {slug}.", StartsAt = startsAt, EndsAt = startsAt.AddMinutes(minutes), Topics = topic is null ? [] : [topic] };
    }
}
