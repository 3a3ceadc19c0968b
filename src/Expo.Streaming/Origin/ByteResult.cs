using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Expo.Streaming.Origin;

/// <summary>
/// Answers a GET or HEAD with bytes of known length that never change: ETag, conditional requests and one byte range (RFC 9110 13
/// and 14). Several ranges in one request get the whole, which the rules allow; HEAD knows no ranges (RFC 9110 14.2).
/// </summary>
internal static class ByteResult
{
    public const string Immutable = "public, max-age=31536000, immutable";

    /// <param name="write">Writes the bytes from an offset, as many as it is told.</param>
    public static async Task SendAsync(
        HttpContext http, string type, string etag, long length, string cacheControl, Func<long, long, Task> write)
    {
        var (request, response) = (http.Request, http.Response);
        var tag = new EntityTagHeaderValue($"\"{etag}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = cacheControl;
        var asked = request.GetTypedHeaders();
        if (asked.IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = type;
        var (from, count) = (0L, length);
        if (HttpMethods.IsGet(request.Method) && asked.Range is { Ranges.Count: 1 } range && range.Unit == "bytes" && Fits(asked.IfRange, tag))
        {
            if (Slice(range.Ranges.First(), length) is not { } slice)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = $"bytes */{length}";
                response.Headers.CacheControl = "no-store";
                return;
            }

            (from, count) = slice;
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{from + count - 1}/{length}";
        }

        response.ContentLength = count;
        if (!HttpMethods.IsHead(request.Method))
        {
            await write(from, count);
        }
    }

    private static bool Fits(RangeConditionHeaderValue? condition, EntityTagHeaderValue tag) =>
        condition is null || (condition.EntityTag is { } wanted && wanted.Compare(tag, useStrongComparison: true));

    private static (long From, long Count)? Slice(RangeItemHeaderValue range, long length)
    {
        var from = range.From ?? Math.Max(0, length - (range.To ?? 0));
        var to = range.From is null ? length - 1 : Math.Min(range.To ?? (length - 1), length - 1);
        return from <= to && from < length ? (from, to - from + 1) : null;
    }
}
