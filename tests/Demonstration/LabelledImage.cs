// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Numerics;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Demonstration;

/// <summary>An ultrasound image of a patient who does not exist, with the name burned into its pixels.</summary>
internal static class LabelledImage
{
    /// <summary>Each pixel of the drawing becomes a square of this many pixels in the image.</summary>
    public const int Zoom = 4;

    private const int Columns = 96 * Zoom;
    private const int Rows = 44 * Zoom;
    private const byte Ink = 240;
    private const int GlyphRows = 7;
    private const int Advance = 6;

    private static readonly Implementation Writer =
        new("2.25.117853427103548213045198862407213905274", "DEMONSTRATION");

    /// <summary>The rows of each letter from top to bottom; the highest of five bits is on the left.</summary>
    private static readonly Dictionary<char, byte[]> Glyphs = new()
    {
        ['A'] = [14, 17, 17, 31, 17, 17, 17],
        ['D'] = [30, 17, 17, 17, 17, 17, 30],
        ['E'] = [31, 16, 16, 30, 16, 16, 31],
        ['G'] = [14, 17, 16, 23, 17, 17, 15],
        ['I'] = [14, 4, 4, 4, 4, 4, 14],
        ['O'] = [14, 17, 17, 17, 17, 17, 14],
        ['R'] = [30, 17, 17, 30, 20, 18, 17],
        ['T'] = [31, 4, 4, 4, 4, 4, 4],
        ['0'] = [14, 17, 19, 21, 25, 17, 14],
        ['1'] = [4, 12, 4, 4, 4, 4, 14],
        ['4'] = [2, 6, 10, 18, 31, 2, 2],
        ['7'] = [31, 1, 2, 4, 8, 8, 8],
    };

    /// <summary>The file, explicit little endian.</summary>
    public static byte[] File()
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        var dataset = file.Dataset;
        Text(dataset, 0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.6.1");
        Text(dataset, 0x0008_0018, DicomVR.UI, NewUID());
        Text(dataset, 0x0008_0060, DicomVR.CS, "US");
        Text(dataset, 0x0010_0010, DicomVR.PN, "DOE^GRETA");
        Text(dataset, 0x0010_0020, DicomVR.LO, "4711");
        Text(dataset, 0x0020_000D, DicomVR.UI, NewUID());
        Text(dataset, 0x0020_000E, DicomVR.UI, NewUID());
        Number(dataset, 0x0028_0002, 1);
        Text(dataset, 0x0028_0004, DicomVR.CS, "MONOCHROME2");
        Number(dataset, 0x0028_0010, Rows);
        Number(dataset, 0x0028_0011, Columns);
        Number(dataset, 0x0028_0100, 8);
        Number(dataset, 0x0028_0101, 8);
        Number(dataset, 0x0028_0102, 7);
        Number(dataset, 0x0028_0103, 0);
        dataset.Set(DicomTag.PixelData, DicomVR.OB, Pixels());
        using var bytes = file.Write(Writer);
        return bytes.AsSpan().ToArray();
    }

    /// <summary>Shows the pixels of a file in characters, two rows of the drawing in each line.</summary>
    /// <param name="file">A file with pixels that are not compressed.</param>
    public static IEnumerable<string> Lines(DicomFile file)
    {
        if (!file.Dataset.TryGet(DicomTag.PixelData, out var element))
        {
            yield break;
        }

        var pixels = element.Value.ToArray();
        bool IsLight(int row, int column) =>
            pixels[(((row * Zoom) + (Zoom / 2)) * Columns) + (column * Zoom) + (Zoom / 2)] > Ink / 3;
        for (var row = 0; row < Rows / Zoom; row += 2)
        {
            yield return string.Concat(Enumerable.Range(0, Columns / Zoom).Select(column =>
                (IsLight(row, column), IsLight(row + 1, column)) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                })).TrimEnd();
        }
    }

    private static byte[] Pixels()
    {
        var pixels = new byte[Rows * Columns];
        for (var i = 0; i < pixels.Length; i++)
        {
            // A sector with echoes, below the line of text.
            var (x, y) = ((i % Columns) - (Columns / 2.0), (i / Columns) - (12.0 * Zoom));
            var (radius, angle) = (Math.Sqrt((x * x) + (y * y)) / Zoom, Math.Atan2(x, y));
            pixels[i] = y > 0 && radius is > 6 and < 30 && Math.Abs(angle) < 0.7
                ? (byte)(60 + (60 * Math.Sin(radius * 1.7) * Math.Cos(angle * 9)))
                : (byte)0;
        }

        Draw(pixels, "DOE GRETA  4711", 2, 2);
        return pixels;
    }

    private static void Draw(byte[] pixels, string text, int left, int top)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!Glyphs.TryGetValue(text[i], out var glyph))
            {
                continue;
            }

            for (var dot = 0; dot < GlyphRows * 5; dot++)
            {
                if ((glyph[dot / 5] >> (4 - (dot % 5)) & 1) != 0)
                {
                    Dot(pixels, left + (i * Advance) + (dot % 5), top + (dot / 5));
                }
            }
        }
    }

    private static void Dot(byte[] pixels, int column, int row)
    {
        for (var i = 0; i < Zoom; i++)
        {
            pixels.AsSpan((((row * Zoom) + i) * Columns) + (column * Zoom), Zoom).Fill(Ink);
        }
    }

    // A UID made of a random UUID (PS3.5 B.2).
    private static string NewUID() =>
        "2.25." + new BigInteger(Guid.NewGuid().ToByteArray(), isUnsigned: true).ToString(CultureInfo.InvariantCulture);

    private static void Text(DicomDataset dataset, uint tag, DicomVR vr, string text) =>
        dataset.Set(new(tag), vr, Encoding.ASCII.GetBytes(text));

    private static void Number(DicomDataset dataset, uint tag, ushort number) =>
        dataset.Set(new(tag), DicomVR.US, BitConverter.GetBytes(number));
}
