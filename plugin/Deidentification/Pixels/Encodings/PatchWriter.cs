// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>Writes patches into native bytes, of which only a part need be present.</summary>
/// <param name="format">The format of the frames.</param>
/// <param name="samples">How a sample is encoded.</param>
internal sealed class PatchWriter(ImageFormat format, Samples samples)
{
    /// <summary>Writes the patches of a frame.</summary>
    /// <param name="patches">The patches.</param>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <param name="offset">The offset of the part, in bytes from the start of the first frame.</param>
    /// <param name="part">The part, which contains the old bytes.</param>
    public void Write(ReadOnlySpan<FramePatch> patches, int frame, long offset, Span<byte> part)
    {
        foreach (var patch in patches)
        {
            if (format.BitsAllocated == 1)
            {
                WriteBits(patch, frame * format.BitsPerFrame, offset, part);
            }
            else
            {
                WriteBytes(patch, frame * (format.BitsPerFrame / 8), offset, part);
            }
        }
    }

    private void WriteBytes(FramePatch patch, long frameStart, long offset, Span<byte> part)
    {
        var planes = format.IsPlanar ? format.SamplesPerPixel : 1;
        var pixelSize = samples.Size * (format.IsSubsampled ? 2 : format.IsPlanar ? 1 : format.SamplesPerPixel);
        var box = patch.Box;
        var runLength = box.Width * pixelSize;
        for (var plane = 0; plane < planes; plane++)
        {
            var planeStart = frameStart + ((long)plane * format.Rows * format.Columns * pixelSize);
            for (var row = box.Top; row < box.Bottom; row++)
            {
                var start = planeStart + ((((long)row * format.Columns) + box.Left) * pixelSize);
                var run = patch.Pixels is { } pixels
                    ? pixels.AsSpan(checked((int)((((long)plane * box.Height) + row - box.Top) * runLength)), runLength)
                    : patch.Patterns![plane];
                if (samples.Swap == 0)
                {
                    Repeat(run, start, start + runLength, offset, part);
                }
                else
                {
                    RepeatSwapped(run, start, runLength, offset, part);
                }
            }
        }
    }

    /// <summary>Repeats a pattern from one offset to another, as far as the offsets are inside the part.</summary>
    private static void Repeat(ReadOnlySpan<byte> pattern, long start, long end, long offset, Span<byte> part)
    {
        var (first, last) = (Math.Max(start, offset), Math.Min(end, offset + part.Length));
        if (first >= last)
        {
            return;
        }

        var target = part.Slice((int)(first - offset), (int)(last - first));
        if (!pattern.ContainsAnyExcept(pattern[0]))
        {
            target.Fill(pattern[0]);
            return;
        }

        var phase = (int)((first - start) % pattern.Length);
        var once = Math.Min(pattern.Length, target.Length);
        for (var i = 0; i < once; i++)
        {
            target[i] = pattern[(phase + i) % pattern.Length];
        }

        for (var done = once; done < target.Length; done *= 2)
        {
            var more = Math.Min(done, target.Length - done);
            target[..more].CopyTo(target[done..]);
            if (more < done)
            {
                break;
            }
        }
    }

    private static void RepeatSwapped(ReadOnlySpan<byte> pattern, long start, int length, long offset, Span<byte> part)
    {
        for (var i = 0; i < length; i++)
        {
            var place = ((start + i) ^ 1) - offset;
            if (place >= 0 && place < part.Length)
            {
                part[(int)place] = pattern[i % pattern.Length];
            }
        }
    }

    /// <summary>The first pixel is the least significant bit of the first byte (PS3.5 8.1.1).</summary>
    private void WriteBits(FramePatch patch, long frameStart, long offset, Span<byte> part)
    {
        var value = (byte)(patch.Patterns![0][0] == 0 ? 0 : 0xFF);
        for (var row = patch.Box.Top; row < patch.Box.Bottom; row++)
        {
            var bit = frameStart + ((long)row * format.Columns) + patch.Box.Left;
            var end = bit + patch.Box.Width;
            while (bit < end)
            {
                var count = (int)Math.Min(8 - (bit & 7), end - bit);
                var place = ((bit >> 3) ^ samples.Swap) - offset;
                if (place >= 0 && place < part.Length)
                {
                    var bits = (byte)(((1 << count) - 1) << (int)(bit & 7));
                    ref var target = ref part[(int)place];
                    target = (byte)((target & ~bits) | (value & bits));
                }

                bit += count;
            }
        }
    }
}
