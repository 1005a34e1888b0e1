// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <content>Items that are written in another encoding than the one they were read in.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// Converts items that were read as implicit VR little endian, as inside UN (PS3.5 6.2.2), to the encoding of the
    /// explicit data set around their sequence, at every depth.
    /// </summary>
    /// <param name="outermost">The sequence.</param>
    /// <param name="isSigned">Whether pixels are signed where the items do not say.</param>
    internal static void BecomeExplicit(DicomSequence outermost, bool isSigned)
    {
        var pending = new Stack<DicomSequence>();
        pending.Push(outermost);
        outermost.MarkEdited();
        while (pending.TryPop(out var sequence))
        {
            sequence.ItemEncoding = outermost.Owner.Encoding;
            foreach (var item in sequence)
            {
                item.BecomeExplicit(outermost.Owner.Encoding, isSigned, pending);
            }
        }
    }

    private void BecomeExplicit(ElementEncoding encoding, bool isSigned, Stack<DicomSequence> sequences)
    {
        if (TryGet(DicomTag.PixelRepresentation, out var sign) && sign is { Sequence: null, Length: 2 })
        {
            isSigned = sign.Value[0] == 1;
        }

        MarkEdited();
        Encoding = encoding;
        for (var i = 0; i < _count; i++)
        {
            ref var record = ref _records[i];
            record.HeaderLength = 0;
            if (record.Content is DicomSequence sequence)
            {
                // The header of the sequence is rewritten. Items inside UN of defined length may stay as they are.
                sequence.IsEdited = true;
                if (record.VR == DicomVR.SQ || sequence.HasUndefinedLength)
                {
                    record.VR = DicomVR.SQ;
                    sequences.Push(sequence);
                }
            }
            else if (record.IsEncapsulated)
            {
                // Fragments are little endian (PS3.5 A.4); in a big endian file they can only be kept as bytes.
                record.IsEncapsulated = encoding.ByteOrder == ByteOrder.LittleEndian
                    || record.Length > DicomVR.UN.MaximumLength();
                record.VR = record.IsEncapsulated ? DicomVR.OB : DicomVR.UN;
            }
            else
            {
                record.VR = Settings.Dictionary.TryGet(record.Tag, out var entry) && !record.Tag.IsPrivate
                    ? WrittenRepresentation.Of(in entry, record.Length, isSigned)
                    : WrittenRepresentation.Of(
                        new(record.Tag, record.VR, DicomVR.None, false), record.Length, isSigned);
                if (encoding.ByteOrder == ByteOrder.BigEndian)
                {
                    SwapBytes(ref record);
                }
            }
        }
    }

    private void SwapBytes(ref ElementRecord record)
    {
        var unit = record.VR.UnitSize();
        if (unit <= 1 || record.Length == 0)
        {
            return;
        }

        if (record.Length > Array.MaxLength)
        {
            // Too long to be converted; the bytes of UN have no order.
            record.VR = DicomVR.UN;
            return;
        }

        var value = Source!.AsSpan(record.Start, (int)record.Length).ToArray();
        for (var i = 0; i + unit <= value.Length; i += unit)
        {
            value.AsSpan(i, unit).Reverse();
        }

        record.Content = value;
    }
}
