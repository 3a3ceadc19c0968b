using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Browser.Tests.Stand;

/// <summary>Looks into the database of a running site, in place of the letters that its tickets leave by.</summary>
internal static class Records
{
    /// <summary>Paths of the tickets of addresses that end so, in the order of registration.</summary>
    public static async Task<List<string>> TicketsAsync(RunningSite site, string emailEnding)
    {
        await using var db = new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(site.Directory, "expo.db")};Mode=ReadOnly").CreateDbContext();
        var codes = await db.Attendees.Where(a => a.Email.EndsWith(emailEnding)).OrderBy(a => a.Id).Select(a => a.TicketCode).ToListAsync();
        return codes.ConvertAll(code => $"/tickets/{TicketCodes.Grouped(code)}");
    }
}
