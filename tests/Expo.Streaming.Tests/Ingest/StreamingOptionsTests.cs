using Expo.Streaming.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Tests.Ingest;

public sealed class StreamingOptionsTests
{
    [Theory]
    [InlineData("Streaming:FirstPort", "0")]
    [InlineData("Streaming:Passphrase", "too-short")]
    [InlineData("Streaming:IngestAddress", "nowhere")]
    [InlineData("Streaming:FragmentMilliseconds", "5")]
    [InlineData("Streaming:SegmentSeconds", "0")]
    [InlineData("Streaming:ShowAfterEnd", "01:00:00")]
    [InlineData("Streaming:Ladder:0:Name", "No/Slash")]
    [InlineData("Streaming:WarnBelowFreeMegabytes", "-1")]
    [InlineData("Streaming:StopBelowFreeMegabytes", "5001")]
    public void A_wrong_setting_stops_the_start_and_is_named(string setting, string value)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Read(new() { [setting] = value }));

        Assert.Contains(setting, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_outside_can_call_without_a_passphrase()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Read(new() { ["Streaming:IngestAddress"] = "0.0.0.0" }));

        Assert.Contains("Streaming:Passphrase", fault.Message, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", Read([]).BindAddress.ToString());
        Assert.Equal("0.0.0.0", Read(new() { ["Streaming:Passphrase"] = "a long enough secret" }).BindAddress.ToString());
    }

    [Fact]
    public void A_ladder_in_the_settings_takes_the_place_of_the_default()
    {
        var options = Read(new()
        {
            ["Streaming:Ladder:0:Name"] = "720p", ["Streaming:Ladder:0:Height"] = "720", ["Streaming:Ladder:0:VideoKilobits"] = "2500",
        });

        Assert.Equal(["720p"], options.Renditions.Select(r => r.Name));
        Assert.Equal(["540p", "270p", "audio"], Read([]).Renditions.Select(r => r.Name));
    }

    [Fact]
    public void The_command_line_escapes_the_passphrase_and_forces_key_frames_at_every_segment()
    {
        var options = Read(new() { ["Streaming:Passphrase"] = "a&b=c d+%secret" });

        var arguments = FfmpegCommand.Listen(options, 9710, [40001, 40002, 40003]);

        Assert.Contains("srt://0.0.0.0:9710?mode=listener&latency=300000&listen_timeout=10000000&passphrase=a%26b%3Dc%20d%2B%25secret", arguments);
        Assert.Equal(2, arguments.Count(a => a == "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+2))"));
        Assert.Equal(
            ["tcp://127.0.0.1:40001?tcp_nodelay=1", "tcp://127.0.0.1:40002?tcp_nodelay=1", "tcp://127.0.0.1:40003?tcp_nodelay=1"],
            arguments.Where(a => a.StartsWith("tcp:", StringComparison.Ordinal)));
    }

    private static StreamingOptions Read(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddExpoStreaming(configuration, "data").BuildServiceProvider();
        return services.GetRequiredService<IOptions<StreamingOptions>>().Value;
    }
}
