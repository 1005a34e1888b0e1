// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>The calibrated regions of ultrasound images (PS3.3 C.8.5.5). Scanners write their text outside them.</summary>
internal static class UltrasoundRegions
{
    private static readonly DicomTag Sequence = new(0x0018_6011);
    private static readonly DicomTag SpatialFormat = new(0x0018_6012);
    private static readonly DicomTag DataType = new(0x0018_6014);
    private static readonly DicomTag[] Corners = [new(0x0018_6018), new(0x0018_601A), new(0x0018_601C), new(0x0018_601E)];

    /// <summary>The regions that contain image data.</summary>
    /// <param name="dataset">The data set of an image.</param>
    /// <param name="format">Its format.</param>
    /// <returns>
    /// Empty if the regions cannot be relied on. A region that reaches beyond the image has other coordinates than the
    /// pixels, and a region without a spatial format or data type may contain anything.
    /// </returns>
    public static IReadOnlyList<PixelBox> Usable(DicomDataset dataset, ImageFormat format)
    {
        if (!dataset.TryGet(Sequence, out var element) || element.Sequence is not { } regions)
        {
            return [];
        }

        var usable = new List<PixelBox>();
        foreach (var region in regions)
        {
            if (BoxOf(region) is not { IsEmpty: false } box || !format.Whole.Contains(box))
            {
                return [];
            }

            if (Number(region, SpatialFormat) is > 0 && Number(region, DataType) is > 0)
            {
                usable.Add(box);
            }
        }

        return usable;
    }

    /// <summary>The box of a region. Its corners are its first and its last pixel.</summary>
    private static PixelBox? BoxOf(DicomDataset region)
    {
        var corners = Array.ConvertAll(Corners, tag => Number(region, tag));
        return Array.TrueForAll(corners, one => one is >= 0 and <= ushort.MaxValue)
            ? new PixelBox((int)corners[0]!, (int)corners[1]!, (int)corners[2]! + 1, (int)corners[3]! + 1)
            : null;
    }

    private static long? Number(DicomDataset region, DicomTag tag) =>
        region.TryGet(tag, out var element) ? ElementNumber.Of(in element) : null;
}
