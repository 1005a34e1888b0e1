// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;
using OrthancDeid.Deidentification.Pixels.Encodings.Rle;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>How pixels are edited in the encoding of their file.</summary>
internal enum PixelEncoding
{
    /// <summary>Native pixel data: the bytes of pixels are replaced while the file is written.</summary>
    Native,

    /// <summary>RLE Lossless: masked frames are decoded and encoded again.</summary>
    Rle,

    /// <summary>JPEG baseline and extended: blocks become flat, and nothing is decoded to pixels.</summary>
    JpegBlocks,
}

/// <summary>
/// Masks the pixels of a file without changing their encoding. Nothing outside the masks changes, except pixels that share
/// a JPEG block with a mask.
/// </summary>
internal static class PixelMasking
{
    /// <summary>How pixels are edited in a transfer syntax. Null if they are not edited, so that a host has to decode them
    /// first.</summary>
    public static PixelEncoding? EncodingOf(TransferSyntax syntax) => syntax.IsNative ? PixelEncoding.Native : syntax.UID switch
    {
        "1.2.840.10008.1.2.5" => PixelEncoding.Rle,
        "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51" => PixelEncoding.JpegBlocks,
        _ => null,
    };

    /// <summary>
    /// Masks pixels. The offset tables are corrected, and each frame becomes one fragment. Comments and application
    /// segments are removed from all JPEG frames, masked or not, so a call without any mask is useful, too.
    /// </summary>
    /// <param name="file">The file. Its original bytes are needed until it has been written.</param>
    /// <param name="masks">What is masked.</param>
    /// <returns>Whether anything was changed. Without a mask, only JPEG pixels may change.</returns>
    /// <exception cref="PixelDataException">The pixels cannot be masked; nothing was changed.</exception>
    public static bool Apply(DicomFile file, PixelMasks masks)
    {
        var encoding = EncodingOf(file.TransferSyntax);
        if ((masks.IsEmpty && encoding is not (PixelEncoding.JpegBlocks or PixelEncoding.Rle))
            || ImageFormat.Of(file.Dataset) is not { } format || !file.Dataset.TryGet(format.Tag, out var element))
        {
            return false;
        }

        var edits = new DatasetEdits();
        if (encoding == PixelEncoding.Native)
        {
            edits.SetComposed(
                in element, element.VR, new NativePixels(element, format, masks, DarkestOf(file.Dataset, format)));
        }
        else
        {
            var value = Encapsulated(file, element, format, masks, encoding);
            if (!value.IsChanged)
            {
                value.Dispose();
                return false;
            }

            edits.SetFragments(in element, value);
            CorrectTables(file.Dataset, value, edits);
        }

        if (!masks.IsEmpty)
        {
            RemoveExtremes(file.Dataset, edits);
        }

        edits.Commit();
        return true;
    }

    /// <summary>
    /// Removes comments and application segments from pixels that are kept but not edited here: nobody sees them when
    /// viewing the image.
    /// </summary>
    /// <param name="file">The file, in any transfer syntax.</param>
    /// <exception cref="PixelDataException">The frames are broken; nothing was changed.</exception>
    public static void RemoveComments(DicomFile file)
    {
        if (ImageFormat.Of(file.Dataset) is not { } format || !file.Dataset.TryGet(format.Tag, out var element)
            || CommentsOf(file.TransferSyntax, format) is not { } coder)
        {
            return;
        }

        var value = new EncapsulatedPixels(
            element, format, PixelMasks.None, coder, file.Dataset.Contains(PixelAttributes.ExtendedOffsetTable));
        if (!value.IsChanged)
        {
            value.Dispose();
            return;
        }

        var edits = new DatasetEdits();
        edits.SetFragments(in element, value);
        CorrectTables(file.Dataset, value, edits);
        edits.Commit();
    }

    private static IFrameCoder? CommentsOf(TransferSyntax syntax, ImageFormat format) => syntax.UID switch
    {
        // Lossless, progressive and other JPEG processes.
        "1.2.840.10008.1.2.4.57" or "1.2.840.10008.1.2.4.70" or "1.2.840.10008.1.2.4.53" or "1.2.840.10008.1.2.4.55" =>
            new JpegCoder(format),
        "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => new JpegCoder(format, JpegMarker.FirstOfLossless),
        "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" or "1.2.840.10008.1.2.4.92" or "1.2.840.10008.1.2.4.93"
            or "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203" => new Jpeg2000Comments(),
        _ => null,
    };

    private static EncapsulatedPixels Encapsulated(
        DicomFile file, DataElement element, ImageFormat format, PixelMasks masks, PixelEncoding? encoding)
    {
        IFrameCoder coder = encoding switch
        {
            PixelEncoding.Rle => new RleCoder(format, DarkestOf(file.Dataset, format)),
            PixelEncoding.JpegBlocks => new JpegCoder(format),
            _ => throw new PixelDataException(PixelFault.Encoding, "its transfer syntax is not edited"),
        };
        return new(element, format, masks, coder, file.Dataset.Contains(PixelAttributes.ExtendedOffsetTable));
    }

    private static int DarkestOf(DicomDataset dataset, ImageFormat format) => Palette.Of(dataset, format)?.Darkest ?? 0;

    private static void CorrectTables(DicomDataset dataset, EncapsulatedPixels value, DatasetEdits edits)
    {
        var hasOffsets = dataset.Contains(PixelAttributes.ExtendedOffsetTable);
        foreach (var element in dataset)
        {
            if (element.Tag == PixelAttributes.ExtendedOffsetTable)
            {
                edits.SetValue(in element, DicomVR.OV, Numbers(value.Offsets));
            }
            else if (element.Tag == PixelAttributes.ExtendedOffsetTableLengths && hasOffsets)
            {
                edits.SetValue(in element, DicomVR.OV, Numbers(value.Lengths));
            }
            else if (element.Tag == PixelAttributes.ExtendedOffsetTableLengths)
            {
                edits.Remove(in element);
            }
            else if (element.Tag == PixelAttributes.EncapsulatedPixelDataValueTotalLength)
            {
                edits.SetValue(in element, DicomVR.UV, Numbers([value.TotalLength]));
            }
        }
    }

    private static void RemoveExtremes(DicomDataset dataset, DatasetEdits edits)
    {
        foreach (var element in dataset)
        {
            if (PixelAttributes.Extremes.Contains(element.Tag))
            {
                edits.Remove(in element);
            }
        }
    }

    private static byte[] Numbers(IEnumerable<ulong> numbers)
    {
        ulong[] all = [.. numbers];
        var bytes = new byte[all.Length * sizeof(ulong)];
        for (var i = 0; i < all.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), all[i]);
        }

        return bytes;
    }
}
