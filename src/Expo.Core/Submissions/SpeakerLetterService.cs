using System.Security.Cryptography;
using System.Text;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Submissions;

/// <summary>Reminders to a choice of speakers at one moment.</summary>
/// <param name="Stamp">Names exactly these letters; confirming hands it back.</param>
public sealed record ReminderPlan(IReadOnlyList<SpeakerSheet> Speakers, IReadOnlyList<(string Name, Letter Letter)> Letters, string Stamp);

/// <summary>Writes to speakers: invites them to their desk, and reminds them of what is missing.</summary>
public sealed class SpeakerLetterService(ExpoStore store, SpeakerLetters letters, IOptions<SpeakerOptions> days, JobBell bell, Feed<AgendaChanged> feed, TimeProvider clock)
{
    /// <summary>
    /// Gives a speaker an address and sends the letter that invites to the desk. An account that has proved the address is connected at once;
    /// otherwise whoever comes in by the letter is. Refused for a speaker who has an account already, and twice on one day.
    /// </summary>
    public async Task<Result<string>> InviteAsync(Actor by, int speakerId, string? address, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return SpeakerRefusals.NotOrganiser;
        }

        var normalised = EmailAddresses.Normalise(address);
        if (normalised.IsRefused)
        {
            return normalised.Refusal;
        }

        try
        {
            var result = await store.ChangeAsync(db => InviteAsync(db, speakerId, normalised.Value, ct), ct);
            Tell(result.IsRefused);
            return result;
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return SpeakerLetterRefusals.InvitedToday;
        }
    }

    /// <summary>Takes account and address away. The person loses the desk at once; talks and profile stay.</summary>
    public async Task<Result<Done>> DisconnectAsync(Actor by, int speakerId, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return SpeakerRefusals.NotOrganiser;
        }

        var gone = await store.ReadAsync(db => db.Speakers.Where(s => s.Id == speakerId).ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, (int?)null).SetProperty(s => s.Email, (string?)null), ct));
        Tell(gone == 0);
        return gone == 0 ? SpeakerRefusals.Unknown : Done.It;
    }

    /// <summary>Speakers who miss something, can be reached, and were not reminded today; by name.</summary>
    public async Task<Result<IReadOnlyList<SpeakerSheet>>> ToRemindAsync(Actor by, int conferenceId, CancellationToken ct) =>
        by.IsOrganiser ? await store.ReadAsync<Result<IReadOnlyList<SpeakerSheet>>>(async db => await WaitingAsync(db, conferenceId, ct)) : SpeakerRefusals.NotOrganiser;

    /// <summary>The letters to those who were chosen, each as it would leave.</summary>
    public async Task<Result<ReminderPlan>> PlanAsync(Actor by, int conferenceId, IReadOnlyCollection<int> chosen, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return SpeakerRefusals.NotOrganiser;
        }

        var found = (await store.ReadAsync(db => WaitingAsync(db, conferenceId, ct))).FindAll(s => chosen.Contains(s.Speaker.Id));
        var written = new List<(string, Letter)>();
        foreach (var sheet in found)
        {
            written.Add((sheet.Speaker.Name, await letters.PreviewAsync(sheet, ct)));
        }

        return found.Count == 0 ? SpeakerLetterRefusals.NobodyChosen : new ReminderPlan(found, written, StampOf(found));
    }

    /// <summary>Sends the reminders that were previewed; refused as a whole when they would not be the same any more. The outbox's unique index lets a speaker have one a day.</summary>
    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="chosen">As previewed.</param>
    /// <param name="stamp">Of the preview.</param>
    /// <param name="count">How many letters, as the organiser typed it.</param>
    /// <param name="ct">Ends the change.</param>
    public async Task<Result<int>> RemindAsync(Actor by, int conferenceId, IReadOnlyCollection<int> chosen, string stamp, int? count, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return SpeakerRefusals.NotOrganiser;
        }

        if (count is not { } typed)
        {
            return SpeakerLetterRefusals.CountMissing;
        }

        try
        {
            var result = await store.ChangeAsync<int>(
                async db =>
                {
                    var found = (await WaitingAsync(db, conferenceId, ct)).FindAll(s => chosen.Contains(s.Speaker.Id));
                    if (found.Count == 0 || StampOf(found) != stamp)
                    {
                        return found.Count == 0 ? SpeakerLetterRefusals.NobodyChosen : SpeakerLetterRefusals.PlanChanged;
                    }

                    if (found.Count != typed)
                    {
                        return SpeakerLetterRefusals.CountChanged(typed, found.Count);
                    }

                    db.Outbox.AddRange(found.Select(s => OutboxLetter.For(SpeakerLetters.Reminder, SpeakerLetters.AddressOf(s)!, s.Speaker.Id, DayOf(s.Conference), clock.GetUtcNow())));
                    return found.Count;
                },
                ct);
            Tell(result.IsRefused);
            return result;
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return SpeakerLetterRefusals.PlanChanged;
        }
    }

    private async Task<Result<string>> InviteAsync(ExpoDb db, int speakerId, string address, CancellationToken ct)
    {
        if (await db.Speakers.FirstOrDefaultAsync(s => s.Id == speakerId, ct) is not { } speaker)
        {
            return SpeakerRefusals.Unknown;
        }

        if (speaker.AccountId is not null)
        {
            return SpeakerLetterRefusals.Connected;
        }

        var key = address.ToUpperInvariant();
        speaker.Email = address;
        if (await db.Accounts.Where(a => a.NormalizedEmail == key && a.EmailConfirmed).Select(a => (int?)a.Id).FirstOrDefaultAsync(ct) is { } account)
        {
            speaker.AccountId = account;
            await SignInLinks.MakeSpeakerAsync(db, account, ct);
        }

        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == speaker.ConferenceId, ct);
        db.Outbox.Add(OutboxLetter.For(SpeakerLetters.Invitation, address, speaker.Id, DayOf(conference), clock.GetUtcNow()));
        return address;
    }

    private async Task<List<SpeakerSheet>> WaitingAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var conference = await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == conferenceId, ct);
        var today = DayOf(conference);
        var reminded = await db.Outbox.Where(l => l.Template == SpeakerLetters.Reminder && l.Version == today).Select(l => l.SubjectId).ToHashSetAsync(ct);
        return (await SpeakerReader.ReadAsync(db, conference, db.Speakers, days.Value, ct)).FindAll(s => s.Gaps.Count > 0 && SpeakerLetters.AddressOf(s) is not null && !reminded.Contains(s.Speaker.Id));
    }

    /// <summary>Today where the event is, as a number.</summary>
    private int DayOf(Conference conference) => EventTime.In(conference.TimeZone).Day(clock.GetUtcNow()).DayNumber;

    private void Tell(bool isRefused)
    {
        if (!isRefused)
        {
            bell.Ring();
            feed.Tell(AgendaChanged.Everything);
        }
    }

    // To whom it goes and what it says.
    private static string StampOf(IEnumerable<SpeakerSheet> found) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', found.Select(s =>
        $"{s.Speaker.Id}|{s.Speaker.Name}|{SpeakerLetters.AddressOf(s)}|{string.Join(',', s.Gaps.Select(g => $"{g.What}:{g.Talk.Id}:{g.Talk.Title}:{g.DueAt.UtcTicks}"))}")))));
}

/// <summary>Why letters to speakers do not go.</summary>
public static class SpeakerLetterRefusals
{
    public static readonly Refusal Connected = Refusal.Conflict("speakers.connected", "This speaker has an account already. Disconnect it before you invite somebody at another address.");

    public static readonly Refusal InvitedToday = Refusal.Conflict("speakers.invited-today", "A letter has gone to this address today. Wait until tomorrow, or tell the person that they can ask for a link on the sign-in page.");

    public static readonly Refusal NobodyChosen = Refusal.Conflict("speakers.nobody-chosen", "None of those you chose is to be reminded: they have given everything, or have been reminded today. Choose again.");

    public static readonly Refusal PlanChanged = Refusal.Conflict("speakers.plan-changed", "Something has changed since you read these letters, so none was sent. Read them once more.");

    public static readonly Refusal CountMissing = Refusal.Invalid("speakers.count-missing", "Type the number of letters to send them.", "Count");

    public static Refusal CountChanged(int typed, int all) => Refusal.Invalid("speakers.count-changed", $"You typed {typed}, but there are {all} letters. Type the right number to send them.", "Count");
}
