// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Standard.PixelAttributes;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>An image as Pixel Data, with the attributes of the Image Pixel Module (PS3.3 C.7.6.3).</summary>
internal static class EmbeddedImage
{
    /// <summary>
    /// Attributes that describe the old pixels, or contain them a second time, where they may show who somebody
    /// is.
    /// </summary>
    private static readonly DicomTag[] OfOldPixels =
    [
        .. Extremes,
        new(0x0028_0120), // Pixel Padding Value, which hides pixels
        new(0x0028_0121), // Pixel Padding Range Limit
        .. PaletteDescriptors,
        new(0x0028_1104), // Alpha Palette Color Lookup Table Descriptor
        new(0x0028_1199), // Palette Color Lookup Table UID
        .. PaletteData,
        new(0x0028_1204), // Alpha Palette Color Lookup Table Data
        new(0x0028_1221), // Segmented Red, Green, Blue and Alpha Palette Color Lookup Table Data
        new(0x0028_1222),
        new(0x0028_1223),
        new(0x0028_1224),
        PixelDataProviderURL,
        IconImageSequence,
        ExtendedOffsetTable, // which only encapsulated pixel data has
        ExtendedOffsetTableLengths,
        EncapsulatedPixelDataValueTotalLength,
        FloatPixelData, // there may be one kind of pixel data only (PS3.3 C.7.6.24)
        DoubleFloatPixelData,
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
