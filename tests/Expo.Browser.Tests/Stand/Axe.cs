using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Expo.Browser.Tests.Stand;

/// <summary>WCAG 2.2 AA as far as axe can judge it.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>One line for each element that breaks a rule; empty when all is well.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IPage page)
    {
        var result = await page.RunAxe(Rules);
        return [.. result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id} at {node.Target}: {node.Html}"))];
    }
}
