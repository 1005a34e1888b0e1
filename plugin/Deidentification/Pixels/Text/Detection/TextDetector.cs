// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>The detector of PP-OCRv4: estimates how likely each pixel is in the middle of a line of text.</summary>
/// <param name="model">The network. The caller keeps ownership of it.</param>
internal sealed class TextDetector(OnnxModel model)
{
    /// <summary>Runs the detector on one tile.</summary>
    /// <param name="image">The image.</param>
    /// <param name="grid">How it is enlarged.</param>
    /// <param name="tile">The tile.</param>
    /// <returns>A byte for each pixel of the tile, 255 for certain.</returns>
    /// <exception cref="OnnxException">The run failed, for example for lack of memory.</exception>
    public byte[] Look(TextImage image, DetectionGrid grid, PixelBox tile)
    {
        var columns = new Resampling(tile.Left * grid.StepX, grid.StepX, tile.Width, image.Width);
        var rows = new Resampling(tile.Top * grid.StepY, grid.StepY, tile.Height, image.Height);
        var seen = new byte[tile.Width * tile.Height];
        var length = 3 * tile.Width * tile.Height;
        var input = ArrayPool<float>.Shared.Rent(length);
        try
        {
            DetectorInput.Fill(image, columns, rows, input.AsSpan(0, length));
            model.Run([1, 3, tile.Height, tile.Width], input.AsSpan(0, length), (shape, values) => Take(values, seen));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input, clearArray: true);
        }

        return seen;
    }

    private static void Take(ReadOnlySpan<float> values, Span<byte> seen)
    {
        if (values.Length != seen.Length)
        {
            throw new OnnxException("ONNX Runtime: the detector answers with another size than it was asked for");
        }

        for (var i = 0; i < seen.Length; i++)
        {
            // NaN counts as text, so that no text is missed because of it.
            seen[i] = values[i] >= 0 && values[i] < 1 ? (byte)(values[i] * 256) : values[i] < 0 ? (byte)0 : (byte)255;
        }
    }
}
