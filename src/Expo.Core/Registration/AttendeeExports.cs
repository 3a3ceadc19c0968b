using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>What somebody wants to take out.</summary>
/// <param name="Columns">Names of <see cref="ExportColumn"/>.</param>
/// <param name="Purpose">What the file is for, in one line.</param>
public sealed record ExportOrder(AttendeeFilter Filter, AttendeeOrder Order, IReadOnlyCollection<string> Columns, string? Purpose);

/// <summary>One file that was taken out: who, when, and what the log says of it.</summary>
public sealed record PastExport(DateTimeOffset At, string By, string Text);

/// <summary>
/// Hands attendees' data out as a file, to organisers only. Each file is logged before its first byte leaves: who, when,
/// which columns, how many people, what for. The log names nobody who is in the file.
/// </summary>
public sealed class AttendeeExports(ExpoStore store, TimeProvider clock)
{
    public const int LongestPurpose = 200;

    private const string LogBegin = "Exported ";
    private const int PastShown = 50;

    /// <summary>Every column there is, questions that are not asked any more too.</summary>
    public async Task<Result<List<ExportColumn>>> ColumnsAsync(Actor by, int conferenceId, CancellationToken ct) =>
        by.IsOrganiser ? await ColumnsAsync(conferenceId, ct) : RegistrationRefusals.NotOrganiser;

    /// <summary>The newest first.</summary>
    public async Task<Result<List<PastExport>>> PastAsync(Actor by, int conferenceId, CancellationToken ct) => by.IsOrganiser
        ? await store.ReadAsync(db => db.RegistrationLog.Where(l => l.ConferenceId == conferenceId && l.AttendeeId == null && l.Text.StartsWith(LogBegin))
            .OrderByDescending(l => l.Id).Take(PastShown).Select(l => new PastExport(l.At, l.By, l.Text)).ToListAsync(ct))
        : RegistrationRefusals.NotOrganiser;

    /// <summary>Decides who stands in the file, logs it, and hands back the file, not yet written.</summary>
    public async Task<Result<AttendeeFile>> PrepareAsync(Actor by, Conference conference, ExportOrder order, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return RegistrationRefusals.NotOrganiser;
        }

        if (order.Columns.Count == 0)
        {
            return AttendeeRefusals.NoColumn;
        }

        var all = await ColumnsAsync(conference.Id, ct);
        if (order.Columns.Except(all.Select(c => c.Name), StringComparer.Ordinal).Any())
        {
            return AttendeeRefusals.UnknownColumn;
        }

        if (order.Purpose is null || !PlainText.IsReadable(order.Purpose) || PlainText.OrNull(order.Purpose) is not { } purpose || !PlainText.IsOneLine(purpose))
        {
            return AttendeeRefusals.PurposeMissing;
        }

        if (purpose.Length > LongestPurpose)
        {
            return AttendeeRefusals.PurposeTooLong;
        }

        var columns = all.Where(c => order.Columns.Contains(c.Name)).ToList();
        return await store.ChangeAsync<AttendeeFile>(
            async db =>
            {
                var now = clock.GetUtcNow();
                var people = await AttendeeSearch.InOrder(AttendeeSearch.Find(db, conference, order.Filter, now), order.Order).Select(a => a.Id).ToListAsync(ct);
                db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = conference.Id, At = now, By = by.Name, Text = Words(people.Count, order.Filter, columns, purpose) });
                return new AttendeeFile(store, columns, people, now);
            },
            ct);
    }

    private Task<List<ExportColumn>> ColumnsAsync(int conferenceId, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var questions = await db.FormQuestions.Where(q => q.ConferenceId == conferenceId).OrderBy(q => q.Position).ThenBy(q => q.Id).Select(q => new { q.Id, q.Label }).ToListAsync(ct);
        return ExportColumns.With(questions.Select(q => (q.Id, q.Label)));
    });

    // Of the filter only whether there was one: what was searched for may be somebody's name.
    private static string Words(int people, AttendeeFilter filter, List<ExportColumn> columns, string purpose)
    {
        var whose = (people == 1 ? "1 person" : $"{people} people") + (filter.IsEverybody ? ", everybody" : ", a selection");
        var answers = columns.Count(c => c.Group == ExportGroup.Answers);
        var names = string.Join(", ", columns.Select(c => c.Name));
        // Very many questions would not fit; how many were taken then stands for their names.
        names = names.Length <= 600 ? names : string.Join(", ", [.. columns.Where(c => c.Group != ExportGroup.Answers).Select(c => c.Name), $"answers to {answers} questions"]);
        return $"{LogBegin}{whose}. Columns: {names}. Purpose: {purpose}";
    }
}
