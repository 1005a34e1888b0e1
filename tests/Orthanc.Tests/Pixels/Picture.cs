// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.IO.Compression;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Pixels;

/// <summary>A PNG (ISO/IEC 15948) with 8 bits each of red, green and blue, as written without filters.</summary>
internal sealed class Picture
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly byte[] _samples;

    /// <summary>Decodes a file.</summary>
    public Picture(byte[] file)
    {
        Assert.That(file.Take(Signature.Length), Is.EqualTo(Signature));
        using var data = new MemoryStream();
        for (var at = Signature.Length; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = file.AsSpan(at + 4, 4);
            var chunk = file.AsSpan(at + 8, length);
            if (type.SequenceEqual("IHDR"u8))
            {
                Width = BinaryPrimitives.ReadInt32BigEndian(chunk);
                Height = BinaryPrimitives.ReadInt32BigEndian(chunk[4..]);
                Assert.That(chunk[8..].ToArray(), Is.EqualTo(new byte[] { 8, 2, 0, 0, 0 }));
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(chunk);
            }
            else
            {
                // The file contains nothing else, such as text.
                Assert.That(type.SequenceEqual("IEND"u8), Is.True);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var rows = new ZLibStream(data, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        rows.CopyTo(raw);
        Assert.That(raw.Length, Is.EqualTo(((Width * 3) + 1) * Height));
        _samples = [.. raw.ToArray().Chunk((Width * 3) + 1).SelectMany(static row => row[1..])];
    }

    /// <summary>The columns.</summary>
    public int Width { get; }

    /// <summary>The rows.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue of a pixel.</summary>
    public (byte Red, byte Green, byte Blue) this[int column, int row]
    {
        get
        {
            var at = ((row * Width) + column) * 3;
            return (_samples[at], _samples[at + 1], _samples[at + 2]);
        }
    }
}
