using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Expo.Web.Tests.Submissions;

/// <summary>A reviewer who follows every link, sends every form that only asks, and opens every file meets no speaker while names are hidden.</summary>
public sealed partial class BlindCrawlTests
{
    private const string Struck = "PRPB22";

    private static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true, IsReviewer = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_and_no_file_that_a_reviewer_reaches_tells_who_speaks()
    {
        await using var site = new ExpoFactory();
        var secrets = await SetAsync(site, seesNames: false);
        var reviewer = await site.SignedInAsync("reviewer");

        var seen = await CrawlAsync(reviewer);

        // It went everywhere it should: every proposal, its file, searches and the colleague's words.
        Assert.Superset(new HashSet<string> { "/review", "/review/DEM2A7", "/review/DEM3B8", "/review/DEM4C9", $"/review/{Struck}", "/review/DEM3B8/attachment" }, seen.Keys.Select(k => k.Split('?')[0]).ToHashSet());
        Assert.DoesNotContain($"/review/{Struck}/attachment", seen.Keys);
        Assert.Contains("Ledgers with ▮▮▮", seen[$"/review/{Struck}"], StringComparison.Ordinal);
        Assert.Contains("I met ▮▮▮ of ▮▮▮ once.", seen[$"/review/{Struck}"], StringComparison.Ordinal);
        Assert.Contains("Paper by ▮▮▮", seen[$"/review/{Struck}"], StringComparison.Ordinal);
        Assert.Empty(from page in seen from secret in secrets where page.Value.Contains(secret, StringComparison.OrdinalIgnoreCase) select $"{page.Key}: {secret}");
    }

    [Fact]
    public async Task Addresses_that_a_reviewer_could_guess_tell_nothing_either()
    {
        await using var site = new ExpoFactory();
        var secrets = await SetAsync(site, seesNames: false);
        var reviewer = await site.SignedInAsync("reviewer");
        string[] guesses =
        [
            $"/review/{Struck}/attachment", "/review/DEM5D2", "/submit/DEM2A7", $"/submit/{Struck}", "/submit/DEM3B8/attachment", "/submit/DEM3B8/speakers", "/organiser/proposals", "/organiser/proposals/DEM2A7",
            "/organiser/proposals/file", "/organiser/proposals/letters", "/organiser/review", "/organiser/call", "/speaker", "/review?q=Solvang", "/review?q=northweave", "/review?q=%2B1+202+555", "/review?q=proposals.example",
        ];
        foreach (var guess in guesses)
        {
            var answer = await reviewer.GetAsync(guess, Ct);
            var typed = Uri.UnescapeDataString(guess);
            var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Ct));
            Assert.Empty(from secret in secrets where !typed.Contains(secret, StringComparison.OrdinalIgnoreCase) && text.Contains(secret, StringComparison.OrdinalIgnoreCase) select $"{guess}: {secret}");
            Assert.True(guess.StartsWith("/review?", StringComparison.Ordinal) ? (await reviewer.PageAsync(guess)).QuerySelectorAll(".revlist li").Length == 0 : answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden || guess == "/speaker", $"{guess}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_same_crawl_finds_the_speakers_where_names_are_shown()
    {
        await using var site = new ExpoFactory();
        await SetAsync(site, seesNames: true);

        var seen = await CrawlAsync(await site.SignedInAsync("reviewer"));

        Assert.Contains("Bastian Ohlendorf", seen["/review/DEM3B8"], StringComparison.Ordinal);
        Assert.Contains("Bastian Ohlendorf", seen["/review/DEM3B8/attachment"], StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> SetAsync(ExpoFactory site, bool seesNames)
    {
        var reviews = site.Services.GetRequiredService<ReviewService>();
        var (files, now) = (site.Services.GetRequiredService<ProposalAttachments>(), site.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var cleaned = (await files.TakeAsync(new MemoryStream(Pdf("Plain words.")), "Bastian Ohlendorf Loamprint.pdf", null, Ct)).Value;
        var held = (await files.TakeAsync(new MemoryStream(Pdf("Paper by Amina Tessaro")), "tessaro.pdf", null, Ct)).Value;
        await site.Store.ChangeAsync<Done>(
            async db =>
            {
                (await db.Proposals.FirstAsync(p => p.Code == "DEM3B8", Ct)).AttachmentId = cleaned;
                var proposal = new Proposal
                {
                    ConferenceId = 1, Code = Struck, State = ProposalState.Submitted, SubmittedAt = now, StartedAt = now, ChangedAt = now, AttachmentId = held,
                    Title = "Ledgers with Farbolt", Topic = "Tracing inputs", Savings = "I, Zora Quistgaard, save 3 weeks.", Description = "Write to zora@farbolt.example or call +45 20 11 22 33 44. FARBOLT\u00ADSYSTEMS does it.", NoteToOrganisers = "Zora needs a chair",
                };
                proposal.Speakers.Add(new ProposalSpeaker { IsOwner = true, Name = "Zora Quistgaard", Company = "Farbolt Systems", Country = "Denmark", Email = "zora@farbolt.example", NormalisedEmail = "zora@farbolt.example", Phone = "+45 20 11 22 33 44", Biography = "Zora likes boats" });
                proposal.Speakers.Add(new ProposalSpeaker { Name = "Amina Tessaro", Email = "amina@proposals.example", NormalisedEmail = "amina@proposals.example", Position = 1 });
                db.Proposals.Add(proposal);
                await db.SaveChangesAsync(Ct);
                var colleague = await db.Accounts.Where(a => a.Email == "organiser@expo.example").Select(a => a.Id).FirstAsync(Ct);
                db.Reviews.Add(new Review { ProposalId = proposal.Id, ReviewerId = colleague, Score = 3, Comment = "I met Zora of Farbolt once.", WrittenAt = now, ChangedAt = now });
                return Done.It;
            },
            Ct);
        var phase = (await reviews.SavePhaseAsync(Organiser, 1, null, new PhaseDraft { Name = "Blind", SeesNames = seesNames, SeesOthers = OthersReviews.Always, MayDecide = true }, Ct)).Value;
        await reviews.ActivateAsync(Organiser, 1, phase.Id, Ct);
        var speakers = await site.Store.ReadAsync(db => db.ProposalSpeakers.AsNoTracking().Where(s => db.Proposals.Any(p => p.Id == s.ProposalId && p.State == ProposalState.Submitted)).ToListAsync(Ct));
        return
        [
            .. speakers.SelectMany(s => new[] { s.Name, s.Name.Split(' ')[^1], s.Company.Replace(" (invented)", "", StringComparison.Ordinal), s.Email, s.Phone, s.Phone.Replace(" ", "", StringComparison.Ordinal), s.Biography })
                .Where(secret => secret.Length > 2).Distinct(),
            "Farbolt", "Zora", "a chair", "tessaro.pdf", "Loamprint",
        ];
    }

    /// <summary>From the reviewer's start pages on: every link of the review, every form that reads, every file, as text.</summary>
    private static async Task<Dictionary<string, string>> CrawlAsync(HttpClient reviewer)
    {
        var seen = new Dictionary<string, string>();
        var waiting = new Queue<string>(["/account", "/review", "/review?todo=1"]);
        while (waiting.TryDequeue(out var address))
        {
            if (seen.ContainsKey(address) || seen.Count > 300)
            {
                continue;
            }

            var answer = await reviewer.GetAsync(address, Ct);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
            var bytes = await answer.Content.ReadAsByteArrayAsync(Ct);
            var head = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                seen[address] = head + "\n" + FileText(bytes);
                continue;
            }

            var html = Encoding.UTF8.GetString(bytes);
            var page = new HtmlParser().ParseDocument(html);
            seen[address] = head + "\n" + WebUtility.HtmlDecode(html) + "\n" + Spaces().Replace(page.QuerySelectorAll(".struck .vh").Aggregate(page, (p, hidden) => { hidden.Remove(); return p; }).Body!.TextContent, " ");
            var links = page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0])
                .Concat(page.QuerySelectorAll("form[method=get] option").Select(o => $"/review?topic={Uri.EscapeDataString(o.GetAttribute("value")!)}"));
            foreach (var link in links.Where(l => l.StartsWith("/review", StringComparison.Ordinal)))
            {
                waiting.Enqueue(link);
            }
        }

        return seen;
    }

    private static string FileText(byte[] bytes)
    {
        var text = new StringBuilder(Encoding.Latin1.GetString(bytes));
        using var pdf = PdfDocument.Open(bytes);
        text.Append(pdf.Information).AppendJoin(' ', pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
        for (int at = 0, next; (next = bytes.AsSpan(at).IndexOf("stream"u8)) >= 0; at = next)
        {
            next += at + 6;
            try
            {
                using var inside = new ZLibStream(new MemoryStream(bytes, Math.Min(next + 1, bytes.Length), Math.Max(0, bytes.Length - next - 1)), CompressionMode.Decompress);
                using var all = new MemoryStream();
                inside.CopyTo(all);
                text.Append(Encoding.Latin1.GetString(all.ToArray()));
            }
            catch (InvalidDataException)
            {
                // Not packed.
            }
        }

        return text.ToString();
    }

    private static byte[] Pdf(string text)
    {
        using var builder = new PdfDocumentBuilder();
        builder.DocumentInformation.Author = "Bastian Ohlendorf";
        builder.DocumentInformation.Title = "Loamprint Laboratories";
        builder.AddPage(PageSize.A4).AddText(text, 12, new PdfPoint(50, 700), builder.AddStandard14Font(Standard14Font.Helvetica));
        return builder.Build();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
