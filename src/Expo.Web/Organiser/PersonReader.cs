using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Payments;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Organiser;

/// <summary>One try to pay, with what was given back of it.</summary>
public sealed record PersonPayment(Payment Payment, IReadOnlyList<Refund> Refunds);

/// <summary>One person's registration with the payments that belong to it.</summary>
/// <param name="Payments">Newest first.</param>
public sealed record Person(AttendeeRecord Record, IReadOnlyList<PersonPayment> Payments);

/// <summary>Reads for the page of one attendee what lies in several slices.</summary>
public sealed class PersonReader(ExpoStore store, AttendeeQueries attendees)
{
    public async Task<Result<Person>> PersonAsync(Actor by, int attendeeId, CancellationToken ct)
    {
        var record = await attendees.PersonAsync(by, attendeeId, ct);
        return record.IsRefused ? record.Refusal : new Person(record.Value, await store.ReadAsync(db => PaymentsAsync(db, attendeeId, ct)));
    }

    private static async Task<List<PersonPayment>> PaymentsAsync(ExpoDb db, int attendeeId, CancellationToken ct)
    {
        var payments = await db.Payments.AsNoTracking().Where(p => p.AttendeeId == attendeeId).OrderByDescending(p => p.Id).ToListAsync(ct);
        var ids = payments.ConvertAll(p => p.Id);
        var refunds = (await db.Refunds.AsNoTracking().Where(r => ids.Contains(r.PaymentId)).OrderBy(r => r.Id).ToListAsync(ct)).ToLookup(r => r.PaymentId);
        return payments.ConvertAll(p => new PersonPayment(p, [.. refunds[p.Id]]));
    }
}
