namespace Expo.Streaming.Ingest;

/// <summary>Reads times and key frames out of a moof box (ISO/IEC 14496-12 8.8).</summary>
internal static class FragmentParser
{
    private const uint NotSync = 0x0001_0000;
    private const int MostSamples = 100_000;

    internal readonly record struct Timing(TimeSpan Start, TimeSpan Duration, int Samples, bool StartsWithKeyFrame);

    public static Timing Read(ReadOnlySpan<byte> moofBody, long position, InitSegment init, long mdatLength)
    {
        Timing? lead = null;
        long bytes = 0;
        var moof = new BoxReader(moofBody, position);
        while (moof.Next(out var type, out var traf))
        {
            if (type != BoxType.Traf)
            {
                continue;
            }

            var run = Run.Read(traf, init);
            bytes += run.Bytes;
            if (run.Track.Id == init.Lead.Id && run.Samples > 0)
            {
                var start = Time(run.DecodeTime, run.Track.TimeScale, position);
                var end = Time(run.DecodeTime + run.Duration, run.Track.TimeScale, position);
                lead = new Timing(start, end - start, run.Samples, run.Track.Kind == TrackKind.Audio || (run.FirstFlags & NotSync) == 0);
            }
        }

        if (bytes > mdatLength)
        {
            throw new MediaFormatException($"The fragment's samples are {bytes} bytes but its data box holds {mdatLength}", position);
        }

        return lead ?? throw new MediaFormatException("The fragment has no sample of its lead track", position);
    }

    private static TimeSpan Time(ulong units, uint scale, long position)
    {
        var ticks = (UInt128)units * TimeSpan.TicksPerSecond / scale;
        return ticks < (ulong)TimeSpan.FromDays(3650).Ticks
            ? TimeSpan.FromTicks((long)ticks)
            : throw new MediaFormatException("The fragment's time lies more than ten years after the start", position);
    }

    private sealed record Run(MediaTrack Track, ulong DecodeTime, ulong Duration, long Bytes, int Samples, uint FirstFlags)
    {
        public static Run Read(BoxReader traf, InitSegment init)
        {
            MediaTrack? track = null;
            SampleDefaults defaults = default;
            ulong? decodeTime = null;
            ulong duration = 0;
            long bytes = 0;
            var samples = 0;
            uint firstFlags = 0;
            while (traf.Next(out var type, out var body))
            {
                if (type == BoxType.Tfhd)
                {
                    (track, defaults) = Header(body, init);
                }
                else if (type == BoxType.Tfdt)
                {
                    var version = body.U8();
                    body.Skip(3);
                    decodeTime = version == 1 ? body.U64() : body.U32();
                }
                else if (type == BoxType.Trun)
                {
                    Add(body, defaults, ref duration, ref bytes, ref samples, ref firstFlags);
                }
            }

            return track is null || decodeTime is null || decodeTime > long.MaxValue
                ? throw traf.Bad("A track fragment has no header or no usable decode time")
                : new Run(track, decodeTime.Value, duration, bytes, samples, firstFlags);
        }

        private static (MediaTrack Track, SampleDefaults Defaults) Header(BoxReader tfhd, InitSegment init)
        {
            var flags = tfhd.U32() & 0xFFFFFF;
            var id = tfhd.U32();
            var track = init.Tracks.FirstOrDefault(t => t.Id == id) ?? throw tfhd.Bad($"The fragment names track {id}, which the init segment has not");
            tfhd.Skip((flags & 1) != 0 ? 8 : 0);
            tfhd.Skip((flags & 2) != 0 ? 4 : 0);
            return (track, new SampleDefaults(
                (flags & 0x08) != 0 ? tfhd.U32() : track.Defaults.Duration,
                (flags & 0x10) != 0 ? tfhd.U32() : track.Defaults.Size,
                (flags & 0x20) != 0 ? tfhd.U32() : track.Defaults.Flags));
        }

        private static void Add(
            BoxReader trun, SampleDefaults defaults, ref ulong duration, ref long bytes, ref int samples, ref uint firstFlags)
        {
            var flags = trun.U32() & 0xFFFFFF;
            var count = trun.U32();
            if (count > MostSamples)
            {
                throw trun.Bad($"A run of {count} samples is more than a fragment can hold");
            }

            trun.Skip((flags & 0x001) != 0 ? 4 : 0);
            uint? first = (flags & 0x004) != 0 ? trun.U32() : null;
            for (var i = 0; i < count; i++)
            {
                duration += (flags & 0x100) != 0 ? trun.U32() : defaults.Duration;
                bytes += (flags & 0x200) != 0 ? trun.U32() : defaults.Size;
                var own = (flags & 0x400) != 0 ? trun.U32() : defaults.Flags;
                trun.Skip((flags & 0x800) != 0 ? 4 : 0);
                if (samples == 0 && i == 0)
                {
                    firstFlags = first ?? own;
                }
            }

            samples += (int)count;
        }
    }
}
