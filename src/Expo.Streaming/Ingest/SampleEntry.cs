namespace Expo.Streaming.Ingest;

/// <summary>The sample description of a track: its codec as RFC 6381 writes it and, for video, its size in pixels.</summary>
internal sealed record SampleEntry(string Codec, int Width, int Height)
{
    public static SampleEntry Read(BoxReader stsd)
    {
        if (!stsd.Next(out var type, out var body))
        {
            throw stsd.Bad("A track has no sample description");
        }

        return type switch
        {
            BoxType.Avc1 => Avc(body),
            BoxType.Mp4a => Aac(body),
            _ => throw stsd.Bad($"Codec '{BoxReader.Name(type)}' is not one we serve; use H.264 and AAC"),
        };
    }

    /// <summary>ISO/IEC 14496-15 5.3.3: profile, constraints and level are bytes 1 to 3 of the avcC box.</summary>
    private static SampleEntry Avc(BoxReader body)
    {
        body.Skip(24);
        int width = body.U16();
        int height = body.U16();
        body.Skip(50);
        if (!InitParser.Find(body, BoxType.AvcC, out var avcC))
        {
            throw body.Bad("An avc1 track has no avcC box");
        }

        avcC.Skip(1);
        return new SampleEntry($"avc1.{Convert.ToHexStringLower(avcC.Take(3))}", width, height);
    }

    /// <summary>ISO/IEC 14496-1 7.2.6: the audio object type is in the decoder's own description inside the esds box.</summary>
    private static SampleEntry Aac(BoxReader body)
    {
        body.Skip(28);
        if (!InitParser.Find(body, BoxType.Esds, out var esds))
        {
            throw body.Bad("An mp4a track has no esds box");
        }

        esds.Skip(4);
        Expect(ref esds, 3);
        esds.Skip(2);
        var flags = esds.U8();
        esds.Skip((flags & 0x80) != 0 ? 2 : 0);
        esds.Skip((flags & 0x40) != 0 ? esds.U8() : 0);
        esds.Skip((flags & 0x20) != 0 ? 2 : 0);
        Expect(ref esds, 4);
        var objectType = esds.U8();
        esds.Skip(12);
        Expect(ref esds, 5);
        var first = esds.U8();
        var audioType = first >> 3;
        if (audioType == 31)
        {
            audioType = 32 + (((first & 7) << 3) | (esds.U8() >> 5));
        }

        return new SampleEntry($"mp4a.{objectType:x2}.{audioType}", 0, 0);
    }

    private static void Expect(ref BoxReader esds, byte tag)
    {
        if (esds.U8() != tag)
        {
            throw esds.Bad($"The esds box has no descriptor {tag} where one must be");
        }

        // The length is up to four bytes of seven bits each; we do not need its value.
        for (var i = 0; i < 4 && (esds.U8() & 0x80) != 0; i++)
        {
        }
    }
}
