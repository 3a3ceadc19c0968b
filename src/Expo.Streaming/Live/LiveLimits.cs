using System.Net;
using System.Threading.RateLimiting;
using Expo.Core;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Live;

/// <summary>
/// How much one network may ask and vote, over live connections and by form together, and how often one connection may call.
/// Limits for each viewer and session are the domain's own.
/// </summary>
public sealed class LiveLimits(IOptions<LiveOptions> options, TimeProvider clock) : IDisposable
{
    public static readonly Refusal TooFast = Refusal.TooMany("live.too-fast", "Too much came from your network at once. Wait a minute and try again.");

    /// <summary>Of one connection. The pages that we serve do not come near it, and try again when they do.</summary>
    public static readonly Refusal TooOften = Refusal.TooMany("live.too-often", "This page asked too often in a short time. Wait a few seconds and try again.");

    private readonly PartitionedRateLimiter<string> _asks = ByAddress(options.Value.AsksEachMinuteByAddress);
    private readonly PartitionedRateLimiter<string> _votes = ByAddress(options.Value.VotesEachMinuteByAddress);

    internal CallBudget OfConnection() => new(clock, options.Value.CallsAtOnce, options.Value.CallAgainAfter);

    public bool MayAsk(IPAddress? address) => Take(_asks, address);

    public bool MayVote(IPAddress? address) => Take(_votes, address);

    public void Dispose()
    {
        _asks.Dispose();
        _votes.Dispose();
    }

    /// <summary>A word for the network that an address belongs to. Of IPv6 the /64: one customer has all of it.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        var plain = address ?? IPAddress.None;
        plain = plain.IsIPv4MappedToIPv6 ? plain.MapToIPv4() : plain;
        return plain.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes.AsSpan(0, 8)) : plain.ToString();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(NetworkOf(address));
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> ByAddress(int eachMinute) => PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetSlidingWindowLimiter(network, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = eachMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6,
        }));
}
