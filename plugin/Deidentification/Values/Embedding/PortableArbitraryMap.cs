// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>
/// Reads Netpbm's PAM, which the SDK of the host does not decode: the line <c>P7</c>, lines of a keyword and a value,
/// <c>ENDHDR</c>, then the samples, the most significant byte first.
/// </summary>
internal sealed class PortableArbitraryMap
{
    private readonly Dictionary<string, string> _header = new(StringComparer.Ordinal);

    private PortableArbitraryMap()
    {
    }

    /// <summary>Reads an image.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="image">The image, without its alpha channel.</param>
    /// <returns>Null, or what is wrong, to follow "it": <c>has no line ENDHDR</c>.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, out NativeImage? image)
    {
        image = null;
        if (!bytes.StartsWith("P7\n"u8))
        {
            return "does not begin with the line P7";
        }

        var map = new PortableArbitraryMap();
        var samples = bytes["P7\n"u8.Length..];
        return map.ReadHeader(ref samples) ?? map.ReadSamples(samples, out image);
    }

    private string? ReadHeader(ref ReadOnlySpan<byte> rest)
    {
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = Encoding.Latin1.GetString(rest[..end]).Trim();
            rest = rest[(end + 1)..];
            if (line == "ENDHDR")
            {
                return null;
            }

            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var parts = line.Split([' ', '\t'], 2);
            if (!_header.TryAdd(parts[0], parts.Length == 1 ? string.Empty : parts[1].Trim()))
            {
                return "repeats a line of its header";
            }
        }

        return "has no line ENDHDR";
    }

    private string? ReadSamples(ReadOnlySpan<byte> samples, out NativeImage? image)
    {
        image = null;
        if (Number("WIDTH") is not { } columns || Number("HEIGHT") is not { } rows)
        {
            return $"has no WIDTH and HEIGHT from 1 to {NativeImage.MostRowsOrColumns}";
        }

        var given = Number("DEPTH");
        var kept = (_header.GetValueOrDefault("TUPLTYPE"), given) switch
        {
            ("GRAYSCALE", 1) or ("GRAYSCALE_ALPHA", 2) => 1,
            ("RGB", 3) or ("RGB_ALPHA", 4) => 3,
            _ => 0,
        };
        if (kept == 0)
        {
            return "has no TUPLTYPE of GRAYSCALE, GRAYSCALE_ALPHA, RGB or RGB_ALPHA with a matching DEPTH";
        }

        // Others would need bits that are not in use, or scaling, which would change what was measured.
        var size = Number("MAXVAL") switch
        {
            byte.MaxValue => 1,
            ushort.MaxValue => 2,
            _ => 0,
        };
        if (size == 0)
        {
            return "has no MAXVAL of 255 or 65535";
        }

        var width = columns * given!.Value * size;
        if ((long)width * rows != samples.Length)
        {
            return "does not have as many samples as its header says";
        }

        image = new NativeImage(rows, columns, kept, size);
        for (var row = 0; row < rows; row++)
        {
            image.SetRow(row, samples.Slice(row * width, width), given.Value);
        }

        if (size == 2)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(image.LittleEndian.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return null;
    }

    private int? Number(string keyword) =>
        _header.TryGetValue(keyword, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= NativeImage.MostRowsOrColumns
            ? number
            : null;
}
