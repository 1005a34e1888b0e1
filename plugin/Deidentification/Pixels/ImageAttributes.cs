// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Standard.PixelAttributes;

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>
/// Reads the attributes that describe pixels (PS3.3 C.7.6.3). A file that contains one of them twice is refused. Readers
/// differ in which one they use, so another reader might see other pixels under the mask.
/// </summary>
internal sealed class ImageAttributes
{
    private static readonly DicomTag[] Describing =
    [
        SamplesPerPixel, PhotometricInterpretation, PlanarConfiguration, NumberOfFrames, Rows, Columns, BitsAllocated,
        BitsStored, HighBit, DicomTag.PixelRepresentation, .. Enum.GetValues<PixelKind>().Select(ImageFormat.TagOf),
    ];

    private readonly Dictionary<DicomTag, DataElement> _elements = [];

    /// <summary>Finds the attributes.</summary>
    /// <exception cref="PixelDataException">One of the attributes occurs twice.</exception>
    public ImageAttributes(DicomDataset dataset)
    {
        foreach (var element in dataset)
        {
            if (element.Tag.Group is 0x0028 or 0x7FE0 && Describing.Contains(element.Tag)
                && !_elements.TryAdd(element.Tag, element))
            {
                throw Broken($"({element.Tag}) is there twice");
            }
        }
    }

    /// <summary>Builds the format from the attributes.</summary>
    /// <returns>Null if there are no pixels.</returns>
    /// <exception cref="PixelDataException">The attributes describe an impossible format.</exception>
    public ImageFormat? Format()
    {
        PixelKind[] kinds = [.. Enum.GetValues<PixelKind>().Where(kind => _elements.ContainsKey(ImageFormat.TagOf(kind)))];
        if (kinds.Length == 0)
        {
            return null;
        }

        if (kinds.Length > 1)
        {
            throw Broken("there is more than one kind of it");
        }

        var allocated = Required(BitsAllocated);
        var isInteger = kinds[0] == PixelKind.Integer;
        var samples = isInteger ? Required(SamplesPerPixel) : Number(SamplesPerPixel) ?? 1;
        var stored = isInteger ? Number(BitsStored) ?? allocated : allocated;
        var format = new ImageFormat
        {
            Kind = kinds[0],
            Rows = Required(Rows),
            Columns = Required(Columns),
            Frames = FrameCount(),
            SamplesPerPixel = samples,
            BitsAllocated = allocated,
            BitsStored = stored,
            HighBit = isInteger ? Number(HighBit) ?? stored - 1 : allocated - 1,
            IsSigned = isInteger && Choice(DicomTag.PixelRepresentation),
            PhotometricInterpretation = Term(samples),
            IsPlanar = samples > 1 && Choice(PlanarConfiguration),
        };
        Check(format);
        return format;
    }

    private static void Check(ImageFormat format)
    {
        if (format.Rows == 0 || format.Columns == 0)
        {
            throw Broken($"the image has {format.Columns} x {format.Rows} pixels");
        }

        var isAllocated = format.Kind switch
        {
            PixelKind.Float => format.BitsAllocated == 32,
            PixelKind.Double => format.BitsAllocated == 64,
            _ => format.BitsAllocated is 1 or 8 or 16 or 32,
        };
        if (!isAllocated)
        {
            throw Unknown($"its samples have {format.BitsAllocated} bits");
        }

        if (format.BitsStored < 1 || format.HighBit >= format.BitsAllocated || format.HighBit < format.BitsStored - 1)
        {
            throw Broken($"{format.BitsStored} bits up to bit {format.HighBit} are not inside of {format.BitsAllocated} bits");
        }

        var isColour = format.PhotometricInterpretation is not ("MONOCHROME1" or "MONOCHROME2" or "PALETTE COLOR");
        if (format.SamplesPerPixel != (isColour ? 3 : 1))
        {
            throw Broken($"{format.PhotometricInterpretation} does not have {format.SamplesPerPixel} samples per pixel");
        }

        if (format.SamplesPerPixel > 1 && (format.BitsAllocated == 1 || format.Kind != PixelKind.Integer))
        {
            throw Unknown("its colours are no numbers of 8, 16 or 32 bits");
        }

        // No file may be longer than 4 GiB, so all products fit into 64 bits.
        if (format.BitsPerFrame > uint.MaxValue * 8L)
        {
            throw Broken("a frame would have more than 4 GiB");
        }
    }

    private int FrameCount()
    {
        if (!_elements.TryGetValue(NumberOfFrames, out var element) || element.Length == 0)
        {
            return 1;
        }

        return element is { Sequence: null, IsEncapsulated: false, Length: <= 16 }
            && int.TryParse(
                Encoding.Latin1.GetString(element.Value).Trim(' ', '\0'), NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out var frames)
            && frames > 0
            ? frames
            : throw Broken("the number of its frames cannot be read");
    }

    private string Term(int samples)
    {
        if (!_elements.TryGetValue(PhotometricInterpretation, out var element) || element.Length == 0)
        {
            // Float images may omit it (PS3.3 C.7.6.24). An image with one sample per pixel is gray even if it omits it.
            return samples == 1 ? "MONOCHROME2" : throw Broken("the image does not say what its colours are");
        }

        var term = element is { Sequence: null, IsEncapsulated: false, Length: <= 64 }
            ? Encoding.Latin1.GetString(element.Value).Trim(' ', '\0').ToUpperInvariant()
            : string.Empty;
        return term switch
        {
            "MONOCHROME1" or "MONOCHROME2" or "PALETTE COLOR" or "RGB" or "YBR_FULL" or "YBR_FULL_422"
                or "YBR_PARTIAL_422" or "YBR_PARTIAL_420" or "YBR_ICT" or "YBR_RCT" => term,

            // The value is not quoted, because a file may hold anything there.
            _ => throw Unknown("its photometric interpretation is not known"),
        };
    }

    private bool Choice(DicomTag tag) => Number(tag) switch
    {
        null or 0 => false,
        1 => true,
        _ => throw Broken($"({tag}) is neither 0 nor 1"),
    };

    private int Required(DicomTag tag) => Number(tag) ?? throw Broken($"({tag}) is missing");

    /// <summary>A number of 16 bits; null if the element is missing or empty.</summary>
    private int? Number(DicomTag tag)
    {
        if (!_elements.TryGetValue(tag, out var element) || element.Length == 0)
        {
            return null;
        }

        return ElementNumber.Of(in element) is >= 0 and <= ushort.MaxValue and var number
            ? (int)number
            : throw Broken($"({tag}) is not a number");
    }

    private static PixelDataException Broken(string reason) => new(PixelFault.Broken, reason);

    private static PixelDataException Unknown(string reason) => new(PixelFault.Encoding, reason);
}
