using System.Collections.Immutable;

namespace Expo.Streaming.Ingest;

/// <summary>Reads the tracks out of a moov box: H.264 video and AAC audio, which is all a browser is promised.</summary>
internal static class InitParser
{
    public static ImmutableArray<MediaTrack> Tracks(ReadOnlySpan<byte> moovBody, long position)
    {
        var tracks = ImmutableArray.CreateBuilder<MediaTrack>();
        var defaults = new Dictionary<uint, SampleDefaults>();
        var moov = new BoxReader(moovBody, position);
        while (moov.Next(out var type, out var body))
        {
            if (type == BoxType.Trak)
            {
                tracks.Add(Track(body));
            }
            else if (type == BoxType.Mvex)
            {
                ReadDefaults(body, defaults);
            }
        }

        if (tracks.Count is 0 or > 8)
        {
            throw new MediaFormatException($"The init segment has {tracks.Count} tracks", position);
        }

        return [.. tracks.Select(t => t with { Defaults = defaults.GetValueOrDefault(t.Id) })];
    }

    private static void ReadDefaults(BoxReader mvex, Dictionary<uint, SampleDefaults> defaults)
    {
        while (mvex.Next(out var type, out var trex))
        {
            if (type != BoxType.Trex)
            {
                continue;
            }

            trex.Skip(4);
            var track = trex.U32();
            trex.Skip(4);
            defaults[track] = new SampleDefaults(trex.U32(), trex.U32(), trex.U32());
        }
    }

    private static MediaTrack Track(BoxReader trak)
    {
        uint id = 0, scale = 0, handler = 0;
        SampleEntry? entry = null;
        while (trak.Next(out var type, out var body))
        {
            if (type == BoxType.Tkhd)
            {
                var version = body.U8();
                body.Skip(3 + (version == 1 ? 16 : 8));
                id = body.U32();
            }
            else if (type == BoxType.Mdia)
            {
                (scale, handler, entry) = Media(body);
            }
        }

        if (id == 0 || scale == 0 || entry is null || handler is not (BoxType.Vide or BoxType.Soun))
        {
            throw trak.Bad("A track has no number, time scale, known handler or sample description");
        }

        var kind = handler == BoxType.Vide ? TrackKind.Video : TrackKind.Audio;
        return new MediaTrack(id, kind, scale, entry.Codec, entry.Width, entry.Height);
    }

    private static (uint Scale, uint Handler, SampleEntry? Entry) Media(BoxReader mdia)
    {
        uint scale = 0, handler = 0;
        SampleEntry? entry = null;
        while (mdia.Next(out var type, out var body))
        {
            if (type == BoxType.Mdhd)
            {
                var version = body.U8();
                body.Skip(3 + (version == 1 ? 16 : 8));
                scale = body.U32();
            }
            else if (type == BoxType.Hdlr)
            {
                body.Skip(8);
                handler = body.U32();
            }
            else if (type == BoxType.Minf && Find(body, BoxType.Stbl, out var stbl) && Find(stbl, BoxType.Stsd, out var stsd))
            {
                stsd.Skip(8);
                entry = SampleEntry.Read(stsd);
            }
        }

        return (scale, handler, entry);
    }

    internal static bool Find(BoxReader parent, uint wanted, out BoxReader body)
    {
        while (parent.Next(out var type, out body))
        {
            if (type == wanted)
            {
                return true;
            }
        }

        body = default;
        return false;
    }
}
