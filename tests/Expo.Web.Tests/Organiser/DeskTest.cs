using Bunit;
using Bunit.TestDoubles;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Streaming;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Expo.Web.Tests.Organiser;

/// <summary>The organiser's desks as components, over a real database and the real services, with an organiser signed in.</summary>
public abstract class DeskTest : BunitContext, IAsyncLifetime
{
    private protected static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };

    // A condition is waited for, and a busy machine may take its time over it.
    static DeskTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("expo-desk-");

    private protected static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    /// <summary>Who sits at the desks; an organiser to begin with.</summary>
    private protected BunitAuthorizationContext SignedIn { get; private set; } = null!;

    private protected ExpoStore Store => Services.GetRequiredService<ExpoStore>();

    public async ValueTask InitializeAsync()
    {
        Services.AddExpoCore(new ConfigurationBuilder().Build(), _data.FullName);
        Services.AddExpoStreaming(new ConfigurationBuilder().Build(), _data.FullName);
        Services.AddOrganiser();
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SignedIn = AddAuthorization().SetAuthorized("Ona Organiser").SetRoles(Roles.Organiser);
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        await LaidDatabases.CopySqliteAsync(Path.Combine(_data.FullName, "expo.db"));
        await AddAsync(Samples.Conference(), Samples.Stage(), Samples.Session("first"), Samples.Session("second", Samples.Opening.AddHours(1)));
        Render<MudBlazor.MudPopoverProvider>();
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task AddAsync(params object[] rows)
    {
        foreach (var row in rows)
        {
            await Store.ChangeAsync<Done>(
                db =>
                {
                    db.Add(row);
                    return Task.FromResult<Result<Done>>(Done.It);
                },
                Ct);
        }

        if (rows.Any(row => row is Session))
        {
            await Store.ReleaseAsync();
        }
    }

    private protected Task<int> RunAsync(string sql) => Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql, Ct));

    private protected Task<Session?> SessionAsync(int id) => Services.GetRequiredService<AgendaQueries>().SessionAsync(id, Ct);
}
