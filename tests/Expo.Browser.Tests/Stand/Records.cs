using Expo.Core.Data;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Browser.Tests.Stand;

/// <summary>Looks into the database of a running site, in place of the letters that its tickets leave by, and prepares it where no page does.</summary>
internal static class Records
{
    /// <summary>Paths of the tickets of addresses that end so, in the order of registration.</summary>
    public static async Task<List<string>> TicketsAsync(RunningSite site, string emailEnding)
    {
        await using var db = Open(site, ";Mode=ReadOnly");
        var codes = await db.Attendees.Where(a => a.Email.EndsWith(emailEnding)).OrderBy(a => a.Id).Select(a => a.TicketCode).ToListAsync();
        return codes.ConvertAll(code => $"/tickets/{TicketCodes.Grouped(code)}");
    }

    public static ExpoDb Open(RunningSite site, string more = "") => new ExpoDbFactory(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(site.Directory, "expo.db")}{more}").CreateDbContext();
}
