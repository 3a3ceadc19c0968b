using System.Buffers.Text;
using System.Text;
using Expo.Core.Files;

namespace Expo.Web.Files;

/// <summary>The two headers of tus that carry base 64.</summary>
internal static class TusMetadata
{
    private const int Longest = 4096;

    /// <summary>Pairs of key and value in base 64, with commas between. What cannot be read is left out.</summary>
    public static Dictionary<string, string> Read(string header)
    {
        var read = new Dictionary<string, string>();
        foreach (var pair in header.Length > Longest ? [] : header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ', 2);
            if (parts.Length == 2 && Base64.IsValid(parts[1]))
            {
                read[parts[0]] = Encoding.UTF8.GetString(Convert.FromBase64String(parts[1]));
            }
        }

        return read;
    }

    /// <summary>False when there is a sum that cannot be read or is of an algorithm that is not known.</summary>
    public static bool TryReadSum(string header, out ChunkSum? sum)
    {
        sum = header.Split(' ') is [var algorithm, var hash] && ChunkSum.Algorithms.Contains(algorithm) && Base64.IsValid(hash) ? new ChunkSum(algorithm, Convert.FromBase64String(hash)) : null;
        return header.Length == 0 || sum is not null;
    }
}
