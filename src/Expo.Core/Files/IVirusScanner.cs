namespace Expo.Core.Files;

/// <summary>Looks for malware.</summary>
public interface IVirusScanner
{
    /// <summary><see cref="VirusScan.Waiting"/> for every answer that is neither clean nor infected, and for none.</summary>
    Task<VirusScan> ScanAsync(Stream content, CancellationToken ct);
}

/// <summary>In place of a scanner where none is configured. It calls nothing clean.</summary>
public sealed class NoVirusScanner : IVirusScanner
{
    public Task<VirusScan> ScanAsync(Stream content, CancellationToken ct) => Task.FromResult(VirusScan.Off);
}
