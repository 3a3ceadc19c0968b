using Expo.Streaming.Ingest;
using Microsoft.Win32.SafeHandles;

namespace Expo.Streaming.Recordings;

/// <summary>
/// The file that one rendition of one encoder run is appended to: the init segment, then every fragment, with an index beside it.
/// A write that fails leaves what was whole before; the next one takes its place. What another has written is never touched.
/// </summary>
internal sealed class ArchiveFile(string path, InitSegment init) : IDisposable
{
    private static readonly TimeSpan FlushAfter = TimeSpan.FromSeconds(5);

    private readonly byte[] _line = new byte[ArchivedFragment.Size];
    private SafeFileHandle? _media;
    private SafeFileHandle? _index;
    private bool _isOurs;
    private long _mediaEnd;
    private long _indexEnd;
    private TimeSpan _flushed;

    /// <exception cref="IOException">The disk is full or away, or the file is another's; nothing of this fragment counts.</exception>
    public void Append(Fragment fragment, DateTimeOffset wall)
    {
        try
        {
            Open();
            RandomAccess.Write(_media!, fragment.Bytes, _mediaEnd);
            new ArchivedFragment(
                _mediaEnd, fragment.Bytes.Length, fragment.Start, fragment.Duration, wall, fragment.Samples, fragment.StartsWithKeyFrame).Write(_line);
            RandomAccess.Write(_index!, _line, _indexEnd);
            _mediaEnd += fragment.Bytes.Length;
            _indexEnd += _line.Length;
        }
        catch
        {
            Close();
            throw;
        }

        if (fragment.End - _flushed >= FlushAfter)
        {
            _flushed = fragment.End;
            RandomAccess.FlushToDisk(_media!);
            RandomAccess.FlushToDisk(_index!);
        }
    }

    public void Dispose() => Close();

    private void Open()
    {
        if (_media is not null && _index is not null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _media = OpenForWriting(path);
        if (!_isOurs && RandomAccess.GetLength(_media) > 0)
        {
            throw new IOException($"{path} holds another recording already.");
        }

        _isOurs = true;
        _index = OpenForWriting(ArchivePaths.Index(path));
        if (_mediaEnd == 0 || RandomAccess.GetLength(_media) < _mediaEnd || RandomAccess.GetLength(_index) < _indexEnd)
        {
            // New, or somebody took the file away.
            RandomAccess.Write(_media, init.Bytes, 0);
            (_mediaEnd, _indexEnd) = (init.Bytes.Length, 0);
        }

        // Cuts off what a failed write left behind.
        RandomAccess.SetLength(_media, _mediaEnd);
        RandomAccess.SetLength(_index, _indexEnd);
    }

    private static SafeFileHandle OpenForWriting(string file) =>
        File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private void Close()
    {
        _media?.Dispose();
        _index?.Dispose();
        _media = _index = null;
    }
}
