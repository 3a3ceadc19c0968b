using System.Diagnostics;

namespace Expo.Browser.Tests.Stand;

/// <summary>Waits on a real condition, with a deadline, outside the browser. (Inside it Playwright's assertions wait.)</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Task TrueAsync(Func<bool> condition, TimeSpan within, Func<string> otherwise) =>
        TrueAsync(() => Task.FromResult(condition()), within, otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> otherwise)
    {
        var begun = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(begun.Elapsed < within, otherwise());
            await Task.Delay(Pause);
        }
    }
}
