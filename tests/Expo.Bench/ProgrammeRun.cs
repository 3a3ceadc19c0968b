using System.Diagnostics;
using System.Globalization;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Expo.Bench;

/// <summary>
/// What the programme's desk costs the server with 300 sessions on 12 stages, all on one day: reading the working copy, its
/// warnings, laying the day, and rendering grid, tray and warnings to HTML. Beside it the warnings of ten times as many.
/// </summary>
internal static class ProgrammeRun
{
    private const int Stages = 12;
    private const int Sessions = 300;
    private const int Times = 60;

    public static async Task RunAsync(TextWriter report)
    {
        await report.WriteLineAsync("| database | what | p50 ms | p99 ms |");
        await report.WriteLineAsync("| --- | --- | --- | --- |");
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql })
        {
            await using var test = await TestStore.CreateAsync(provider, Samples.Conference());
            await AddAsync(test, Sessions);
            var queries = new ProgrammeQueries(test.Store);
            await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
            await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
            var programme = (await queries.ReadAsync(Actor.System, 1, default)).Value;
            var warnings = ProgrammeWarnings.Of(programme);
            await RowAsync(report, provider, "reading the working copy", async () => await queries.ReadAsync(Actor.System, 1, default));
            await RowAsync(report, provider, $"warnings ({warnings.Count} found)", () => Task.FromResult(ProgrammeWarnings.Of(programme)));
            await RowAsync(report, provider, "grid, tray and warnings as HTML", () => HtmlAsync(renderer, programme, warnings));
            await RowAsync(report, provider, "all of it", async () =>
            {
                var read = (await queries.ReadAsync(Actor.System, 1, default)).Value;
                return await HtmlAsync(renderer, read, ProgrammeWarnings.Of(read));
            });
        }

        await using var large = await TestStore.CreateAsync(DatabaseProvider.Sqlite, Samples.Conference());
        await AddAsync(large, Sessions * 10);
        var many = (await new ProgrammeQueries(large.Store).ReadAsync(Actor.System, 1, default)).Value;
        await RowAsync(report, DatabaseProvider.Sqlite, $"warnings of {Sessions * 10:N0} sessions ({ProgrammeWarnings.Of(many).Count:N0} found)", () => Task.FromResult(ProgrammeWarnings.Of(many)));
    }

    private static Task<string> HtmlAsync(HtmlRenderer renderer, WorkingProgramme programme, IReadOnlyList<ProgrammeWarning> warnings)
    {
        var time = EventTime.In(programme.Conference.TimeZone);
        var day = ProgrammeDay.Of(programme.Conference.FirstDay, programme.Sessions, programme.Stages, time, s => s.IsPlaced ? new(s.StageId, s.StartsAt, s.EndsAt) : null);
        return renderer.Dispatcher.InvokeAsync(async () =>
            await OneAsync<ProgrammeGrid>(renderer, new() { ["Day"] = day, ["Stages"] = programme.Stages, ["Time"] = time, ["Marks"] = ProgrammeMark.Of(warnings) })
            + await OneAsync<ProgrammeTray>(renderer, new() { ["Sessions"] = programme.Sessions.Where(s => !s.IsPlaced).ToList() })
            + await OneAsync<ProgrammeWarningList>(renderer, new() { ["Warnings"] = warnings }));
    }

    private static async Task<string> OneAsync<TComponent>(HtmlRenderer renderer, Dictionary<string, object?> parameters)
        where TComponent : IComponent => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString();

    private static Task AddAsync(TestStore test, int count) => test.Store.ChangeAsync<Core.Done>(
        async db =>
        {
            var stages = Enumerable.Range(0, Stages).Select(n => new Stage { ConferenceId = 1, Slug = $"stage-{n}", Name = $"Stage {n + 1}", Position = n }).ToList();
            var speakers = Enumerable.Range(0, count / 2).Select(n => new Speaker
            {
                ConferenceId = 1, Slug = $"speaker-{n}", Name = $"Speaker {n}", Company = "Fibra", Country = "Portugal", TimeZone = n % 3 == 0 ? "Asia/Tokyo" : null,
            }).ToList();
            db.AddRange(stages);
            db.AddRange(speakers);
            await db.SaveChangesAsync();
            db.SpeakerAvailability.AddRange(speakers.Where(s => s.Id % 4 == 0).Select(s => new SpeakerAvailability { SpeakerId = s.Id, From = Samples.Opening, Until = Samples.Opening.AddHours(3) }));
            db.Sessions.AddRange(Enumerable.Range(0, count).Select(n => new Session
            {
                ConferenceId = 1, StageId = stages[n % Stages].Id, Slug = $"session-{n}", Title = $"What tracing fibre {n} can show a customs officer", Summary = new string('x', 600), Kind = n % 9 == 0 ? SessionKind.Break : SessionKind.Talk,
                StartsAt = Samples.Opening.AddMinutes(n / Stages % 25 * 24), EndsAt = Samples.Opening.AddMinutes((n / Stages % 25 * 24) + 25), IsPlaced = n % 20 != 0,
                Speakers = n % 9 == 0 ? [] : [speakers[n % speakers.Count], speakers[n * 7 % speakers.Count] is var second && second != speakers[n % speakers.Count] ? second : speakers[(n + 1) % speakers.Count]],
            }));
            return Core.Done.It;
        },
        default);

    private static async Task RowAsync<T>(TextWriter report, DatabaseProvider provider, string what, Func<Task<T>> work)
    {
        await work();
        await work();
        var took = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await work();
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        took.Sort();
        await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {provider} | {what} | {took[took.Count / 2]:N1} | {took[(int)(took.Count * 0.99)]:N1} |"));
    }
}
