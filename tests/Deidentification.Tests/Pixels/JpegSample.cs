// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Pixels;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>A JPEG frame of random shapes, as cjpeg encodes it.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Quality">The quality, up to 100.</param>
/// <param name="Sampling">The sampling factors of the luminance, or "gray".</param>
/// <param name="Restart">The MCUs in an interval; 0 if there are no intervals.</param>
/// <param name="IsOptimized">Whether its Huffman tables have only the codes that it needs.</param>
/// <param name="HasOwnScans">Whether each component has its own scan.</param>
/// <param name="Seed">The seed of the shapes.</param>
internal sealed record JpegSample(
    int Columns, int Rows, int Quality, string Sampling, int Restart, bool IsOptimized, bool HasOwnScans, int Seed)
{
    public bool IsGray => Sampling == "gray";

    public ImageFormat Format => TestImage.Gray8 with
    {
        Rows = Rows,
        Columns = Columns,
        SamplesPerPixel = IsGray ? 1 : 3,
        PhotometricInterpretation = IsGray ? "MONOCHROME2" : "YBR_FULL_422",
    };

    /// <summary>The pixels of an MCU.</summary>
    public (int Width, int Height) Unit => IsGray ? (8, 8) : (8 * (Sampling[0] - '0'), 8 * (Sampling[2] - '0'));

    /// <summary>A portable pixel map.</summary>
    public byte[] Pixels()
    {
        var random = new Random(Seed);
        var pixels = new byte[3 * Columns * Rows];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i / 3 % Columns * 3) + (i / 3 / Columns * 2));
        }

        for (var shape = 0; shape < 6; shape++)
        {
            var colour = new byte[3];
            random.NextBytes(colour);
            var (left, top) = (random.Next(Columns), random.Next(Rows));
            for (var row = top; row < Math.Min(Rows, top + 9); row++)
            {
                for (var column = left; column < Math.Min(Columns, left + 9); column++)
                {
                    colour.CopyTo(pixels, 3 * ((row * Columns) + column));
                }
            }
        }

        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{Columns} {Rows}\n255\n")), .. pixels];
    }

    public byte[] Encoded()
    {
        var arguments = new List<string> { "-quality", Quality.ToString(CultureInfo.InvariantCulture), "-baseline" };
        arguments.AddRange(IsGray ? ["-grayscale"] : ["-sample", $"{Sampling},1x1,1x1"]);
        arguments.AddRange(Restart > 0 ? ["-restart", $"{Restart}B"] : []);
        arguments.AddRange(IsOptimized ? ["-optimize"] : []);
        if (IsGray || !HasOwnScans)
        {
            return Tool.Run("/usr/bin/cjpeg", Pixels(), [.. arguments]);
        }

        var script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(script, "0;\n1;\n2;\n");
            return Tool.Run("/usr/bin/cjpeg", Pixels(), [.. arguments, "-scans", script]);
        }
        finally
        {
            File.Delete(script);
        }
    }
}
