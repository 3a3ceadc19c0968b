using System.Security.Cryptography;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Registration;

/// <summary>Access codes.</summary>
public sealed partial class CatalogueService
{
    /// <summary>How many codes are made at once.</summary>
    public const int MostCodes = 500;

    /// <summary>How many people one code lets in.</summary>
    public const int MostUses = 10_000;

    private const int RandomLength = 8;

    // No I, L, O, U: easy to read aloud. 40 random bits, guessed at the rate that the form allows.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>In groups of four where it was made by chance: <c>7K4M-2QXR</c>. A word of the organiser's own stays whole.</summary>
    public static string Grouped(string code) => code.Length == RandomLength && code.All(Alphabet.Contains) ? $"{code[..4]}-{code[4..]}" : code;

    /// <summary>
    /// Makes codes, all or none. With seats held back each takes as many seats of every pool of its ticket as it lets people in;
    /// refused when there are not so many free.
    /// </summary>
    /// <returns>The codes as they are handed out.</returns>
    public Task<Result<IReadOnlyList<string>>> MakeCodesAsync(Actor by, int conferenceId, CodeOrder order, CancellationToken ct) => ChangeAsync<IReadOnlyList<string>>(
        by,
        async books =>
        {
            var (db, read) = (books.Db, CatalogueRules.Read(order, books.Now));
            if (read.IsRefused)
            {
                return read.Refusal;
            }

            var wanted = read.Value;
            if (await db.TicketTypes.AsNoTracking().FirstOrDefaultAsync(t => t.Id == wanted.TicketTypeId && t.ConferenceId == conferenceId, ct) is not { } type)
            {
                return CatalogueRefusals.UnknownType;
            }

            if (wanted.HoldsSeats && (await books.SharedPoolsOfAsync(type.Id, ct)).Count == 0)
            {
                return CatalogueRefusals.NothingToHoldBack;
            }

            if (wanted.Word is { } word && await db.AccessCodes.AnyAsync(c => c.ConferenceId == conferenceId && c.Code == word, ct))
            {
                return CatalogueRefusals.WordTaken;
            }

            List<AccessCode> codes = [.. Words(wanted).Select(code => new AccessCode { ConferenceId = conferenceId, Code = code, Note = wanted.Note!, TicketTypeId = type.Id, MostUses = wanted.MostUses, EndsAt = wanted.EndsAt })];
            db.AccessCodes.AddRange(codes);
            await db.SaveChangesAsync(ct);
            foreach (var code in wanted.HoldsSeats ? codes : [])
            {
                if (await SeatPoolService.HoldBackAsync(books, code, wanted.MostUses, ct) is { } refusal)
                {
                    return refusal;
                }
            }

            var zone = await db.Conferences.Where(c => c.Id == conferenceId).Select(c => c.TimeZone).FirstAsync(ct);
            Log(books, by, conferenceId, $"{(codes.Count == 1 ? "1 access code was" : $"{codes.Count} access codes were")} made for “{type.Code}”, each for {wanted.MostUses} {(wanted.MostUses == 1 ? "person" : "people")}"
                + (wanted.HoldsSeats ? ", with seats held back" : "") + (wanted.EndsAt is { } end ? $", until {EventTime.In(zone).Full(end)}." : "."));
            return codes.ConvertAll(c => Grouped(c.Code));
        },
        ct,
        CatalogueRefusals.WordTaken);

    /// <summary>Ends a code now. The seats that it still held go to whoever waits, in the same transaction; people who used it keep theirs.</summary>
    public Task<Result<Done>> EndCodeAsync(Actor by, int codeId, CancellationToken ct) => ChangeAsync<Done>(
        by,
        async books =>
        {
            var (db, now) = (books.Db, books.Now);
            if (await db.AccessCodes.AsNoTracking().FirstOrDefaultAsync(c => c.Id == codeId, ct) is not { } code)
            {
                return CatalogueRefusals.UnknownCode;
            }

            // Guarded, so that of two who end it one does.
            if (await db.AccessCodes.Where(c => c.Id == codeId && (c.EndsAt == null || c.EndsAt > now)).ExecuteUpdateAsync(set => set.SetProperty(c => c.EndsAt, now), ct) == 0)
            {
                return CatalogueRefusals.CodeOver;
            }

            await books.FreeCodeAsync(code, ct);
            Log(books, by, code.ConferenceId, $"Access code number {code.Id} was ended after {code.Uses} of {code.MostUses} uses" + (code.SeatsHeld > 0 ? $"; {LedgerWords.Seats(code.SeatsHeld)} held back for it came free." : "."));
            return Done.It;
        },
        ct);

    private static IEnumerable<string> Words(CodeOrder order)
    {
        if (order.Word is { } word)
        {
            return [word];
        }

        var made = new HashSet<string>(StringComparer.Ordinal);
        while (made.Count < order.Count)
        {
            made.Add(RandomNumberGenerator.GetString(Alphabet, RandomLength));
        }

        return made;
    }
}
