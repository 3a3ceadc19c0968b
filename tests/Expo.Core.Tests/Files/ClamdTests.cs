using Expo.Core.Files;
using Expo.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Files;

/// <summary>Against a real clamd.</summary>
public sealed class ClamdTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_clamd_finds_what_is_infected_and_whatever_it_does_not_answer_waits()
    {
        string address;
        await using (var clamd = await ClamdServer.StartAsync())
        {
            address = clamd.Address;
            Assert.Equal(VirusScan.Clean, await ScanAsync(address, SampleDeck.Simple()));
            Assert.Equal(VirusScan.Infected, await ScanAsync(address, SampleFiles.Eicar));
            Assert.Equal(VirusScan.Infected, await ScanAsync(address, SampleDeck.Pptx([new SampleSlide("Hi")], more: ("ppt/media/a.bin", SampleFiles.Eicar))));
            // More than its StreamMaxLength: it says so and hangs up, which is not a yes.
            Assert.Equal(VirusScan.Waiting, await ScanAsync(address, new byte[5_000_000]));
        }

        Assert.Equal(VirusScan.Waiting, await ScanAsync(address, SampleDeck.Simple()));
    }

    private static Task<VirusScan> ScanAsync(string address, byte[] content) =>
        new ClamdScanner(Options.Create(new FilesOptions { Clamd = address }), NullLogger<ClamdScanner>.Instance).ScanAsync(new MemoryStream(content), Ct);
}
