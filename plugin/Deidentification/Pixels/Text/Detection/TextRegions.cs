// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>
/// Finds connected regions in the answer of the detector. Runs of likely pixels are joined row by row, so the memory does
/// not grow with the image.
/// </summary>
/// <param name="likely">The lowest value at which a pixel counts as likely.</param>
internal sealed class TextRegions(byte likely)
{
    private readonly List<Part> _parts = [];
    private readonly List<(int Start, int End, int Part)> _above = [];
    private readonly List<(int Start, int End, int Part)> _runs = [];
    private int _row;

    /// <summary>Adds the next row.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        _runs.Clear();
        var candidate = 0;
        for (var start = Next(row, 0); start < row.Length;)
        {
            var (end, sum) = (start, 0L);
            while (end < row.Length && row[end] >= likely)
            {
                sum += row[end++];
            }

            var part = -1;

            // Pixels that touch only at a corner are connected, too.
            while (candidate < _above.Count && _above[candidate].End < start)
            {
                candidate++;
            }

            for (var i = candidate; i < _above.Count && _above[i].Start <= end; i++)
            {
                part = part < 0 ? Root(_above[i].Part) : Join(part, Root(_above[i].Part));
            }

            if (part < 0)
            {
                part = _parts.Count;
                _parts.Add(new(part, new(start, _row, end, _row + 1), 0, 0));
            }

            var known = _parts[part];
            _parts[part] = known with
            {
                Box = known.Box.Union(new(start, _row, end, _row + 1)),
                Sum = known.Sum + sum,
                Count = known.Count + end - start,
            };
            _runs.Add((start, end, part));
            start = Next(row, end);
        }

        _above.Clear();
        _above.AddRange(_runs);
        _row++;
    }

    /// <summary>The regions found in all rows.</summary>
    public IEnumerable<TextRegion> All() => _parts
        .Where((part, index) => part.Parent == index)
        .Select(part => new TextRegion(part.Box, part.Sum / (255.0 * part.Count)));

    private int Next(ReadOnlySpan<byte> row, int from)
    {
        while (from < row.Length && row[from] < likely)
        {
            from++;
        }

        return from;
    }

    private int Root(int part)
    {
        while (_parts[part].Parent != part)
        {
            part = _parts[part].Parent;
        }

        return part;
    }

    private int Join(int one, int other)
    {
        one = Root(one);
        if (one == other)
        {
            return one;
        }

        var (first, second) = (Math.Min(one, other), Math.Max(one, other));
        var (kept, gone) = (_parts[first], _parts[second]);
        _parts[first] = kept with
        {
            Box = kept.Box.Union(gone.Box),
            Sum = kept.Sum + gone.Sum,
            Count = kept.Count + gone.Count,
        };
        _parts[second] = gone with { Parent = first };
        return first;
    }

    private readonly record struct Part(int Parent, PixelBox Box, long Sum, long Count);
}
