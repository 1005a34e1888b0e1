// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>The masked MCUs of a frame. Every MCU that a box touches is masked as a whole.</summary>
internal sealed class UnitMask
{
    private readonly JpegFrameHeader _header;
    private readonly (PixelBox Units, double? Value)[] _boxes;
    private readonly int[] _row;
    private int _current = -1;

    /// <summary>Finds the MCUs that the boxes touch.</summary>
    /// <exception cref="PixelDataException">A box is to get a mean.</exception>
    public UnitMask(JpegFrameHeader header, FrameMask mask)
    {
        if (mask.Boxes.Any(masked => masked.Kind != MaskKind.Fill))
        {
            throw new PixelDataException(PixelFault.Encoding, "a mean is not taken of blocks of a JPEG frame");
        }

        _header = header;
        _boxes = [.. mask.Boxes.Select(masked => (UnitsOf(masked.Box.Clip(header.Columns, header.Rows)), masked.Value))];
        _row = new int[header.UnitsAcross];
    }

    /// <summary>The fill value of each box; null if it is the value that displays as black.</summary>
    public IEnumerable<double?> Values => _boxes.Select(box => box.Value);

    /// <summary>For each MCU of a row, the index of the box that masks it, from 0, or −1. Valid until the next row is
    /// asked for.</summary>
    public ReadOnlySpan<int> Row(int row)
    {
        if (row != _current)
        {
            _current = row;
            Array.Fill(_row, -1);
            for (var i = 0; i < _boxes.Length; i++)
            {
                var units = _boxes[i].Units;
                if (row >= units.Top && row < units.Bottom)
                {
                    _row.AsSpan(units.Left, units.Width).Fill(i);
                }
            }
        }

        return _row;
    }

    private PixelBox UnitsOf(PixelBox box) => box.IsEmpty ? default : new(
        box.Left / _header.UnitWidth, box.Top / _header.UnitHeight,
        ((box.Right - 1) / _header.UnitWidth) + 1, ((box.Bottom - 1) / _header.UnitHeight) + 1);
}
