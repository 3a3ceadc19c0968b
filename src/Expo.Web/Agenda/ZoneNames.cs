using Expo.Core.Agenda;

namespace Expo.Web.Agenda;

/// <summary>Zones that the agenda offers by name. Any other of the IANA database works in the address.</summary>
internal static class ZoneNames
{
    public static readonly IReadOnlyList<string> Offered =
    [
        "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Halifax", "America/Sao_Paulo",
        "UTC", "Europe/London", "Europe/Berlin", "Europe/Stockholm", "Europe/Athens", "Africa/Lagos", "Africa/Nairobi", "Europe/Istanbul",
        "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
    ];

    /// <summary>"New York" of <c>America/New_York</c>.</summary>
    public static string City(string zoneId) => zoneId[(zoneId.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>Offered zones, and the chosen one when it is another.</summary>
    public static IEnumerable<string> With(EventTime chosen) => Offered.Contains(chosen.ZoneId) ? Offered : Offered.Prepend(chosen.ZoneId);
}
