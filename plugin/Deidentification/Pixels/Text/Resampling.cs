// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Maps pixels of a new image to those of the old one along one axis: the two neighbours of each, and the weight of the
/// second. Pixels are areas, so the center of the first new pixel is half its width from the edge.
/// </summary>
internal readonly struct Resampling
{
    private readonly int[] _first;
    private readonly float[] _weight;

    /// <summary>Prepares an axis.</summary>
    /// <param name="start">The start of the new image, in pixels of the old one.</param>
    /// <param name="step">The width of a new pixel, in old pixels.</param>
    /// <param name="count">The number of new pixels.</param>
    /// <param name="size">The number of old pixels. Places outside get the value at the edge.</param>
    public Resampling(double start, double step, int count, int size)
    {
        _first = new int[count];
        _weight = new float[count];
        for (var i = 0; i < count; i++)
        {
            var at = Math.Clamp(start + ((i + 0.5) * step) - 0.5, 0, size - 1);
            var first = Math.Min((int)at, Math.Max(size - 2, 0));
            _first[i] = first;
            _weight[i] = size > 1 ? (float)(at - first) : 0;
        }

        HasSecond = size > 1;
    }

    /// <summary>Whether the old axis has more than one pixel.</summary>
    public bool HasSecond { get; }

    /// <summary>For each new pixel, the first of the two adjacent old pixels that it lies between.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary>For each new pixel, the weight of the second old pixel, from 0 to 1.</summary>
    public ReadOnlySpan<float> Weight => _weight;
}
