using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Somebody who was registered on the same form.</summary>
public sealed record PartyMember(int Id, string Name, AttendeeState State);

/// <summary>An answer to one of the organiser's questions, and why it was asked.</summary>
public sealed record GivenAnswer(string Label, string Purpose, string Value);

/// <summary>Everything about one person, for organisers. What it holds is detached.</summary>
/// <param name="State">As it is at this instant: a hold that has run out is over, whatever the row says.</param>
/// <param name="Line">Where the person stands on the waiting list; null when not waiting.</param>
/// <param name="Party">The others who were registered together with this person.</param>
/// <param name="CodeNote">For whom the access code was that the person used.</param>
/// <param name="StatementVersion">The privacy statement that was shown; null when the person was added by hand.</param>
/// <param name="CheckIns">Oldest first.</param>
/// <param name="Letters">Newest first.</param>
/// <param name="History">Oldest first.</param>
public sealed record AttendeeRecord(
    Attendee Attendee, AttendeeState State, LinePlace? Line, IReadOnlyList<PartyMember> Party, string? CodeNote, IReadOnlyList<GivenAnswer> Answers,
    int? StatementVersion, IReadOnlyList<CheckIn> CheckIns, IReadOnlyList<LetterLine> Letters, IReadOnlyList<HistoryLine> History)
{
    public TicketType TicketType => Attendee.TicketType!;

    internal static async Task<AttendeeRecord?> ReadAsync(ExpoDb db, int attendeeId, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Attendees.AsNoTracking().Include(a => a.TicketType).FirstOrDefaultAsync(a => a.Id == attendeeId, ct) is not { } attendee)
        {
            return null;
        }

        var state = attendee.State.At(attendee.HeldUntil, now);
        var party = attendee.Party is null ? [] : await db.Attendees.Where(a => a.Party == attendee.Party && a.Id != attendeeId).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.Name, a.State, a.HeldUntil }).ToListAsync(ct);
        var checkIns = await db.CheckIns.AsNoTracking().Where(c => c.AttendeeId == attendeeId).OrderBy(c => c.ScannedAt).ToListAsync(ct);
        return new AttendeeRecord(
            attendee,
            state,
            state == AttendeeState.Waiting ? await LinePlace.ReadAsync(db, attendee, now, ct) : null,
            party.ConvertAll(p => new PartyMember(p.Id, p.Name, p.State.At(p.HeldUntil, now))),
            await db.AccessCodes.Where(c => c.Id == attendee.AccessCodeId).Select(c => c.Note).FirstOrDefaultAsync(ct),
            await db.FormAnswers.Where(a => a.AttendeeId == attendeeId).OrderBy(a => a.Question!.Position).ThenBy(a => a.FormQuestionId)
                .Select(a => new GivenAnswer(a.Question!.Label, a.Question.Purpose, a.Value)).ToListAsync(ct),
            await db.PrivacyStatements.Where(s => s.Id == attendee.PrivacyStatementId).Select(s => (int?)s.Version).FirstOrDefaultAsync(ct),
            checkIns,
            await LetterLine.ReadAsync(db, attendee, ct),
            await HistoryLine.ReadAsync(db, attendeeId, checkIns, ct));
    }
}
