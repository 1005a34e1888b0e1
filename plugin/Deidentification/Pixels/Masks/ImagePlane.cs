// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>
/// The position of a frame in the patient (PS3.3 C.7.6.2.1.1). The center of the pixel in column c and row r is at
/// position + c * spacing of columns * direction of rows + r * spacing of rows * direction of columns.
/// </summary>
internal sealed class ImagePlane
{
    private static readonly DicomTag Position = new(0x0020_0032);
    private static readonly DicomTag Orientation = new(0x0020_0037);
    private static readonly DicomTag Spacing = new(0x0028_0030);
    private static readonly DicomTag Thickness = new(0x0018_0050);
    private static readonly DicomTag PositionSequence = new(0x0020_9113);
    private static readonly DicomTag OrientationSequence = new(0x0020_9116);
    private static readonly DicomTag MeasuresSequence = new(0x0028_9110);

    // Both vectors have to be unit vectors at a right angle, but files round them.
    private const double Tolerance = 0.01;

    private readonly double[] _position;
    private readonly double[] _alongRow;
    private readonly double[] _alongColumn;
    private readonly double[] _normal;
    private readonly double _rowSpacing;
    private readonly double _columnSpacing;
    private readonly double _halfThickness;

    private ImagePlane(double[] position, double[] orientation, double[] spacing, double thickness)
    {
        _position = position;
        _alongRow = orientation[..3];
        _alongColumn = orientation[3..];
        _normal =
        [
            (_alongRow[1] * _alongColumn[2]) - (_alongRow[2] * _alongColumn[1]),
            (_alongRow[2] * _alongColumn[0]) - (_alongRow[0] * _alongColumn[2]),
            (_alongRow[0] * _alongColumn[1]) - (_alongRow[1] * _alongColumn[0]),
        ];

        // The first value is the distance between rows (PS3.3 10.7.1.3).
        _rowSpacing = spacing[0];
        _columnSpacing = spacing[1];
        _halfThickness = thickness / 2;
    }

    /// <summary>The plane of a frame.</summary>
    /// <param name="dataset">The data set of the image.</param>
    /// <param name="format">Its format.</param>
    /// <param name="frame">The number of the frame, counted from 0.</param>
    /// <returns>Null if the image does not give the position of the frame.</returns>
    public static ImagePlane? Of(DicomDataset dataset, ImageFormat format, int frame)
    {
        var groups = new FunctionalGroups(dataset, frame);
        if (!groups.HasFrame && format.Frames > 1)
        {
            // The position of such an image is that of its first frame. Those of the others are unknown.
            return null;
        }

        IEnumerable<DicomDataset> Places(DicomTag sequence) =>
            groups.HasFrame ? groups.ItemsOf(sequence) : groups.ItemsOf(sequence).Append(dataset);
        var measures = Places(MeasuresSequence);
        return Find(Places(PositionSequence), Position, 3) is { } position
            && Find(Places(OrientationSequence), Orientation, 6) is { } orientation && AreDirections(orientation)
            && Find(measures, Spacing, 2) is [> 0, > 0] spacing
            ? new ImagePlane(position, orientation, spacing, Find(measures, Thickness, 1) is [> 0 and var thickness] ? thickness : 0)
            : null;
    }

    /// <summary>The pixels that a box in patient coordinates may touch.</summary>
    /// <param name="origin">The smallest coordinates of the box, in mm.</param>
    /// <param name="end">The largest coordinates of the box, in mm.</param>
    /// <returns>Empty if the slice does not touch the box.</returns>
    public PixelBox Section(double[] origin, double[] end)
    {
        var corners = new (double Column, double Row, double Depth)[8];
        for (var i = 0; i < corners.Length; i++)
        {
            double[] corner = [(i & 1) == 0 ? origin[0] : end[0], (i & 2) == 0 ? origin[1] : end[1], (i & 4) == 0 ? origin[2] : end[2]];
            double[] from = [.. corner.Zip(_position, (one, other) => one - other)];
            corners[i] = (Product(from, _alongRow) / _columnSpacing, Product(from, _alongColumn) / _rowSpacing, Product(from, _normal));
        }

        // The parts of the twelve edges that are inside the slice bound its section with the box.
        var (left, top, right, bottom) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        for (var i = 0; i < corners.Length; i++)
        {
            for (var axis = 1; axis < corners.Length; axis <<= 1)
            {
                if ((i & axis) == 0 && Inside(corners[i], corners[i | axis]) is var (first, last))
                {
                    left = Math.Min(left, Math.Min(first.Column, last.Column));
                    right = Math.Max(right, Math.Max(first.Column, last.Column));
                    top = Math.Min(top, Math.Min(first.Row, last.Row));
                    bottom = Math.Max(bottom, Math.Max(first.Row, last.Row));
                }
            }
        }

        // Coordinates refer to pixel centers. Every pixel that the box touches is masked.
        return left > right ? default : new PixelBox(Pixel(left), Pixel(top), Pixel(right) + 1, Pixel(bottom) + 1);
    }

    private static int Pixel(double coordinate) =>
        (int)Math.Clamp(Math.Floor(coordinate + 0.5), -1, NativeBound);

    private const int NativeBound = ushort.MaxValue + 1;

    /// <summary>The part of an edge that is inside the slice; null if there is none.</summary>
    private ((double Column, double Row) First, (double Column, double Row) Last)? Inside(
        (double Column, double Row, double Depth) one, (double Column, double Row, double Depth) other)
    {
        var (from, to) = (0.0, 1.0);
        var rise = other.Depth - one.Depth;
        if (Math.Abs(rise) < 1e-9)
        {
            return Math.Abs(one.Depth) <= _halfThickness + 1e-6 ? (At(0), At(1)) : null;
        }

        var enters = (-_halfThickness - one.Depth) / rise;
        var leaves = (_halfThickness - one.Depth) / rise;
        from = Math.Max(from, Math.Min(enters, leaves));
        to = Math.Min(to, Math.Max(enters, leaves));
        return from <= to ? (At(from), At(to)) : null;

        (double Column, double Row) At(double part) =>
            (one.Column + (part * (other.Column - one.Column)), one.Row + (part * (other.Row - one.Row)));
    }

    private static bool AreDirections(double[] orientation) =>
        Math.Abs(Product(orientation[..3], orientation[..3]) - 1) < Tolerance
        && Math.Abs(Product(orientation[3..], orientation[3..]) - 1) < Tolerance
        && Math.Abs(Product(orientation[..3], orientation[3..])) < Tolerance;

    private static double Product(double[] one, double[] other) => (one[0] * other[0]) + (one[1] * other[1]) + (one[2] * other[2]);

    /// <summary>The numbers from the first data set that has the attribute. Null if they are invalid.</summary>
    private static double[]? Find(IEnumerable<DicomDataset> places, DicomTag tag, int count)
    {
        foreach (var place in places)
        {
            if (ElementText.Text(place, tag, DicomVR.DS) is { Length: > 0 } text)
            {
                var numbers = text.Split('\\').Select(one => double.TryParse(
                    one.Trim(' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
                return numbers.Length == count && Array.TrueForAll(numbers, double.IsFinite) ? numbers : null;
            }
        }

        return null;
    }
}
