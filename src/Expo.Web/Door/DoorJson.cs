using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Expo.Core.Registration;
using Microsoft.Net.Http.Headers;

namespace Expo.Web.Door;

/// <summary>How the door's data look on the wire: names in camel case, also those of enums, and what is not there left out.</summary>
internal static class DoorJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>
    /// The prepared list, with one array for each ticket because there may be 50,000:
    /// <c>[key, id, name, organisation or null, place of the type, state 0 to 4, held until or null]</c>, and for each who is in
    /// <c>[id, place of the day, when, door]</c>.
    /// </summary>
    public static byte[] Write(DoorList list)
    {
        var days = list.Days.Select((day, place) => (day, place)).ToDictionary(d => d.day, d => d.place);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("event", list.Event);
            json.WriteString("timeZone", list.TimeZone);
            json.WriteString("salt", list.Salt);
            json.WriteString("until", list.Until);
            Write(json, "days", list.Days);
            json.WriteStartArray("types");
            foreach (var type in list.Types)
            {
                json.WriteStartObject();
                json.WriteString("name", type.Name);
                json.WriteBoolean("inPerson", type.IsInPerson);
                Write(json, "days", type.Days);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("tickets");
            foreach (var ticket in list.Tickets)
            {
                Write(json, ticket);
            }

            json.WriteEndArray();
            json.WriteStartArray("in");
            foreach (var entry in list.In.Where(entry => days.ContainsKey(entry.Day)))
            {
                json.WriteStartArray();
                json.WriteNumberValue(entry.AttendeeId);
                json.WriteNumberValue(days[entry.Day]);
                json.WriteStringValue(entry.At.ToUniversalTime());
                json.WriteStringValue(entry.Door);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartArray("denied");
            foreach (var key in list.Denied)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The same list has the same tag.</summary>
    public static EntityTagHeaderValue TagOf(byte[] list) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(list).AsSpan(0, 16))}\"");

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<DateOnly> days)
    {
        json.WriteStartArray(name);
        foreach (var day in days)
        {
            json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DoorListTicket ticket)
    {
        json.WriteStartArray();
        json.WriteStringValue(ticket.Key);
        json.WriteNumberValue(ticket.AttendeeId);
        json.WriteStringValue(ticket.Name);
        json.WriteStringValue(ticket.Organisation);
        json.WriteNumberValue(ticket.Type);
        json.WriteNumberValue((int)ticket.State);
        if (ticket.HeldUntil is { } until)
        {
            json.WriteStringValue(until.ToUniversalTime());
        }

        json.WriteEndArray();
    }
}
