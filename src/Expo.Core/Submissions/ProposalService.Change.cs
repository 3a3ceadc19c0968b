using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>What all changes of a proposal have in common.</summary>
public sealed partial class ProposalService
{
    /// <summary>Who owns it is settled before anything else is said.</summary>
    private Task<Result<T>> ChangeOwnAsync<T>(Actor by, string code, string? draftKey, Func<ExpoDb, Proposal, Place, Task<Result<T>>> change, CancellationToken ct) => ChangeAsync(
        async db => await ByCodeAsync(db, code, ct) is { } proposal && Owns(proposal, by, draftKey)
            ? await change(db, proposal, await PlaceAsync(db, proposal.ConferenceId, ct))
            : ProposalRefusals.Unknown,
        ct);

    private async Task<Result<T>> ChangeAsync<T>(Func<ExpoDb, Task<Result<T>>> change, CancellationToken ct)
    {
        try
        {
            var result = await store.ChangeAsync(change, ct);
            if (!result.IsRefused)
            {
                bell.Ring();
                feed.Tell(new ProposalsChanged());
            }

            return result;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another window saved between our reading and our writing.
            return ProposalRefusals.ChangedMeanwhile;
        }
    }

    /// <summary>Tries again when two at once took the same code or slug.</summary>
    private static async Task<Result<T>> AgainAsync<T>(Func<Task<Result<T>>> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change();
            }
            catch (DbUpdateException fault) when (attempt < Tries && ExpoStore.IsDuplicate(fault))
            {
            }
        }
    }

    private static async Task<Proposal?> ByCodeAsync(ExpoDb db, string code, CancellationToken ct) => ProposalCodes.Parse(code) is { } known
        ? await db.Proposals.Include(p => p.Speakers).OrderByDescending(p => p.Id).FirstOrDefaultAsync(p => p.Code == known, ct)
        : null;

    private async Task<Place> PlaceAsync(ExpoDb db, int conferenceId, CancellationToken ct)
    {
        var zone = await db.Conferences.Where(c => c.Id == conferenceId).Select(c => c.TimeZone).FirstAsync(ct);
        return new Place(await db.CallsForTalks.AsNoTracking().FirstOrDefaultAsync(c => c.ConferenceId == conferenceId, ct), EventTime.In(zone), clock.GetUtcNow());
    }

    private static void Touch(Proposal proposal, DateTimeOffset now)
    {
        proposal.Revision++;
        proposal.ChangedAt = now;
    }

    private static void Apply(Proposal proposal, ProposalDraft typed)
    {
        (proposal.Title, proposal.Topic) = (ProposalRules.Kept(typed.Title), ProposalRules.Kept(typed.Topic));
        (proposal.Savings, proposal.Description, proposal.NoteToOrganisers) = (ProposalRules.Kept(typed.Savings), ProposalRules.Kept(typed.Description), ProposalRules.Kept(typed.NoteToOrganisers));
        var owner = OwnerOf(proposal);
        (owner.Name, owner.Company, owner.Phone, owner.Biography) = (ProposalRules.Kept(typed.Name), ProposalRules.Kept(typed.Company), ProposalRules.Kept(typed.Phone), ProposalRules.Kept(typed.Biography));
        owner.Country = Countries.NameOf(typed.Country ?? "") ?? "";
        if (owner.AccountId is null)
        {
            // A draft keeps half an address as it was typed; it is nobody's then.
            var address = EmailAddresses.Normalise(typed.Email);
            owner.Email = address.IsRefused ? ProposalRules.Kept(typed.Email) : EmailAddresses.Deliverable(typed.Email!);
            owner.NormalisedEmail = address.IsRefused ? "" : address.Value;
        }
    }

    /// <summary>Why the address that was typed cannot be the owner's, or null.</summary>
    private static Refusal? Owner(Proposal proposal, ProposalDraft typed)
    {
        var owner = OwnerOf(proposal);
        var address = EmailAddresses.Normalise(typed.Email);
        return address.IsRefused ? null
            : owner.AccountId is not null ? (address.Value == owner.NormalisedEmail ? null : ProposalRefusals.AddressFixed)
            : proposal.Speakers.Any(s => !s.IsOwner && s.NormalisedEmail == address.Value) ? ProposalRefusals.SameAddress
            : null;
    }

    private async Task AttachAsync(ExpoDb db, Proposal proposal, ProposalEdit edit, CancellationToken ct)
    {
        if (edit.AttachmentId is null && !edit.TakeAttachmentAway)
        {
            return;
        }

        var old = proposal.AttachmentId;
        proposal.AttachmentId = edit.AttachmentId;
        await RemoveAsync(db, old, clock.GetUtcNow(), ct);
    }

    /// <summary>Deletes what is known of a file, and leaves the deleting of its bytes for after the commit. What points to it is changed in the same transaction.</summary>
    internal static async Task RemoveAsync(ExpoDb db, Guid? fileId, DateTimeOffset now, CancellationToken ct)
    {
        if (fileId is not null && await db.Files.FirstOrDefaultAsync(f => f.Id == fileId, ct) is { } file)
        {
            db.Files.Remove(file);
            db.Jobs.Add(Job.For(new RemoveBytes(file.Key), now));
        }
    }

    /// <summary>Leaves the letter that says it has arrived. Refused when many were left for this address: nobody's mailbox is filled by others.</summary>
    private static async Task<Refusal?> TellOwnerAsync(ExpoDb db, Proposal proposal, DateTimeOffset now, CancellationToken ct)
    {
        var (to, hour) = (OwnerOf(proposal).NormalisedEmail, now.AddHours(-1));
        if (await db.Outbox.CountAsync(l => l.Template == ProposalLetters.Sent && l.Recipient == to && l.CreatedAt > hour, ct) >= MostLettersEachHour)
        {
            return ProposalRefusals.TooManyLetters;
        }

        db.Outbox.Add(OutboxLetter.For(ProposalLetters.Sent, to, proposal.Id, proposal.Revision, now));
        return null;
    }

    private static string NameOf(Proposal proposal, Actor by) => by.AccountId is null ? OwnerOf(proposal).Name : by.Name;

    private static void Log(ExpoDb db, Proposal proposal, string by, string text, DateTimeOffset now) =>
        db.ProposalLog.Add(new ProposalLogLine { ProposalId = proposal.Id, At = now, By = by.Length == 0 ? "A speaker" : by, Text = text });

    /// <summary>The call, the event's zone and the moment of a change.</summary>
    private sealed record Place(CallForTalks? Call, EventTime Time, DateTimeOffset Now)
    {
        public int MostSpeakers => Call?.MostSpeakers ?? 1;
    }
}
