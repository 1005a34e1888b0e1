// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>How an image asks to be displayed: its windows and its palette. Immutable.</summary>
internal sealed class FrameLook
{
    /// <summary>More windows are not looked at: each takes as long as the image.</summary>
    private const int MostWindows = 3;

    private static readonly DicomTag WindowCenter = new(0x0028_1050);
    private static readonly DicomTag WindowWidth = new(0x0028_1051);
    private static readonly DicomTag RescaleIntercept = new(0x0028_1052);
    private static readonly DicomTag RescaleSlope = new(0x0028_1053);

    /// <summary>Reads how an image asks to be displayed. What cannot be read there does not count.</summary>
    /// <param name="dataset">Its data set.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="PixelDataException">It has colours that nobody knows.</exception>
    public FrameLook(DicomDataset dataset, ImageFormat format)
    {
        Palette = Palette.Of(dataset, format);
        if (Palette is { IsKnown: false } && format.BitsStored > 8)
        {
            throw new PixelDataException(
                PixelFault.Mask, "its palette cannot be read, so nobody knows what it looks like (PS3.3 C.7.9)");
        }

        if (Palette is not null)
        {
            return;
        }

        var (slope, intercept) = (Numbers(dataset, RescaleSlope), Numbers(dataset, RescaleIntercept));
        var (scale, shift) = (slope is [not 0, ..] ? slope[0] : 1, intercept is [_, ..] ? intercept[0] : 0);
        Windows =
        [
            .. Numbers(dataset, WindowCenter).Zip(Numbers(dataset, WindowWidth))
                .Where(window => window.Second > 0)
                .Select(window => (
                    Low: (window.First - (window.Second / 2) - shift) / scale,
                    High: (window.First + (window.Second / 2) - shift) / scale))
                .Where(window => window.High > window.Low)
                .Distinct().Take(MostWindows),
        ];
    }

    /// <summary>The numbers, as they are stored, that are shown as black and as white.</summary>
    public IReadOnlyList<(double Low, double High)> Windows { get; } = [];

    /// <summary>The palette; null if the image has none.</summary>
    public Palette? Palette { get; }

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
