using System.Globalization;
using CsvHelper;
using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>
/// A file of proposals for organisers: comma-separated as RFC 4180 says it, UTF-8 with a byte order mark; nothing in it becomes a formula in a spreadsheet.
/// Addresses and phone numbers are not in it.
/// </summary>
public sealed class ProposalFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    private const int RowsAtOnce = 200;

    private static readonly string[] Heads =
        ["number", "title", "topic", "speakers", "companies", "countries", "saves", "description", "state", "submitted_at", "reviews", "abstained", "mean", "spread", "decision", "told", "answer"];

    private readonly ExpoStore _store;
    private readonly IReadOnlyList<int> _proposals;

    internal ProposalFile(ExpoStore store, IReadOnlyList<int> proposals) => (_store, _proposals) = (store, proposals);

    /// <summary>How many proposals stand in it.</summary>
    public int Rows => _proposals.Count;

    public async Task WriteAsync(Stream target, CancellationToken ct)
    {
        await using var csv = CsvWriter.Create(target, CsvWriterOptions.Default with { WriteByteOrderMark = true }, leaveOpen: true);
        await csv.WriteRecordAsync(Heads, ct);
        foreach (var numbers in _proposals.Chunk(RowsAtOnce))
        {
            var (proposals, scores) = await _store.ReadAsync(async db => (
                await db.Proposals.AsNoTracking().Include(p => p.Speakers).Where(p => numbers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct),
                (await db.Reviews.Where(r => numbers.Contains(r.ProposalId)).Select(r => new { r.ProposalId, r.Score }).ToListAsync(ct)).ToLookup(r => r.ProposalId, r => r.Score)));
            foreach (var proposal in numbers.Where(proposals.ContainsKey).Select(number => proposals[number]))
            {
                await csv.WriteRecordAsync([.. Values(proposal, ReviewFigures.Of([.. scores[proposal.Id]]))], ct);
            }

            await csv.FlushAsync(ct);
        }
    }

    private static IEnumerable<string> Values(Proposal proposal, ReviewFigures figures)
    {
        List<ProposalSpeaker> speaking = [.. proposal.Speakers.Where(s => s.IsOwner || s.AcceptedAt is not null).OrderBy(s => s.Position).ThenBy(s => s.Id)];
        string[] typed =
        [
            proposal.Code, proposal.Title, proposal.Topic, string.Join("; ", speaking.Select(s => s.Name)), string.Join("; ", speaking.Select(s => s.Company).Distinct()),
            string.Join("; ", speaking.Select(s => s.Country).Distinct()), proposal.Savings, proposal.Description,
        ];
        return
        [
            .. typed.Select(text => CsvGuard.Safe(text)!), proposal.State.ToString(), proposal.SubmittedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
            $"{figures.Count}", $"{figures.Abstained}", Number(figures.Mean), Number(figures.Spread), DecisionWords.Of(proposal.Decision), DecisionWords.Of(proposal.Informed), proposal.Answer.ToString(),
        ];
    }

    private static string Number(double? number) => number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
}
