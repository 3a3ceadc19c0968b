using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Expo.Core.Agenda;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>The rows that a batch of registrations leaves: people, ledger lines, answers, letters.</summary>
internal sealed class SeatRows(SeatStatements statements, SqlDialect dialect, RegistrationOptions options, OpenEvent open, DateTimeOffset now, IReadOnlyDictionary<string, int> registered)
{
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DateTimeOffset HeldUntil => now + options.HoldUnpaidSeatFor;

    public async Task AddAsync(DbTransaction transaction, IReadOnlyList<(CheckedRequest Request, Grant Grant)> granted)
    {
        var added = granted.SelectMany(g => People(g.Request, g.Grant)).ToList();
        var letters = new List<NewLetter>();
        if (added.Count > 0)
        {
            var ids = await statements.AddAttendees.AddAsync(transaction, added.ConvertAll(a => a.Row), NewAttendee.Code, open.ConferenceId, dialect.Instant(now), dialect.Instant(HeldUntil));
            await LedgerAsync(transaction, added, ids);
            await AnswersAsync(transaction, added, ids);
            letters.AddRange(added.SelectMany(a => LettersOf(a, ids[a.Row.TicketCode])));
        }

        letters.AddRange(await RepeatLettersAsync(transaction, granted));
        if (letters.Count > 0)
        {
            await statements.AddLetters.AddAsync(transaction, letters, dialect.Instant(now));
        }
    }

    /// <summary>The new ones among those who asked, each with what stands in its row.</summary>
    private static IEnumerable<Added> People(CheckedRequest request, Grant grant)
    {
        var party = request.People.Count > 1 ? RandomNumberGenerator.GetHexString(20, lowercase: true) : null;
        var fromCode = grant.FromCode;
        for (var i = 0; i < request.People.Count; i++)
        {
            var (person, seating, first) = (request.People[i], grant.People[i], i == 0);
            if (seating == Seating.Repeated)
            {
                continue;
            }

            var needs = first ? request.AccessNeeds : null;
            var row = new NewAttendee(
                grant.Type.Id, TicketCodes.Create(), person.Name, person.Email, person.NormalisedEmail, request.Organisation, request.Country, needs, (int)StateOf(seating),
                party, grant.Code?.Id, request.PrivacyStatement, (int)(needs is null ? AccommodationState.None : AccommodationState.Asked));
            yield return new Added(request, grant, row, seating, FromCode: seating is not Seating.Waiting && fromCode-- > 0, HasAnswers: first);
        }
    }

    private async Task LedgerAsync(DbTransaction transaction, List<Added> added, Dictionary<string, int> ids)
    {
        var taken = new Dictionary<int, int>();
        var lines = new List<NewLedgerLine>();
        foreach (var a in added)
        {
            var id = ids[a.Row.TicketCode];
            foreach (var pool in a.Grant.Pools)
            {
                if (a.FromCode && !pool.OfOrganisation)
                {
                    lines.Add(new NewLedgerLine(pool.Id, null, a.Grant.Code!.Id, -1, LedgerWords.CodeUsed(1)));
                    lines.Add(new NewLedgerLine(pool.Id, id, null, 1, LedgerWords.FromCode));
                }
                else if (a.Seating != Seating.Waiting)
                {
                    var number = taken[pool.Id] = taken.GetValueOrDefault(pool.Id, pool.Taken) + 1;
                    lines.Add(new NewLedgerLine(pool.Id, id, null, 1, a.Seating == Seating.Unpaid ? LedgerWords.Held(number, pool.Capacity, EventTime.In(open.TimeZone).Full(HeldUntil)) : LedgerWords.Taken(number, pool.Capacity)));
                }
            }

            if (a.Seating == Seating.Waiting && a.Grant.Pools is [var line, ..])
            {
                lines.Add(new NewLedgerLine(line.Id, id, null, 0, LedgerWords.Joined));
            }
        }

        if (lines.Count > 0)
        {
            await statements.AddLedgerLines.AddAsync(transaction, lines, dialect.Instant(now));
        }
    }

    private async Task AnswersAsync(DbTransaction transaction, List<Added> added, Dictionary<string, int> ids)
    {
        var answers = added.Where(a => a.HasAnswers).SelectMany(a => a.Request.Answers.Select(answer => new NewAnswer(ids[a.Row.TicketCode], answer.FormQuestionId, answer.Value))).ToList();
        if (answers.Count > 0)
        {
            await statements.AddAnswers.AddAsync(transaction, answers, dialect.Instant(now));
        }
    }

    private IEnumerable<NewLetter> LettersOf(Added added, int id)
    {
        var template = added.Seating switch { Seating.Waiting => nameof(SendWaiting), Seating.Unpaid => nameof(SendPay), _ => nameof(SendTicket) };
        yield return new NewLetter(template, added.Row.NormalisedEmail, id, 0);
        if (added.Row.AccessNeeds is not null && open.TellAccommodations is { } arrangers)
        {
            yield return new NewLetter(nameof(TellAccommodation), arrangers, id, 0);
        }
    }

    private async Task<IEnumerable<NewLetter>> RepeatLettersAsync(DbTransaction transaction, IReadOnlyList<(CheckedRequest Request, Grant Grant)> granted)
    {
        var repeated = granted.SelectMany(g => g.Request.People.Zip(g.Grant.People))
            .Where(p => p.Second == Seating.Repeated && registered.ContainsKey(p.First.NormalisedEmail))
            .Select(p => (Id: registered[p.First.NormalisedEmail], p.First.NormalisedEmail)).Distinct().ToDictionary(p => p.Id, p => p.NormalisedEmail);
        if (repeated.Count == 0)
        {
            return [];
        }

        var due = await statements.ClaimRepeatLetters.ReadAsync(
            transaction, row => row.GetInt32(0), dialect.Instant(now), dialect.Instant(now - options.RepeatLetterAtMostEvery), Rows(repeated.Keys.Select(id => new IdRow(id))));
        return due.Select(id => new NewLetter(nameof(SendTicketAgain), repeated[id], id, (int)(now - Epoch).TotalSeconds));
    }

    private static AttendeeState StateOf(Seating seating) => seating switch { Seating.Waiting => AttendeeState.Waiting, Seating.Unpaid => AttendeeState.Unpaid, _ => AttendeeState.Confirmed };

    private static string Rows<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows);

    private sealed record Added(CheckedRequest Request, Grant Grant, NewAttendee Row, Seating Seating, bool FromCode, bool HasAnswers);

    private sealed record IdRow(int Id);
}
