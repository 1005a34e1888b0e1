// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Pixels;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>A minimal RLE codec (PS3.5 G).</summary>
internal static class RleReference
{
    /// <summary>A native frame with one plane after the other, with few distinct values.</summary>
    public static byte[] Planes(ImageFormat format, int seed, int values)
    {
        var length = (int)(format.BitsPerFrame / 8);
        var bytes = new byte[length + (length % 2)];
        var random = new Random(seed);
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.Next(values);
        }

        return bytes;
    }

    /// <summary>Encodes a frame in runs of two bytes and literals of three.</summary>
    public static byte[] Encode(ImageFormat format, byte[] planes)
    {
        var (size, pixels) = (format.BitsAllocated / 8, format.Rows * format.Columns);
        var segments = size * format.SamplesPerPixel;
        var bytes = new List<byte>(new byte[64]);
        var header = new uint[16];
        header[0] = (uint)segments;
        for (var segment = 0; segment < segments; segment++)
        {
            header[1 + segment] = (uint)bytes.Count;
            byte[] plane = [.. Enumerable.Range(0, pixels)
                .Select(pixel => planes[(((segment / size * pixels) + pixel) * size) + size - 1 - (segment % size)])];
            for (var i = 0; i < pixels;)
            {
                if (i + 1 < pixels && plane[i] == plane[i + 1])
                {
                    bytes.AddRange([0xFF, plane[i]]);
                    i += 2;
                }
                else
                {
                    var count = Math.Min(3, pixels - i);
                    bytes.AddRange([(byte)(count - 1), .. plane[i..(i + count)]]);
                    i += count;
                }
            }

            bytes.AddRange(new byte[bytes.Count % 2]);
        }

        var frame = bytes.ToArray();
        for (var i = 0; i < 16; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4 * i), header[i]);
        }

        return frame;
    }

    /// <summary>Decodes a frame into a native one, with one plane after the other.</summary>
    public static byte[] Decode(ImageFormat format, byte[] frame)
    {
        var (size, pixels) = (format.BitsAllocated / 8, format.Rows * format.Columns);
        var planes = new byte[format.BitsPerFrame / 8];
        for (var segment = 0; segment < size * format.SamplesPerPixel; segment++)
        {
            var at = BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(4 + (4 * segment)));
            var plane = new List<byte>();
            while (plane.Count < pixels)
            {
                var control = (sbyte)frame[at++];
                if (control >= 0)
                {
                    plane.AddRange(frame[at..(at + control + 1)]);
                    at += control + 1;
                }
                else if (control != -128)
                {
                    plane.AddRange(Enumerable.Repeat(frame[at++], 1 - control));
                }
            }

            for (var pixel = 0; pixel < pixels; pixel++)
            {
                planes[(((segment / size * pixels) + pixel) * size) + size - 1 - (segment % size)] = plane[pixel];
            }
        }

        return planes;
    }
}
