// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// The way from places of a new image along one axis to those of the old: the two neighbours of each, and how much the
/// second one counts. Pixels are areas, so the middle of the first new pixel is half of one behind the edge.
/// </summary>
internal readonly struct Resampling
{
    private readonly int[] _first;
    private readonly float[] _weight;

    /// <summary>Prepares an axis.</summary>
    /// <param name="start">Where the new image begins, in pixels of the old one.</param>
    /// <param name="step">How many old pixels a new one is wide.</param>
    /// <param name="count">The new pixels.</param>
    /// <param name="size">The old pixels; places outside take the value of the edge.</param>
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

    /// <summary>The old pixels that the new ones lie between: this one and the next.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary>How much the next one counts, from 0 to 1.</summary>
    public ReadOnlySpan<float> Weight => _weight;
}
