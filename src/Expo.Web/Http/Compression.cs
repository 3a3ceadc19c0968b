using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Expo.Web.Http;

internal static class Compression
{
    /// <summary>
    /// Brotli, then gzip, for text. Over TLS as well: what cached pages hold is public, and the token of a form is masked
    /// anew in each answer, so lengths tell nothing.
    /// </summary>
    public static IServiceCollection AddExpoCompression(this IServiceCollection services) => services
        .AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/calendar", "image/svg+xml", "application/problem+json", "application/vnd.apple.mpegurl"];
        })
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal)
        .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
}
