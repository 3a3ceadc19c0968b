using System.Text;
using System.Text.RegularExpressions;
using Expo.Browser.Tests.Stand;
using Microsoft.Playwright;

namespace Expo.Browser.Tests;

public sealed partial class BadgeTests(Chromium chromium, DoorStand door) : IClassFixture<DoorStand>
{
    private static readonly string[] Names =
    [
        "Bo", "Ingrid Solvang", "Adaeze Okonkwo-Featherstonehaugh", "Wolfeschlegelsteinhausenbergerdorff Adalbert-Maximilian", "Dr. María de los Ángeles Fernández-Villaseñor y Sánchez de la Barquera",
        "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafewarenwohlgepflegeundsorgfaltigkeit", "王小明", "長い名前の参加者さんのためのとても長い名前の例として書かれたもの", "Nine Ninth",
    ];

    [Theory]
    [InlineData("a4", 595, 842)]
    [InlineData("letter", 612, 792)]
    public async Task Badges_print_eight_on_a_sheet_and_no_name_is_cut(string paper, int width, int height)
    {
        foreach (var name in Names)
        {
            await door.PersonAsync(name, organisation: name.Length < 20 ? "Fernhollow Imports" : string.Join(' ', Enumerable.Repeat("International Association", 6)));
        }

        await using var visitor = await Visitor.StaffAsync(chromium, door.Site, "organiser");
        var page = visitor.Page;
        await visitor.GoAsync($"/organiser/badges?paper={paper}");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.EvaluateAsync("() => document.fonts.ready");

        var badges = await page.Locator(".badge").CountAsync();
        var cut = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll(".badge")].filter(badge => {
              const box = badge.getBoundingClientRect();
              const parts = [...badge.querySelectorAll("p, svg")].map(part => part.getBoundingClientRect());
              const overlap = parts.some((a, i) => parts.some((b, j) => i < j && a.bottom > b.top + 1 && b.bottom > a.top + 1 && a.right > b.left + 1 && b.right > a.left + 1));
              return overlap || parts.some(part => part.bottom > box.bottom || part.right > box.right || part.top < box.top) || [...badge.querySelectorAll("p")].some(p => p.scrollWidth > p.clientWidth + 1);
            }).map(badge => badge.querySelector(".nm").textContent)
            """);
        var pdf = Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }));

        Assert.Empty(cut);
        Assert.Equal((badges + 7) / 8, OnePage().Count(pdf));
        var size = PageSize().Match(pdf);
        Assert.InRange(double.Parse(size.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), width - 1, width + 1);
        Assert.InRange(double.Parse(size.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), height - 1, height + 1);
        Assert.Empty(visitor.Faults);
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex OnePage();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)")]
    private static partial Regex PageSize();
}
