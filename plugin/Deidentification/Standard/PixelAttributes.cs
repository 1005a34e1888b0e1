// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>The attributes of pixels: what they are, and where they are stored (PS3.3 C.7.6.3, C.7.6.24).</summary>
internal static class PixelAttributes
{
    public static readonly DicomTag SamplesPerPixel = new(0x0028_0002);
    public static readonly DicomTag PhotometricInterpretation = new(0x0028_0004);
    public static readonly DicomTag PlanarConfiguration = new(0x0028_0006);
    public static readonly DicomTag NumberOfFrames = new(0x0028_0008);
    public static readonly DicomTag Rows = new(0x0028_0010);
    public static readonly DicomTag Columns = new(0x0028_0011);
    public static readonly DicomTag BitsAllocated = new(0x0028_0100);
    public static readonly DicomTag BitsStored = new(0x0028_0101);
    public static readonly DicomTag HighBit = new(0x0028_0102);
    public static readonly DicomTag PixelDataProviderURL = new(0x0028_7FE0);
    public static readonly DicomTag IconImageSequence = new(0x0088_0200);
    public static readonly DicomTag ExtendedOffsetTable = new(0x7FE0_0001);
    public static readonly DicomTag ExtendedOffsetTableLengths = new(0x7FE0_0002);
    public static readonly DicomTag EncapsulatedPixelDataValueTotalLength = new(0x7FE0_0003);
    public static readonly DicomTag FloatPixelData = new(0x7FE0_0008);
    public static readonly DicomTag DoubleFloatPixelData = new(0x7FE0_0009);

    /// <summary>
    /// Smallest and Largest Image Pixel Value, also in the series and in a plane: optional, and wrong if a pixel that they
    /// describe changes. Their sign follows Pixel Representation.
    /// </summary>
    public static readonly DicomTag[] Extremes =
    [
        new(0x0028_0106), new(0x0028_0107), new(0x0028_0108), new(0x0028_0109), new(0x0028_0110), new(0x0028_0111),
    ];

    /// <summary>Descriptors of the red, green and blue palette.</summary>
    public static readonly DicomTag[] PaletteDescriptors = [new(0x0028_1101), new(0x0028_1102), new(0x0028_1103)];

    /// <summary>Data of the red, green and blue palette.</summary>
    public static readonly DicomTag[] PaletteData = [new(0x0028_1201), new(0x0028_1202), new(0x0028_1203)];

    /// <summary>Whether an element holds pixels: Pixel Data, Float Pixel Data, Double Float Pixel Data.</summary>
    public static bool IsPixels(DicomTag tag) =>
        tag == DicomTag.PixelData || tag == FloatPixelData || tag == DoubleFloatPixelData;
}
