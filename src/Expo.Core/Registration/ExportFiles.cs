using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Expo.Core.Registration;

/// <summary>An export as a file that programs read (JSON, RFC 8259) and as a page that people read and print.</summary>
public static class ExportFiles
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Json(PersonExport export)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Written))
        {
            json.WriteStartObject();
            json.WriteString("address", export.Address);
            json.WriteString("writtenAt", export.At);
            json.WriteStartArray("tables");
            foreach (var table in export.Tables)
            {
                json.WriteStartObject();
                json.WriteString("name", table.Name);
                json.WriteString("why", table.Why);
                json.WriteStartArray("rows");
                foreach (var row in table.Rows)
                {
                    json.WriteStartObject();
                    foreach (var field in row)
                    {
                        json.WriteString(field.Label, field.Value);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>A whole document without scripts and without anything from elsewhere.</summary>
    public static byte[] Html(PersonExport export, string eventName)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Personal data</title>\n")
            .Append("<style>body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#181c22;background:#fff}dl{border-top:1px solid #74797f;padding-top:.6em}")
            .Append("dt{font-weight:bold}dd{margin:0 0 .5em;overflow-wrap:anywhere;white-space:pre-line}</style></head>\n<body><main><h1>What is stored about ").Append(Text(export.Address)).Append("</h1>\n<p>")
            .Append(Text(eventName)).Append(CultureInfo.InvariantCulture, $", written {ExportWords.Instant(export.At)}.</p>\n");
        foreach (var table in export.Tables)
        {
            html.Append("<h2>").Append(Text(table.Name)).Append("</h2>\n<p>").Append(Text(table.Why)).Append("</p>\n");
            foreach (var row in table.Rows)
            {
                html.Append("<dl>\n").AppendJoin('\n', row.Select(field => $"<dt>{Text(field.Label)}</dt><dd>{Text(field.Value)}</dd>")).Append("\n</dl>\n");
            }
        }

        return Encoding.UTF8.GetBytes(html.Append("</main></body></html>\n").ToString());
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
