// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// The fragments of encapsulated pixel data (PS3.5 A.4), grouped by frame. The start of a frame is found in one of three
/// ways: by the offset tables, by its number, or, in JPEG, by the marker at its beginning.
/// </summary>
internal sealed class Fragments
{
    private const int Header = 8;
    private const ushort JpegStart = 0xFFD8;
    private const ushort Jpeg2000Start = 0xFF4F;

    private readonly DataElement _element;
    private readonly List<(long Start, int Length)> _fragments = [];

    /// <summary>The index of the first fragment of each frame, followed by the number of fragments.</summary>
    private readonly int[] _firsts;

    /// <summary>Finds the fragments and frames.</summary>
    /// <param name="element">Encapsulated pixel data.</param>
    /// <param name="frames">The number of frames according to the attributes.</param>
    /// <param name="isJpeg">Whether each frame begins with the marker SOI, or SOC of JPEG 2000.</param>
    /// <exception cref="PixelDataException">The fragments are broken, or cannot be assigned to frames.</exception>
    public Fragments(DataElement element, int frames, bool isJpeg)
    {
        _element = element;
        if (!element.IsEncapsulated || element.Dataset.ByteOrder != ByteOrder.LittleEndian || element.Length < 2 * Header)
        {
            throw Broken("it has no fragments, as its transfer syntax says");
        }

        for (var at = 0L; at < element.Length - Header;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(element.Slice(at + 4, 4));
            if (length > element.Length - Header - at - Header)
            {
                throw Broken("a fragment is cut off");
            }

            if (length > Array.MaxLength)
            {
                throw Broken("a fragment has more than 2 GiB");
            }

            if (at == 0)
            {
                BasicOffsets = element.Slice(Header, (int)length).ToArray();
            }
            else
            {
                _fragments.Add((at + Header, (int)length));
            }

            at += Header + length;
        }

        _firsts = FirstsOf(frames, isJpeg) ?? throw Broken(
            $"it has {_fragments.Count} fragments for {frames} frames, and does not say which belong together");
    }

    /// <summary>The number of frames.</summary>
    public int Frames => _firsts.Length - 1;

    /// <summary>The bytes of the Basic Offset Table.</summary>
    public byte[] BasicOffsets { get; } = [];

    /// <summary>Whether a frame consists of one fragment.</summary>
    public bool IsOne(int frame) => _firsts[frame + 1] == _firsts[frame] + 1;

    /// <summary>The position of the first fragment of a frame in the element, in bytes.</summary>
    public (long Start, int Length) First(int frame) => _fragments[_firsts[frame]];

    /// <summary>The bytes of a frame.</summary>
    /// <param name="frame">Its number, counted from 0.</param>
    /// <param name="joined">A buffer in which the bytes of several fragments are joined.</param>
    public ReadOnlySpan<byte> Bytes(int frame, FrameBuffer joined)
    {
        if (IsOne(frame))
        {
            var (start, length) = First(frame);
            return _element.Slice(start, length);
        }

        joined.Clear();
        for (var i = _firsts[frame]; i < _firsts[frame + 1]; i++)
        {
            joined.Add(_element.Slice(_fragments[i].Start, _fragments[i].Length));
        }

        return joined.Written;
    }

    private int[]? FirstsOf(int frames, bool isJpeg)
    {
        if (_fragments.Count < frames)
        {
            return null;
        }

        if (_fragments.Count == frames)
        {
            return [.. Enumerable.Range(0, frames + 1)];
        }

        if (!isJpeg && frames == 1)
        {
            // A frame of RLE is one fragment (PS3.5 A.4.2), so the others may be frames that the attributes do not count.
            return null;
        }

        // A table of several frames contradicts the attributes. Frames that the attributes do not count would be lost.
        return frames == 1 && BasicOffsets.Length <= sizeof(uint) ? [0, _fragments.Count]
            : FromTable(frames, Numbers(BasicOffsets, sizeof(uint)))
            ?? FromTable(frames, Extended())
            ?? (isJpeg ? FromMarkers(frames) : null);
    }

    private int[]? FromTable(int frames, long[] offsets)
    {
        if (offsets.Length != frames || offsets[0] != 0)
        {
            return null;
        }

        var origin = _fragments[0].Start;
        var firsts = new int[frames + 1];
        for (int frame = 0, fragment = 0; frame < frames; frame++, fragment++)
        {
            while (fragment < _fragments.Count && _fragments[fragment].Start - origin < offsets[frame])
            {
                fragment++;
            }

            if (fragment == _fragments.Count || _fragments[fragment].Start - origin != offsets[frame])
            {
                return null;
            }

            firsts[frame] = fragment;
        }

        firsts[frames] = _fragments.Count;
        return firsts;
    }

    private int[]? FromMarkers(int frames)
    {
        var firsts = new List<int>();
        for (var i = 0; i < _fragments.Count; i++)
        {
            var (start, length) = _fragments[i];
            if (length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(_element.Slice(start, 2)) is JpegStart or Jpeg2000Start)
            {
                firsts.Add(i);
            }
        }

        return firsts.Count == frames && firsts[0] == 0 ? [.. firsts, _fragments.Count] : null;
    }

    private long[] Extended() =>
        _element.Dataset.TryGet(PixelAttributes.ExtendedOffsetTable, out var table) && table is { Sequence: null, IsEncapsulated: false }
            && table.Length <= Array.MaxLength
            ? Numbers(table.Value, sizeof(ulong))
            : [];

    private static long[] Numbers(ReadOnlySpan<byte> bytes, int size)
    {
        var numbers = new long[bytes.Length / size];
        for (var i = 0; i < numbers.Length; i++)
        {
            var number = bytes.Slice(i * size, size);
            numbers[i] = size == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(number)
                : (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(number), long.MaxValue);
        }

        return numbers;
    }

    private static PixelDataException Broken(string reason) => new(PixelFault.Broken, reason);
}
