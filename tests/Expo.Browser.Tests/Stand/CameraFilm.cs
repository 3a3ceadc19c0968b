using System.Text;
using QRCoder;

namespace Expo.Browser.Tests.Stand;

/// <summary>What a camera sees when tickets are held before it one after the other: a film of QR codes, uncompressed (YUV4MPEG2), that starts again at its end.</summary>
internal static class CameraFilm
{
    private const int Width = 640;
    private const int Height = 480;
    private const int FramesPerSecond = 10;
    private const byte White = 235;
    private const byte Black = 16;
    private const byte Grey = 128;

    /// <param name="path">Ends in <c>.y4m</c>.</param>
    /// <param name="scenes">Text of the code, or null for an empty picture, and for how long.</param>
    public static async Task WriteAsync(string path, params (string? Text, double Seconds)[] scenes)
    {
        await using var file = File.Create(path);
        await file.WriteAsync(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F{FramesPerSecond}:1 Ip A1:1 C420jpeg\n"));
        foreach (var (text, seconds) in scenes)
        {
            var picture = Picture(text);
            for (var frame = 0; frame < seconds * FramesPerSecond; frame++)
            {
                await file.WriteAsync("FRAME\n"u8.ToArray());
                await file.WriteAsync(picture);
            }
        }
    }

    // Brightness of each pixel, then colours at half the size: none.
    private static byte[] Picture(string? text)
    {
        var picture = new byte[Width * Height * 3 / 2];
        picture.AsSpan(0, Width * Height).Fill(White);
        picture.AsSpan(Width * Height).Fill(Grey);
        if (text is null)
        {
            return picture;
        }

        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        var module = (Height - 40) / size;
        var (left, top) = ((Width - (size * module)) / 2, (Height - (size * module)) / 2);
        for (var y = 0; y < size * module; y++)
        {
            for (var x = 0; x < size * module; x++)
            {
                if (code.ModuleMatrix[y / module][x / module])
                {
                    picture[((top + y) * Width) + left + x] = Black;
                }
            }
        }

        return picture;
    }
}
