// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.IO.Compression;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels.Preview;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>The content of previews, read without the writer's code.</summary>
public sealed class PngWriterTests
{
    [TestCase(1)]
    [TestCase(3)]
    public void The_pixels_of_a_PNG_are_those_of_the_image(int channels)
    {
        var samples = new byte[7 * 5 * channels];
        new Random(channels).NextBytes(samples);
        var (header, pixels) = Read(PngWriter.Write(new(7, 5, channels, samples)));
        Assert.Multiple(() =>
        {
            Assert.That(header, Is.EqualTo(new byte[] { 0, 0, 0, 7, 0, 0, 0, 5, 8, (byte)(channels == 1 ? 0 : 2), 0, 0, 0 }));
            Assert.That(pixels, Is.EqualTo(samples));
        });
    }

    [Test]
    public void A_preview_shows_the_edge_of_a_box_and_what_is_below()
    {
        var png = FramePreview.Png(new(6, 6, 1, [.. Enumerable.Repeat((byte)100, 36)]), [new(1, 1, 5, 9)]);
        var (_, pixels) = Read(png);
        byte[] At(int x, int y) => pixels[(((y * 6) + x) * 3)..((((y * 6) + x) * 3) + 3)];
        Assert.Multiple(() =>
        {
            Assert.That(At(0, 0), Is.EqualTo(new byte[] { 100, 100, 100 }));
            Assert.That(At(1, 1), Is.EqualTo(new byte[] { 255, 64, 64 }));
            Assert.That(At(2, 2), Is.EqualTo(new byte[] { 138, 91, 91 }));
        });
    }

    private static (byte[] Header, byte[] Pixels) Read(byte[] png)
    {
        var (at, header, data) = (8, Array.Empty<byte>(), new MemoryStream());
        while (at < png.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var chunk = png.AsSpan(at + 4, length + 4);
            Assert.That(BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)), Is.EqualTo(Crc(chunk)));
            if (chunk[..4].SequenceEqual("IHDR"u8))
            {
                header = chunk[4..].ToArray();
            }
            else if (chunk[..4].SequenceEqual("IDAT"u8))
            {
                data.Write(chunk[4..]);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var raw = new MemoryStream();
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        zlib.CopyTo(raw);
        var stride = BinaryPrimitives.ReadInt32BigEndian(header) * (header[9] == 2 ? 3 : 1);
        return (header, [.. raw.ToArray().Chunk(stride + 1).SelectMany(row => row[1..])]);
    }

    /// <summary>Computes the CRC bit by bit.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var isSet = ((crc ^ (uint)(value >> bit)) & 1) == 1;
                crc = isSet ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
