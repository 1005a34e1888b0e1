// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>The windows and the palette with which an image asks to be displayed.</summary>
internal sealed class FrameLook
{
    /// <summary>The most windows that are searched, since each takes as long as the image itself.</summary>
    private const int MostWindows = 3;

    private static readonly DicomTag WindowCenter = new(0x0028_1050);
    private static readonly DicomTag WindowWidth = new(0x0028_1051);
    private static readonly DicomTag RescaleIntercept = new(0x0028_1052);
    private static readonly DicomTag RescaleSlope = new(0x0028_1053);

    /// <summary>Frame VOI LUT Sequence (PS3.3 C.7.6.16.2.10).</summary>
    private static readonly DicomTag WindowGroup = new(0x0028_9132);

    /// <summary>Pixel Value Transformation Sequence (PS3.3 C.7.6.16.2.9).</summary>
    private static readonly DicomTag RescaleGroup = new(0x0028_9145);

    private readonly DicomDataset _dataset;

    /// <summary>Reads how an image asks to be displayed. Unreadable values are ignored.</summary>
    /// <param name="dataset">Its data set.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="PixelDataException">Its palette cannot be read, and its samples have more than 8 bits.</exception>
    public FrameLook(DicomDataset dataset, ImageFormat format)
    {
        _dataset = dataset;
        Palette = Palette.Of(dataset, format);
        if (Palette is { IsKnown: false } && format.BitsStored > 8)
        {
            throw new PixelDataException(
                PixelFault.Mask, "its palette cannot be read, so nobody knows what it looks like (PS3.3 C.7.9)");
        }
    }

    /// <summary>The palette; null if the image has none.</summary>
    public Palette? Palette { get; }

    /// <summary>The windows of a frame: the stored numbers between which the image shows all its grays.</summary>
    /// <param name="frame">The number of the frame, counted from 0.</param>
    public IReadOnlyList<(double Low, double High)> WindowsOf(int frame)
    {
        var groups = new FunctionalGroups(_dataset, frame);
        DicomDataset[] windows = [.. groups.ItemsOf(WindowGroup), _dataset];
        DicomDataset[] rescaled = [.. groups.ItemsOf(RescaleGroup), _dataset];
        var (slope, intercept) = (First(rescaled, RescaleSlope) ?? 1, First(rescaled, RescaleIntercept) ?? 0);
        var scale = slope == 0 ? 1 : slope;
        return
        [
            .. windows.SelectMany(place => Numbers(place, WindowCenter).Zip(Numbers(place, WindowWidth)))
                .Where(window => window.Second > 0)
                .Select(window => (
                    One: (window.First - (window.Second / 2) - intercept) / scale,
                    Other: (window.First + (window.Second / 2) - intercept) / scale))

                // With a negative slope, the image is inverted, in which letters are seen just as well.
                .Select(window => (Low: Math.Min(window.One, window.Other), High: Math.Max(window.One, window.Other)))
                .Where(window => window.High > window.Low)
                .Distinct().Take(MostWindows),
        ];
    }

    private static double? First(IEnumerable<DicomDataset> places, DicomTag tag) =>
        places.Select(place => Numbers(place, tag)).FirstOrDefault(numbers => numbers.Length > 0)?[0];

    private static double[] Numbers(DicomDataset dataset, DicomTag tag)
    {
        var values = (dataset.GetText(tag, DicomVR.DS) ?? string.Empty).Split('\\');
        var numbers = new List<double>();
        foreach (var value in values)
        {
            if (!double.TryParse(value.Trim(' ', '\0'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || !double.IsFinite(number))
            {
                break;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }
}
