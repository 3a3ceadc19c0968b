using System.Text;

namespace Expo.Core.Files;

/// <summary>Old Office files and what is packed into them. None is taken; this says why in words that help.</summary>
internal static class OleCheck
{
    public static ReadOnlySpan<byte> Magic => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static readonly byte[] Vba = Name("_VBA_PROJECT");
    private static readonly byte[] Package = Name("EncryptedPackage");
    private static readonly byte[] PowerPoint = Name("PowerPoint Document");
    private static readonly byte[] Packed = Name("\x01Ole10Native");

    public static async Task<Refusal> WhyNotAsync(Stream content, CancellationToken ct)
    {
        var found = await FindAsync(content, [Package, Vba, PowerPoint], ct);
        return found[0] ? ContentRefusals.Encrypted : found[1] ? ContentRefusals.Macros : found[2] ? ContentRefusals.LegacyPowerPoint : ContentRefusals.LegacyOffice;
    }

    /// <summary>Why an old object inside a package is not taken; null for what only draws itself, such as an equation or a chart.</summary>
    public static Refusal? InPackage(byte[] bytes) =>
        bytes.AsSpan().IndexOf(Vba) >= 0 ? ContentRefusals.Macros : bytes.AsSpan().IndexOf(Packed) >= 0 || bytes.AsSpan().IndexOf(Package) >= 0 ? ContentRefusals.Embedded : null;

    private static async Task<bool[]> FindAsync(Stream content, byte[][] names, CancellationToken ct)
    {
        // A name may lie across two reads, so the end of the last one is kept.
        const int Kept = 128;
        var found = new bool[names.Length];
        var buffer = new byte[Kept + 256 * 1024];
        content.Position = 0;
        for (int read; (read = await content.ReadAsync(buffer.AsMemory(Kept), ct)) > 0;)
        {
            for (var i = 0; i < names.Length; i++)
            {
                found[i] |= buffer.AsSpan(0, Kept + read).IndexOf(names[i]) >= 0;
            }

            buffer.AsSpan(read, Kept).CopyTo(buffer);
        }

        return found;
    }

    private static byte[] Name(string text) => Encoding.Unicode.GetBytes(text);
}
