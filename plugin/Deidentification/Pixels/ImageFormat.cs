// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>The elements that hold pixels (PS3.3 C.7.6.3, C.7.6.24). An image has exactly one of them.</summary>
internal enum PixelKind
{
    /// <summary>Pixel Data (7FE0,0010).</summary>
    Integer,

    /// <summary>Float Pixel Data (7FE0,0008), numbers of 32 bits.</summary>
    Float,

    /// <summary>Double Float Pixel Data (7FE0,0009), numbers of 64 bits.</summary>
    Double,
}

/// <summary>The format of the frames of an image, as its attributes describe it (PS3.3 C.7.6.3). Immutable.</summary>
internal sealed record ImageFormat
{
    /// <summary>The element that holds the pixels.</summary>
    public required PixelKind Kind { get; init; }

    /// <summary>The number of rows, at least 1.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of columns, at least 1.</summary>
    public required int Columns { get; init; }

    /// <summary>The number of frames, at least 1.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>1 or 3.</summary>
    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>The bits allocated for a sample, including unused ones: 1, 8, 16 or 32, or 64 for doubles.</summary>
    public required int BitsAllocated { get; init; }

    /// <summary>The bits of a sample that are in use, at least 1.</summary>
    public required int BitsStored { get; init; }

    /// <summary>The most significant of the bits in use, counted from 0.</summary>
    public required int HighBit { get; init; }

    /// <summary>Whether samples are two's complement numbers.</summary>
    public bool IsSigned { get; init; }

    /// <summary>What the samples mean: a defined term such as MONOCHROME2.</summary>
    public string PhotometricInterpretation { get; init; } = "MONOCHROME2";

    /// <summary>Whether each frame stores its samples plane by plane rather than pixel by pixel.</summary>
    public bool IsPlanar { get; init; }

    /// <summary>The tag of the element that holds the pixels.</summary>
    public DicomTag Tag => TagOf(Kind);

    /// <summary>Whether each two pixels share their chrominance in native and RLE pixel data (PS3.3 C.7.6.3.1.2).</summary>
    public bool IsSubsampled => SamplesPerPixel == 3
        && PhotometricInterpretation is "YBR_FULL_422" or "YBR_PARTIAL_422";

    /// <summary>The box of all pixels.</summary>
    public PixelBox Whole => PixelBox.Whole(Columns, Rows);

    /// <summary>The bits of a native frame, without padding. Frames of 1-bit samples need not begin at a byte.</summary>
    public long BitsPerFrame =>
        (long)Rows * Columns * BitsAllocated * (IsSubsampled ? 2 : SamplesPerPixel);

    /// <summary>The tag of an element that holds pixels.</summary>
    public static DicomTag TagOf(PixelKind kind) => kind switch
    {
        PixelKind.Float => PixelAttributes.FloatPixelData,
        PixelKind.Double => PixelAttributes.DoubleFloatPixelData,
        _ => DicomTag.PixelData,
    };

    /// <summary>The format of an image.</summary>
    /// <param name="dataset">Its data set.</param>
    /// <returns>Null if it has no pixels.</returns>
    /// <exception cref="PixelDataException">The attributes describe an impossible format.</exception>
    public static ImageFormat? Of(DicomDataset dataset) => new ImageAttributes(dataset).Format();
}
