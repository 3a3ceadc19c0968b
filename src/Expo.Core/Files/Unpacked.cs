namespace Expo.Core.Files;

/// <summary>Unpacks within bounds: what a file says of its length is not believed.</summary>
internal static class Unpacked
{
    /// <summary>Null when there is more. What comes before a fault counts, as it does for those who read such files.</summary>
    /// <exception cref="InvalidDataException">It is faulty from its beginning.</exception>
    public static byte[]? UpTo(Stream packed, long most)
    {
        using var unpacked = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = packed.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > most)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException) when (unpacked.Length > 0)
        {
        }

        return unpacked.ToArray();
    }
}
