// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>An image as Pixel Data, with the attributes of the Image Pixel Module (PS3.3 C.7.6.3).</summary>
internal static class EmbeddedImage
{
    private static readonly DicomTag SamplesPerPixel = new(0x0028_0002);
    private static readonly DicomTag PhotometricInterpretation = new(0x0028_0004);
    private static readonly DicomTag PlanarConfiguration = new(0x0028_0006);
    private static readonly DicomTag NumberOfFrames = new(0x0028_0008);
    private static readonly DicomTag Rows = new(0x0028_0010);
    private static readonly DicomTag Columns = new(0x0028_0011);
    private static readonly DicomTag BitsAllocated = new(0x0028_0100);
    private static readonly DicomTag BitsStored = new(0x0028_0101);
    private static readonly DicomTag HighBit = new(0x0028_0102);

    /// <summary>
    /// Attributes that describe the old pixels, or contain them a second time, where they may show who somebody
    /// is.
    /// </summary>
    private static readonly DicomTag[] OfOldPixels =
    [
        new(0x0028_0106), // Smallest Image Pixel Value; the sign of these follows Pixel Representation
        new(0x0028_0107), // Largest Image Pixel Value
        new(0x0028_0108), // Smallest Pixel Value in Series
        new(0x0028_0109), // Largest Pixel Value in Series
        new(0x0028_0110), // Smallest Image Pixel Value in Plane
        new(0x0028_0111), // Largest Image Pixel Value in Plane
        new(0x0028_0120), // Pixel Padding Value, which hides pixels
        new(0x0028_0121), // Pixel Padding Range Limit
        new(0x0028_1101), // Red, Green, Blue and Alpha Palette Color Lookup Table Descriptor
        new(0x0028_1102),
        new(0x0028_1103),
        new(0x0028_1104),
        new(0x0028_1199), // Palette Color Lookup Table UID
        new(0x0028_1201), // Red, Green, Blue and Alpha Palette Color Lookup Table Data
        new(0x0028_1202),
        new(0x0028_1203),
        new(0x0028_1204),
        new(0x0028_1221), // Segmented Red, Green, Blue and Alpha Palette Color Lookup Table Data
        new(0x0028_1222),
        new(0x0028_1223),
        new(0x0028_1224),
        new(0x0028_7FE0), // Pixel Data Provider URL
        new(0x0088_0200), // Icon Image Sequence
        new(0x7FE0_0001), // Extended Offset Table, which only encapsulated pixel data has
        new(0x7FE0_0002), // Extended Offset Table Lengths
        new(0x7FE0_0003), // Encapsulated Pixel Data Value Total Length
        new(0x7FE0_0008), // Float Pixel Data; there may be one kind of pixel data only (PS3.3 C.7.6.24)
        new(0x7FE0_0009), // Double Float Pixel Data
    ];

    /// <summary>An image and its attributes.</summary>
    public static EmbeddedContent Of(NativeImage image)
    {
        var isColour = image.SamplesPerPixel > 1;
        var bits = image.BytesPerSample * 8;
        var elements = new List<Replacement>
        {
            Number(SamplesPerPixel, image.SamplesPerPixel),
            new(PhotometricInterpretation, DicomVR.CS, string.Empty, new TextValue(isColour ? "RGB" : "MONOCHROME2")),
            Number(Rows, image.Rows),
            Number(Columns, image.Columns),
            Number(BitsAllocated, bits),
            Number(BitsStored, bits),
            Number(HighBit, bits - 1),
            Number(DicomTag.PixelRepresentation, 0),
            new(DicomTag.PixelData, DicomVR.OW, string.Empty,
                new NumbersValue(image.LittleEndian, DicomVR.OW.UnitSize())),
        };
        if (isColour)
        {
            elements.Add(Number(PlanarConfiguration, 0));
        }

        return new EmbeddedContent(DicomTag.PixelData, elements)
        {
            IfPresent = [new(NumberOfFrames, DicomVR.IS, string.Empty, new TextValue("1"))],
            Outdated = isColour ? OfOldPixels : [PlanarConfiguration, .. OfOldPixels],
        };
    }

    private static Replacement Number(DicomTag tag, int number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)number));
        return new(tag, DicomVR.US, string.Empty, new NumbersValue(bytes, bytes.Length));
    }
}
