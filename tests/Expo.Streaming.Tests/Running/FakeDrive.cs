using Expo.Streaming.Ingest;
using Expo.Streaming.Recordings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Tests.Running;

/// <summary>A drive with as much room as the test says.</summary>
internal sealed class FakeDrive : IDrive
{
    private long _free = 100_000_000_000;

    public double FreeGigabytes
    {
        set => Interlocked.Exchange(ref _free, (long)(value * 1e9));
    }

    public long? FreeBytes(string folder) => Interlocked.Read(ref _free);

    public ArchiveSpace Watch(ArchivePaths paths, TimeProvider clock, LogLines? log = null) => new(
        new OptionsWrapper<StreamingOptions>(new StreamingOptions()), paths, this, clock,
        log is null ? NullLogger<ArchiveSpace>.Instance : log.As<ArchiveSpace>());
}
