// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>The kind of a file with pixels, as far as it matters for burned-in text.</summary>
internal static class ImageKind
{
    private const int OverlayGroups = 16;
    private const uint FirstOverlayBitPosition = 0x6000_0102;
    private const uint NextGroup = 0x0002_0000;

    private static readonly DicomTag ImageType = new(0x0008_0008);
    private static readonly DicomTag SpecimenLabelInImage = new(0x0048_0010);

    /// <summary>Objects whose pixels are numbers rather than a picture that text is burned into (PS3.6 A).</summary>
    private static readonly string[] Measured =
    [
        "1.2.840.10008.5.1.4.1.1.66.4", // Segmentation
        "1.2.840.10008.5.1.4.1.1.66.7", // Label Map Segmentation
        "1.2.840.10008.5.1.4.1.1.481.2", // RT Dose
        "1.2.840.10008.5.1.4.1.1.30", // Parametric Map
    ];

    /// <summary>Whether its pixels are measured values, masked only by regions for its instance or series.</summary>
    public static bool IsMeasured(DicomDataset dataset) => Measured.Contains(ClassOf(dataset));

    /// <summary>Whether it shows the label of a slide (PS3.3 C.8.12.4.1.1, C.8.12.4), which may be handwritten.</summary>
    public static bool ShowsLabel(DicomDataset dataset) =>
        (ElementText.Text(dataset, ImageType, DicomVR.CS) ?? string.Empty).Split('\\').Any(value => value.Trim(' ') == "LABEL")
        || ElementText.Text(dataset, SpecimenLabelInImage, DicomVR.CS) == "YES";

    /// <summary>Whether an overlay is stored in unused bits of the pixels (PS3.3 C.9.2, retired).</summary>
    public static bool HasOverlayInPixels(DicomDataset dataset) =>
        Enumerable.Range(0, OverlayGroups).Any(i =>
            dataset.TryGet(new DicomTag(FirstOverlayBitPosition + ((uint)i * NextGroup)), out var position)
            && position.Sequence is null && position.Value.ContainsAnyExcept((byte)0));

    private static string ClassOf(DicomDataset dataset) =>
        ElementText.Text(dataset, DicomTag.SOPClassUID, DicomVR.UI) ?? string.Empty;
}
