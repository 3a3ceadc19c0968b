using Expo.Core.Agenda;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Registration;

/// <summary>
/// Publishes privacy statements, and exports and erases what is stored about a person. Whoever holds a ticket's code may do
/// so for the ticket's address; organisers for any, with a reason that is logged.
/// </summary>
public sealed partial class PrivacyService(
    ExpoStore store, LetterFiles files, JobBell bell, Feed<SeatsChanged> feed, IOptions<RegistrationOptions> registration, IOptions<PrivacyOptions> options,
    IEnumerable<IPersonalData> others, TimeProvider clock)
{
    private const int PublishTries = 5;

    /// <summary>Publishes a statement as the next version, which is in force from then on. Published versions never change.</summary>
    public async Task<Result<PrivacyStatement>> PublishAsync(Actor by, int conferenceId, StatementDraft draft, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PrivacyRefusals.NotOrganiser;
        }

        if (draft.Check() is { } wrong)
        {
            return wrong;
        }

        for (var attempt = 0; attempt < PublishTries; attempt++)
        {
            try
            {
                return await store.ChangeAsync<PrivacyStatement>(
                    async db =>
                    {
                        var last = await db.PrivacyStatements.Where(s => s.ConferenceId == conferenceId).MaxAsync(s => (int?)s.Version, ct) ?? 0;
                        var statement = draft.ToStatement(conferenceId, last + 1, clock.GetUtcNow());
                        db.PrivacyStatements.Add(statement);
                        return statement;
                    },
                    ct);
            }
            catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
            {
                // Somebody else published at this moment: ours is the next version after theirs.
            }
        }

        return PrivacyRefusals.Busy;
    }

    /// <summary>What is stored about the address of a ticket. Nothing is logged: reading one's own page is nobody's business.</summary>
    public async Task<Result<PersonExport>> ReadOwnAsync(string? ticketCode, CancellationToken ct) =>
        await AddressOfAsync(ticketCode, ct) is { } address ? await ReadAsync(address, ct) : RegistrationRefusals.UnknownTicket;

    /// <summary>The same to take away, and logged.</summary>
    public async Task<Result<PersonExport>> ExportOwnAsync(string? ticketCode, CancellationToken ct) =>
        await AddressOfAsync(ticketCode, ct) is { } address
            ? await ExportAsync(address, PrivacyWords.ThePerson, $"{PrivacyWords.Exported} by that person.", ct)
            : RegistrationRefusals.UnknownTicket;

    /// <summary>Everything that is stored about an address: for organisers, with a purpose, and logged.</summary>
    public async Task<Result<PersonExport>> ExportAsync(Actor by, string? address, string? purpose, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return PrivacyRefusals.NotOrganiser;
        }

        var normalised = EmailAddresses.Normalise(address);
        return normalised.IsRefused ? normalised.Refusal
            : Reason(purpose) is not { } why ? PrivacyRefusals.PurposeMissing
            : Struck.Has(why, [normalised.Value]) ? PrivacyRefusals.ReasonNamesPerson
            : await ExportAsync(normalised.Value, by.Name, $"{PrivacyWords.Exported}: {why}", ct);
    }

    private async Task<Result<PersonExport>> ExportAsync(string address, string by, string words, CancellationToken ct) => await store.ChangeAsync<PersonExport>(
        async db =>
        {
            var export = await new PersonReader(db, others).ReadAsync(address, clock.GetUtcNow(), ct);
            if (export.IsEmpty)
            {
                return PrivacyRefusals.NobodyFound;
            }

            await LogAsync(db, by, words, ct);
            return export;
        },
        ct);

    private async Task<Result<PersonExport>> ReadAsync(string address, CancellationToken ct) =>
        await store.ReadAsync(db => new PersonReader(db, others).ReadAsync(address, clock.GetUtcNow(), ct));

    private Task<string?> AddressOfAsync(string? ticketCode, CancellationToken ct) => TicketCodes.Parse(ticketCode) is { } code
        ? store.ReadAsync(db => db.Attendees.Where(a => a.TicketCode == code).Select(a => (string?)a.NormalisedEmail).FirstOrDefaultAsync(ct))
        : Task.FromResult<string?>(null);

    /// <summary>In the log of the site's event, and pointing to no registration.</summary>
    private async Task LogAsync(ExpoDb db, string by, string words, CancellationToken ct)
    {
        if (await db.Conferences.LastFirst().Select(c => (int?)c.Id).FirstOrDefaultAsync(ct) is { } conference)
        {
            db.RegistrationLog.Add(new RegistrationLogLine { ConferenceId = conference, At = clock.GetUtcNow(), By = by, Text = words });
        }
    }

    private static string? Reason(string? typed) => PlainText.OrNull(typed) is { } reason && PlainText.IsOneLine(reason) ? reason[..Math.Min(reason.Length, 300)] : null;
}
