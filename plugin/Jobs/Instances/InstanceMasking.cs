// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Editing.Preview;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Instances;

/// <summary>
/// Masks pixels before anything else is done to a file. Pixels that cannot be edited in their own encoding are decoded
/// by the host, and encoded again if that is possible without loss.
/// </summary>
/// <param name="plan">What is done to the file afterwards.</param>
/// <param name="masks">What is masked.</param>
/// <param name="implementation">The implementation that written files name.</param>
internal sealed class InstanceMasking(ModificationPlan plan, MaskRequest masks, Implementation implementation)
{
    /// <summary>
    /// For each transfer syntax that pixels may be decoded from: the lossless ones to encode them with again, in the
    /// order in which they are tried.
    /// </summary>
    private static readonly Dictionary<string, string[]> Lossless = new(StringComparer.Ordinal)
    {
        ["1.2.840.10008.1.2.4.57"] = ["1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"],
        ["1.2.840.10008.1.2.4.70"] = ["1.2.840.10008.1.2.4.70"],
        ["1.2.840.10008.1.2.4.80"] = ["1.2.840.10008.1.2.4.80"],
        ["1.2.840.10008.1.2.4.81"] = ["1.2.840.10008.1.2.4.80"],
        ["1.2.840.10008.1.2.4.90"] = ["1.2.840.10008.1.2.4.90"],
        ["1.2.840.10008.1.2.4.91"] = ["1.2.840.10008.1.2.4.90"],
    };

    private ReadingSettings Reading => plan.Request.Host.Reading;

    /// <summary>Masks a file.</summary>
    /// <param name="source">Its bytes; the caller keeps ownership.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <param name="preview">Records what becomes of the pixels; null if nobody asks.</param>
    /// <param name="related">Reads the values that the index has for the same patient and study; null for none.</param>
    /// <returns>The file with masked pixels, and whether any changed; null if there is nothing to do.</returns>
    /// <exception cref="PixelDataException">The pixels cannot be masked as the request says.</exception>
    /// <exception cref="DicomFormatException">The file is broken.</exception>
    public MaskedFile? Mask(NativeBuffer source, string instance, EditPreview? preview, Func<RelatedValues>? related)
    {
        using var file = Read(source);

        // Decided by the attributes of the source instance, before the cleaning of its pixels changes them.
        plan.RequireWanted(file.Dataset);
        using var decoded = new DecodedFile(file, source, Reading);
        var decision = masks.MaySearchText ? RoomyThread.Run(Decide) : Decide();
        if (decision.Masks.IsEmpty && !decision.IsClean && !decision.HasNoFace)
        {
            return null;
        }

        if (TryWrite(file, decision, preview) is { } written)
        {
            return new MaskedFile(written, !decision.Masks.IsEmpty);
        }

        if (decision.Masks.IsEmpty)
        {
            PixelMasking.RemoveComments(file);
            MaskRecord.Say(file.Dataset, plan.Request, decision);
            return new MaskedFile(file.Write(implementation), HasChanged: false);
        }

        written = TryWrite(decoded.File, decision, preview, PixelsEncoding.Transcoded) ?? throw decoded.Undecodable();
        return new MaskedFile(EncodedAgain(written, file.TransferSyntax.UID), HasChanged: true);

        MaskDecision Decide() => MaskDecider.Decide(
            masks, file.Dataset, InstanceIdentity.OfSeries(file.Dataset), instance,
            text => new ImageTexts(
                TextDetection.Finder, decoded.File.Dataset,
                () => CollectedIdentity.Of(file.Dataset, plan.Identities, related?.Invoke()).Known, text));
    }

    /// <summary>Masks pixels in the encoding that they have, and writes the file.</summary>
    /// <returns>The new file; null if pixels in this encoding cannot be edited.</returns>
    private NativeBuffer? TryWrite(
        DicomFile file, MaskDecision decision, EditPreview? preview, PixelsEncoding? encoding = null)
    {
        if (PixelMasking.EncodingOf(file.TransferSyntax) is not { } edited)
        {
            return null;
        }

        try
        {
            var removed = decision.Masks.IsEmpty ? [] : MaskRecord.RemoveOldPixels(file.Dataset, plan.Request);
            PixelMasking.Apply(file, decision.Masks);
            MaskRecord.Say(file.Dataset, plan.Request, decision);
            if (preview is not null)
            {
                preview.Pixels = new PreviewedPixels(encoding ?? Previewed(edited), [.. Previewed(decision)], removed);
            }
        }
        catch (PixelDataException fault) when (fault.Fault == PixelFault.Encoding && edited != PixelEncoding.Native)
        {
            // For example, blocks of JPEG cannot have the fill value. Orthanc decodes the file then.
            return null;
        }

        return file.Write(implementation);
    }

    private static PixelsEncoding Previewed(PixelEncoding encoding) => encoding switch
    {
        PixelEncoding.Rle => PixelsEncoding.RLE,
        PixelEncoding.JpegBlocks => PixelsEncoding.JPEGBlocks,
        _ => PixelsEncoding.Native,
    };

    private static IEnumerable<PreviewedMask> Previewed(MaskDecision decision) =>
        from frames in decision.Areas
        from area in frames.Areas
        select new PreviewedMask(
            frames.First + 1, frames.Last + 1, area.Box.Left, area.Box.Top, area.Box.Right, area.Box.Bottom,
            area.Reason.ToString(), area.Kind)
        {
            Score = area.Score,
        };

    /// <summary>Encodes decoded pixels again, if the host can do that without changing any of them.</summary>
    private NativeBuffer EncodedAgain(NativeBuffer native, string syntax)
    {
        foreach (var lossless in Lossless.GetValueOrDefault(syntax, []))
        {
            var encoded = HostTranscoder.Transcode(native, lossless);
            if (encoded is not null && HasSamePixels(encoded, native))
            {
                native.Dispose();
                return encoded;
            }

            encoded?.Dispose();
        }

        return native;
    }

    private bool HasSamePixels(NativeBuffer encoded, NativeBuffer native)
    {
        using var decoded = HostTranscoder.Transcode(encoded, TransferSyntax.ExplicitLittleEndian.UID);
        if (decoded is null)
        {
            return false;
        }

        using var one = Read(decoded);
        using var other = Read(native);
        return DecodedFile.InstanceOf(one) == DecodedFile.InstanceOf(other)
            && ImageFormat.Of(one.Dataset) == ImageFormat.Of(other.Dataset)
            && one.Dataset.TryGet(DicomTag.PixelData, out var pixels) && other.Dataset.TryGet(DicomTag.PixelData, out var others)
            && AreSame(in pixels, in others);
    }

    /// <summary>Compares in pieces, since a value may be longer than a span can be.</summary>
    private static bool AreSame(in DataElement one, in DataElement other)
    {
        const int Piece = 1 << 24;
        var isSame = one.Length == other.Length;
        for (long offset = 0; isSame && offset < one.Length; offset += Piece)
        {
            var length = (int)Math.Min(Piece, one.Length - offset);
            isSame = one.Slice(offset, length).SequenceEqual(other.Slice(offset, length));
        }

        return isSame;
    }

    private DicomFile Read(NativeBuffer bytes) => DicomFile.Parse(
        new NativeBuffer(bytes.Pointer, bytes.Length, release: null), Reading, keepsSource: true);
}
