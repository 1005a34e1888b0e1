// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Standard.PixelAttributes;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// The length of pixels and waveforms according to their attributes. Bytes after it mean nothing (PS3.5 8.1.1, A.1; PS3.3
/// C.10.9), and no viewer shows them.
/// </summary>
internal static class DeclaredLength
{
    private static readonly DicomTag FrameIncrementPointer = new(0x0028_0009);
    private static readonly DicomTag WaveformChannels = new(0x003A_0005);
    private static readonly DicomTag WaveformSamples = new(0x003A_0010);
    private static readonly DicomTag WaveformBitsAllocated = new(0x5400_1004);
    private static readonly DicomTag WaveformData = new(0x5400_1010);

    /// <summary>The number of meaningful bytes of an element; null if it is unknown.</summary>
    public static long? Of(in DataElement element)
    {
        var dataset = element.Dataset;
        var bits = element.Tag == DicomTag.PixelData ? PixelBits(dataset, element.Length)
            : element.Tag == FloatPixelData ? Product(Pixels(dataset), 32)
            : element.Tag == DoubleFloatPixelData ? Product(Pixels(dataset), 64)
            : element.Tag == WaveformData ? Product(
                Product(Number(dataset, WaveformChannels), Number(dataset, WaveformSamples)),
                Number(dataset, WaveformBitsAllocated))
            : null;
        if (bits is not (> 0 and var known))
        {
            return null;
        }

        if (element.Tag != WaveformData && !dataset.Contains(NumberOfFrames) && HasFrames(element.Length, known))
        {
            return null;
        }

        // In big endian words, an odd last byte comes after the byte that pads it (PS3.5 7.3).
        var bytes = (known + 7) / 8;
        return dataset.ByteOrder == ByteOrder.BigEndian && element.VR != DicomVR.OB ? bytes + (bytes % 2) : bytes;
    }

    /// <summary>
    /// Whether a value consists of several whole frames: then only the number of frames is
    /// missing.
    /// </summary>
    private static bool HasFrames(long length, long bits)
    {
        var frames = length / ((bits + 7) / 8);
        var whole = frames * ((bits + 7) / 8);
        return frames > 1 && length <= whole + (whole % 2);
    }

    private static long? PixelBits(DicomDataset dataset, long length)
    {
        // Other sizes can be packed in more than one way.
        if (Number(dataset, BitsAllocated) is not { } allocated || (allocated != 1 && allocated % 8 != 0)
            || Number(dataset, SamplesPerPixel) is not { } samples)
        {
            return null;
        }

        if (allocated == 1)
        {
            // The bits of a frame directly follow those of the previous one (PS3.5 8.1.1), or begin on a new byte.
            var frame = Product(Product(Number(dataset, Rows), Number(dataset, Columns)), samples);
            return Product(Product((frame + 7) / 8, 8), Frames(dataset));
        }

        var whole = Product(Product(Pixels(dataset), samples), allocated);
        if (samples != 3 || whole is null
            || ElementText.Text(dataset, PhotometricInterpretation, DicomVR.CS)
                is not ("YBR_FULL_422" or "YBR_PARTIAL_422"))
        {
            return whole;
        }

        if (length >= whole / 8)
        {
            return !dataset.Contains(NumberOfFrames) && HasFrames(length, whole.Value / 3 * 2) ? null : whole;
        }

        // Two pixels share their colours (PS3.3 C.7.6.3.1.2). Some files declare this but store all colours, perhaps of
        // fewer frames.
        if (Frames(dataset) is { } frames && length % (whole / 8 / frames) == 0)
        {
            return null;
        }

        return Number(dataset, Columns) % 2 == 0 ? whole / 3 * 2 : null;
    }

    private static long? Pixels(DicomDataset dataset) =>
        Product(Product(Number(dataset, Rows), Number(dataset, Columns)), Frames(dataset));

    /// <summary>
    /// The number of frames. If it is absent, an image has one frame (PS3.3 C.7.6.6), unless Frame Increment Pointer
    /// suggests several.
    /// </summary>
    private static long? Frames(DicomDataset dataset)
    {
        if (!dataset.Contains(NumberOfFrames))
        {
            return dataset.Contains(FrameIncrementPointer) ? null : 1;
        }

        return IsUnique(dataset, NumberOfFrames)
            && int.TryParse(
                ElementText.Text(dataset, NumberOfFrames, DicomVR.IS), NumberStyles.Integer,
                CultureInfo.InvariantCulture, out var frames)
            ? frames : null;
    }

    private static long? Product(long? first, long? second) =>
        first is not (> 0 and var one) || second is not (> 0 and var other) || one > long.MaxValue / other ? null
        : one * other;

    /// <summary>The number in an element; null if it has none, or if the tag is missing or repeated.</summary>
    private static long? Number(DicomDataset dataset, DicomTag tag) =>
        dataset.TryGet(tag, out var element) && IsUnique(dataset, tag) ? ElementNumber.Of(in element) : null;

    private static bool IsUnique(DicomDataset dataset, DicomTag tag)
    {
        var found = 0;
        foreach (var element in dataset)
        {
            found += element.Tag == tag ? 1 : 0;
        }

        return found == 1;
    }
}
