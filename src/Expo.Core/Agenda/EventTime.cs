using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.Extensions;

namespace Expo.Core.Agenda;

/// <summary>
/// Instants said in a named zone. Uses the IANA database that NodaTime carries, so that Windows, macOS and Linux agree and
/// abbreviations such as EDT are known.
/// </summary>
public sealed class EventTime
{
    private static readonly FrozenSet<string> Names = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    private readonly DateTimeZone _zone;

    private EventTime(DateTimeZone zone) => _zone = zone;

    /// <summary>IANA id, for instance <c>America/New_York</c>.</summary>
    public string ZoneId => _zone.Id;

    /// <summary>True for an id of the IANA database. NodaTime would also make a zone of any offset, such as <c>UTC+01:23:45</c>.</summary>
    public static bool Knows(string? zoneId) => zoneId is not null && Names.Contains(zoneId);

    /// <exception cref="ArgumentException">The id is not in the IANA database.</exception>
    public static EventTime In(string zoneId) =>
        new(Knows(zoneId) ? DateTimeZoneProviders.Tzdb[zoneId] : throw new ArgumentException($"'{zoneId}' is not an IANA time zone.", nameof(zoneId)));

    /// <summary>The same instant with the zone's offset at that moment.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => Zoned(instant).ToDateTimeOffset();

    public DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>
    /// The instant of a local time. A skipped time (spring) is taken as that long after the gap began; of a repeated one
    /// (autumn) the earlier is meant.
    /// </summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time) =>
        LocalDateTime.FromDateTime(day.ToDateTime(time)).InZoneLeniently(_zone).ToDateTimeOffset();

    /// <summary>The instant at which this zone's clocks show what another's showed at <paramref name="instant"/>.</summary>
    public DateTimeOffset SameClock(DateTimeOffset instant, EventTime other)
    {
        var local = other.Local(instant).DateTime;
        return At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
    }

    /// <summary>False in the hour that autumn repeats: the local time alone then does not tell which of the two instants is meant.</summary>
    public bool IsToldByItsClock(DateTimeOffset instant) => _zone.MapLocal(Zoned(instant).LocalDateTime).Count == 1;

    /// <summary>The zone's abbreviation at that moment, for instance <c>EDT</c>; where it has none, its offset.</summary>
    public string Abbreviation(DateTimeOffset instant)
    {
        var name = _zone.GetZoneInterval(instant.ToInstant()).Name;
        return name.Length > 0 && char.IsLetter(name[0]) ? name : Offset(instant);
    }

    /// <summary>For instance <c>UTC−4</c> or <c>UTC+5:30</c>.</summary>
    public string Offset(DateTimeOffset instant)
    {
        var offset = Local(instant).Offset;
        if (offset == TimeSpan.Zero)
        {
            return "UTC";
        }

        var minutes = offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}";
        return $"UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Math.Abs(offset.Hours)}{minutes}";
    }

    /// <summary>For instance <c>EDT (UTC−4)</c>, or <c>UTC+5:45</c> where the zone has no abbreviation.</summary>
    public string Zone(DateTimeOffset instant) => Abbreviation(instant) is var name && Offset(instant) is var offset && name == offset ? offset : $"{name} ({offset})";

    /// <summary>For instance <c>10:15</c>. Say the zone beside it: <see cref="Clock"/> does.</summary>
    public string Hour(DateTimeOffset instant) => Local(instant).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For instance <c>10:15 EDT</c>.</summary>
    public string Clock(DateTimeOffset instant) => $"{Hour(instant)} {Abbreviation(instant)}";

    /// <summary>For instance <c>Tuesday 14 March 2023</c>.</summary>
    public string LongDay(DateTimeOffset instant) => LongDay(Day(instant));

    public static string LongDay(DateOnly day) => day.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>For instance <c>14 March 2023, 10:15 EDT</c>.</summary>
    public string Full(DateTimeOffset instant) =>
        $"{Local(instant).ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} {Abbreviation(instant)}";

    /// <summary>For the <c>datetime</c> attribute of HTML's <c>time</c>: local time with offset.</summary>
    public string Machine(DateTimeOffset instant) => Local(instant).ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);

    private ZonedDateTime Zoned(DateTimeOffset instant) => instant.ToInstant().InZone(_zone);
}
