using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Of whom nothing may be found any more.</summary>
/// <param name="People">Registrations, loaded for change.</param>
/// <param name="Addresses">Addresses that no other registration has, those that were corrected since too: whatever else is stored about them goes as well.</param>
/// <param name="OtherNames">Names under which other slices know the addresses.</param>
internal sealed record Erased(IReadOnlyList<Attendee> People, IReadOnlyList<string> Addresses, IReadOnlyList<string> OtherNames)
{
    /// <summary>Shorter names are words as well, which must not be struck out everywhere.</summary>
    public const int ShortestName = 5;

    /// <summary>What is struck out of free text, wherever it stands.</summary>
    public IReadOnlyList<string> Needles { get; } =
    [
        .. Addresses.Concat(People.SelectMany(a => new[] { a.NormalisedEmail, a.Email })).Where(address => address.Contains('@', StringComparison.Ordinal))
            .Concat(People.Select(a => a.Name).Concat(OtherNames).Where(name => name.Length >= ShortestName)).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    public List<int> Ids { get; } = [.. People.Select(a => a.Id)];
}

/// <summary>
/// Takes a person out of every table, inside the caller's transaction. Rows that others count on stay and say nothing about
/// anybody: the registration as an empty shell, the ledger's lines, payments as amounts. What each column means stands in
/// <see cref="DataInventory"/>.
/// </summary>
internal sealed class PersonErasure(ExpoDb db, DateTimeOffset now)
{
    public async Task EraseAsync(Erased who, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);

        // Before anything is looked for: whoever stars a session or leaves a notice for these people waits, and then finds nobody.
        await db.Attendees.Where(a => who.Ids.Contains(a.Id)).ExecuteUpdateAsync(set => set.SetProperty(a => a.CalendarKey, (string?)null), ct);
        await LettersAsync(who, ct);
        await TextsAsync(who, ct);
        await MoneyAsync(who, ct);
        await RowsAsync(who, ct);
        await PoolsAsync(who, ct);
        foreach (var person in who.People)
        {
            Empty(person);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Deletes the account with this address, and its roles. Speakers keep their place in the programme. An account that reviewed
    /// or brought a deck is emptied instead, because those rows stay.
    /// </summary>
    public async Task EraseAccountAsync(string address, CancellationToken ct)
    {
        var ids = await db.Accounts.Where(a => a.NormalizedEmail == address.ToUpperInvariant()).Select(a => a.Id).ToListAsync(ct);
        await db.AccountRoles.Where(r => ids.Contains(r.UserId)).ExecuteDeleteAsync(ct);
        await db.Set<Microsoft.AspNetCore.Identity.IdentityUserClaim<int>>().Where(c => ids.Contains(c.UserId)).ExecuteDeleteAsync(ct);
        await db.Set<Microsoft.AspNetCore.Identity.IdentityUserLogin<int>>().Where(l => ids.Contains(l.UserId)).ExecuteDeleteAsync(ct);
        await db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<int>>().Where(t => ids.Contains(t.UserId)).ExecuteDeleteAsync(ct);
        await db.SignInLinks.Where(l => ids.Contains(l.AccountId)).ExecuteDeleteAsync(ct);
        await db.Speakers.Where(s => s.AccountId != null && ids.Contains(s.AccountId.Value)).ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, (int?)null), ct);
        await db.ProposalSpeakers.Where(s => s.AccountId != null && ids.Contains(s.AccountId.Value)).ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, (int?)null), ct);
        await db.Uploads.Where(u => ids.Contains(u.OwnerId)).ExecuteDeleteAsync(ct);
        await db.Files.Where(f => f.OwnerId != null && ids.Contains(f.OwnerId.Value)).ExecuteUpdateAsync(set => set.SetProperty(f => f.OwnerId, (int?)null).SetProperty(f => f.Name, "erased"), ct);
        foreach (var id in ids)
        {
            if (await db.Reviews.AnyAsync(r => r.ReviewerId == id, ct) || await db.ReviewAssignments.AnyAsync(r => r.ReviewerId == id, ct)
                || await db.ReviewConflicts.AnyAsync(r => r.ReviewerId == id, ct) || await db.DeckVersions.AnyAsync(d => d.UploadedById == id, ct))
            {
                var mark = $"erased-{id}";
                await db.Accounts.Where(a => a.Id == id).ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.UserName, mark).SetProperty(a => a.NormalizedUserName, mark.ToUpperInvariant()).SetProperty(a => a.Email, (string?)null).SetProperty(a => a.NormalizedEmail, (string?)null)
                        .SetProperty(a => a.DisplayName, "Erased").SetProperty(a => a.PhoneNumber, (string?)null).SetProperty(a => a.PasswordHash, (string?)null).SetProperty(a => a.SecurityStamp, mark), ct);
            }
            else
            {
                await db.Accounts.Where(a => a.Id == id).ExecuteDeleteAsync(ct);
            }
        }
    }

    private void Empty(Attendee person)
    {
        var mark = $"erased-{person.Id}";
        (person.Name, person.Email, person.NormalisedEmail, person.Organisation, person.Country) = ("Erased", "", mark, null, null);
        (person.AccessNeeds, person.Accommodation, person.AccommodationReply, person.AccommodationAskedAt) = (null, AccommodationState.None, null, null);
        // A hold that ran out is left on a cancelled ticket, so that late money can be honoured; nobody is there for it any more.
        (person.Party, person.AccessCodeId, person.HeldUntil, person.OnSiteSince, person.WaitingSince, person.RepeatLetterAt) = (null, null, null, null, null, null);
        (person.CalendarUid, person.CalendarKey) = (null, null);
        db.Entry(person).Property(a => a.TicketCode).CurrentValue = mark;
    }

    private async Task LettersAsync(Erased who, CancellationToken ct)
    {
        DateTimeOffset? dropped = now;
        var paid = await db.Payments.Where(p => who.Ids.Contains(p.AttendeeId)).Select(p => p.Id).ToListAsync(ct);
        var letters = db.Outbox.Where(PersonLetters.About(who.Addresses, who.Ids, paid));
        await letters.Where(l => l.SentAt == null && l.FailedAt == null && l.DroppedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.DroppedAt, dropped), ct);
        await letters.ExecuteUpdateAsync(set => set.SetProperty(l => l.Recipient, "").SetProperty(l => l.LastError, (string?)null).SetProperty(l => l.UnsubscribeToken, (string?)null), ct);
        await db.MailSuppressions.Where(s => who.Addresses.Contains(s.Recipient)).ExecuteDeleteAsync(ct);
    }

    private async Task RowsAsync(Erased who, CancellationToken ct)
    {
        await db.FormAnswers.Where(a => who.Ids.Contains(a.AttendeeId)).ExecuteDeleteAsync(ct);
        await db.SavedSessions.Where(s => who.Ids.Contains(s.AttendeeId)).ExecuteDeleteAsync(ct);
        await db.ChangeNotices.Where(n => who.Ids.Contains(n.AttendeeId)).ExecuteDeleteAsync(ct);
        await db.CheckIns.Where(c => who.Ids.Contains(c.AttendeeId)).ExecuteUpdateAsync(set => set.SetProperty(c => c.ScanKey, "erased"), ct);
        await db.DoorScans.Where(s => s.AttendeeId != null && who.Ids.Contains(s.AttendeeId.Value)).ExecuteUpdateAsync(set => set.SetProperty(s => s.AttendeeId, (int?)null), ct);
    }

    /// <summary>The pool of an organisation keeps its count. Its name, which somebody typed, goes with the last person who has a line in it.</summary>
    private async Task PoolsAsync(Erased who, CancellationToken ct)
    {
        var pools = await db.SeatPools
            .Where(p => p.OrganisationKey != null && db.SeatLedger.Any(l => l.SeatPoolId == p.Id && l.AttendeeId != null && who.Ids.Contains(l.AttendeeId.Value)))
            .Where(p => !db.SeatLedger.Any(l => l.SeatPoolId == p.Id && (l.AccessCodeId != null || db.Attendees.Any(a => a.Id == l.AttendeeId && a.Email != "" && !who.Ids.Contains(a.Id)))))
            .Select(p => p.Id).ToListAsync(ct);
        foreach (var pool in pools)
        {
            // No organisation has this key: keys have no dashes.
            var key = FormattableString.Invariant($"erased-{pool}");
            await db.SeatPools.Where(p => p.Id == pool).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, "Erased organization").SetProperty(p => p.OrganisationKey, key), ct);
        }
    }

    private async Task MoneyAsync(Erased who, CancellationToken ct)
    {
        var payments = db.Payments.Where(p => who.Ids.Contains(p.AttendeeId));
        var paid = await payments.Select(p => p.Id).ToListAsync(ct);
        foreach (var look in await payments.Where(p => p.Look != null).Select(p => new { p.Id, p.Look }).ToListAsync(ct))
        {
            await db.Payments.Where(p => p.Id == look.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Look, Struck.Out(look.Look!, who.Needles)), ct);
        }

        await payments.ExecuteUpdateAsync(set => set.SetProperty(p => p.CheckoutUrl, (string?)null).SetProperty(p => p.Version, p => p.Version + 1), ct);
        foreach (var note in await db.PaymentNotes.Where(n => paid.Contains(n.PaymentId)).Select(n => new { n.Id, n.By, n.Text }).ToListAsync(ct))
        {
            // What the program wrote says why money moved, which the books must keep; what a person typed may say anything.
            var text = note.By == Accounts.Actor.System.Name ? Struck.Out(note.Text, who.Needles) : PrivacyWords.Gone;
            await db.PaymentNotes.Where(n => n.Id == note.Id).ExecuteUpdateAsync(
                set => set.SetProperty(n => n.Text, text).SetProperty(n => n.By, Struck.Out(note.By, who.Needles)), ct);
        }

        foreach (var refund in await db.Refunds.Where(r => paid.Contains(r.PaymentId)).Select(r => new { r.Id, r.By }).ToListAsync(ct))
        {
            await db.Refunds.Where(r => r.Id == refund.Id).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Reason, PrivacyWords.Gone).SetProperty(r => r.By, Struck.Out(refund.By, who.Needles)), ct);
        }
    }

    private Task TextsAsync(Erased who, CancellationToken ct) => new ErasedTexts(db, who).StrikeAsync(ct);
}
