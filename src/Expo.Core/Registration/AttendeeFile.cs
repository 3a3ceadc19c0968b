using CsvHelper;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>
/// A file of attendees: comma-separated as RFC 4180 says it, UTF-8 with a byte order mark, so that spreadsheets read it right.
/// Rows are read and written a few hundred at a time; only the people's numbers are held.
/// </summary>
public sealed class AttendeeFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    private const int RowsAtOnce = 500;

    private readonly ExpoStore _store;
    private readonly IReadOnlyList<ExportColumn> _columns;
    private readonly IReadOnlyList<int> _people;
    private readonly DateTimeOffset _now;

    internal AttendeeFile(ExpoStore store, IReadOnlyList<ExportColumn> columns, IReadOnlyList<int> people, DateTimeOffset now) => (_store, _columns, _people, _now) = (store, columns, people, now);

    /// <summary>How many people stand in it.</summary>
    public int Rows => _people.Count;

    public async Task WriteAsync(Stream target, CancellationToken ct)
    {
        await using var csv = CsvWriter.Create(target, CsvWriterOptions.Default with { WriteByteOrderMark = true }, leaveOpen: true);
        await csv.WriteRecordAsync([.. _columns.Select(c => c.Name)], ct);
        foreach (var numbers in _people.Chunk(RowsAtOnce))
        {
            var people = await ReadAsync(numbers, ct);
            foreach (var person in numbers.Where(people.ContainsKey).Select(number => people[number]))
            {
                await csv.WriteRecordAsync([.. _columns.Select(c => (c.IsNumber ? c.Read(person) : CsvGuard.Safe(c.Read(person))) ?? "")], ct);
            }

            await csv.FlushAsync(ct);
        }
    }

    private Task<Dictionary<int, ExportPerson>> ReadAsync(int[] numbers, CancellationToken ct) => _store.ReadAsync(async db =>
    {
        var people = await db.Attendees.AsNoTracking().Include(a => a.TicketType).Where(a => numbers.Contains(a.Id)).ToListAsync(ct);
        var answers = _columns.Any(c => c.Group == ExportGroup.Answers)
            ? (await db.FormAnswers.AsNoTracking().Where(a => numbers.Contains(a.AttendeeId)).ToListAsync(ct)).ToLookup(a => a.AttendeeId)
            : Array.Empty<FormAnswer>().ToLookup(a => a.AttendeeId);
        var cameIn = (await db.CheckIns.Where(c => numbers.Contains(c.AttendeeId)).OrderBy(c => c.Day).Select(c => new { c.AttendeeId, c.Day }).ToListAsync(ct)).ToLookup(c => c.AttendeeId, c => c.Day);
        var versions = await db.PrivacyStatements.ToDictionaryAsync(s => s.Id, s => s.Version, ct);
        return people.ToDictionary(a => a.Id, a => new ExportPerson(
            a, a.State.At(a.HeldUntil, _now), a.TicketType!.Code, a.TicketType.Kind, a.PrivacyStatementId is { } shown ? versions.GetValueOrDefault(shown) : null,
            [.. cameIn[a.Id]], answers[a.Id].ToDictionary(answer => answer.FormQuestionId, answer => answer.Value)));
    });
}
