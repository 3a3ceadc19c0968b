[assembly: AssemblyFixture(typeof(Expo.Browser.Tests.Stand.DemoSite))]

namespace Expo.Browser.Tests.Stand;

/// <summary>The one site that journeys share which leave the programme as it is. Those that end a session start their own.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    public RunningSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await RunningSite.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
