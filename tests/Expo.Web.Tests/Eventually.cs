namespace Expo.Web.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Waits for something that another thread does, looking again every 20 ms, and fails after ten seconds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, "It did not become true in ten seconds.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
