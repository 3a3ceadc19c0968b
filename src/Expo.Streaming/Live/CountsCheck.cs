namespace Expo.Streaming.Live;

/// <summary>
/// A checksum over counts that a client computes as well: the sum of votes times (id modulo 9973, plus 1). It stays below
/// 2^53, so that JavaScript computes the same.
/// </summary>
public static class CountsCheck
{
    public static long Of(IEnumerable<KeyValuePair<int, int>> counts) => counts.Sum(c => (long)c.Value * (c.Key % 9973 + 1));
}
