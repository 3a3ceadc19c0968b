using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Questions;
using Expo.Streaming.Live;
using Expo.Testing;
using Expo.Web.Questions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Expo.Web.Tests.Live;

/// <summary>
/// The hub, its relay and the questions' endpoints on a real Kestrel at a free port, with one live session (<c>isotopes</c>),
/// one planned on the same stage (<c>cotton</c>) and one live elsewhere (<c>ledgers</c>).
/// </summary>
internal sealed class LiveHost : IAsyncDisposable
{
    public static readonly Actor Moderator = new() { Name = "Priya Ramanathan-Lowe", IsModerator = true, IsOrganiser = true };

    private readonly TestStore _test;
    private readonly WebApplication _app;

    private LiveHost(TestStore test, WebApplication app)
    {
        _test = test;
        _app = app;
    }

    public string Address => _app.Urls.First();

    public ExpoStore Store => _test.Store;

    public QuestionService Questions => _app.Services.GetRequiredService<QuestionService>();

    public AgendaService Agenda => _app.Services.GetRequiredService<AgendaService>();

    public LiveAudience Audience => _app.Services.GetRequiredService<LiveAudience>();

    public QuestionQueries Queries => _app.Services.GetRequiredService<QuestionQueries>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LiveHost> StartAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<LiveOptions>? configure = null, ILoggerProvider? log = null)
    {
        var test = await TestStore.CreateAsync(
            provider, Samples.Conference(), Samples.Stage(), new Stage { ConferenceId = 1, Slug = "annex", Name = "Annex" },
            Samples.Session("isotopes").GoLive(Samples.Opening).Value, Samples.Session("cotton"),
            new Session { ConferenceId = 1, StageId = 2, Slug = "ledgers", Title = "Ledgers", StartsAt = Samples.Opening, EndsAt = Samples.Opening.AddHours(1) }
                .GoLive(Samples.Opening).Value);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddProblemDetails();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddExpoCore(builder.Configuration, "unused");
        builder.Services.Replace(ServiceDescriptor.Singleton(test.Factory));
        builder.Services.Configure<QuestionOptions>(o => o.ForEachViewer = 100);
        builder.Services.AddExpoLive(builder.Configuration);
        builder.Services.Configure<LiveOptions>(o =>
        {
            o.PulseEvery = TimeSpan.FromMilliseconds(300);
            configure?.Invoke(o);
        });
        var app = builder.Build();
        app.MapLive();
        app.MapQuestions();
        await app.StartAsync(Ct);
        return new LiveHost(test, app);
    }

    /// <summary>Asks as somebody and expects it to be taken.</summary>
    public async Task<Question> AskAsync(string text, int sessionId = 1) =>
        (await Questions.AskAsync($"asker-of-{text}"[..Math.Min(60, text.Length + 9)], new NewQuestion(sessionId, text, null), Ct)).Value;

    public async Task<Question> ApprovedAsync(string text, int sessionId = 1)
    {
        var asked = await AskAsync(text, sessionId);
        return (await Questions.ApproveAsync(Moderator, asked.Id, asked.Version, Ct)).Value;
    }

    public Task<int> CountAsync(Func<ExpoDb, IQueryable<object>> rows) => Store.ReadAsync(db => rows(db).CountAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _test.DisposeAsync();
    }
}
