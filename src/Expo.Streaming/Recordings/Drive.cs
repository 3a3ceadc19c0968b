namespace Expo.Streaming.Recordings;

/// <summary>Tells how much room there is, so that a test can say so.</summary>
internal interface IDrive
{
    /// <summary>Bytes that may still be written where the folder is or would be; null when that cannot be told.</summary>
    long? FreeBytes(string folder);
}

internal sealed class SystemDrive : IDrive
{
    public long? FreeBytes(string folder)
    {
        try
        {
            var existing = Path.GetFullPath(folder);
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } parent)
            {
                existing = parent;
            }

            return new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share without a drive letter, for example.
            return null;
        }
    }
}
