// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <content>The header of an element, and what kind of content it announces.</content>
internal sealed unsafe partial class DatasetReader
{
    private enum ElementContent
    {
        Value,
        Fragments,
        Sequence,
        PerhapsSequence,
    }

    private bool ReadHeader(Frame frame, DicomTag tag, out DicomVR vr, out byte headerLength, out uint length)
    {
        var encoding = frame.Dataset.Encoding;
        var at = _bytes + _position;
        headerLength = 8;
        if (encoding.IsImplicitVR)
        {
            vr = ImplicitVR(tag);
            length = SourceBytes.ReadUInt32(at + 4, encoding.ByteOrder);
            return true;
        }

        vr = SourceBytes.ReadVR(at + 4);
        if (vr.HasShortLength())
        {
            length = SourceBytes.ReadUInt16(at + 6, encoding.ByteOrder);
            return true;
        }

        headerLength = 12;
        length = 0;
        if (frame.End - _position < 12)
        {
            return Fail($"the header of {tag} is cut off", _position);
        }

        length = SourceBytes.ReadUInt32(at + 8, encoding.ByteOrder);
        return true;
    }

    /// <summary>The VR of an implicit element: the dictionary's, else UN (PS3.5 6.2.2, A.1).</summary>
    private DicomVR ImplicitVR(DicomTag tag)
    {
        DictionaryEntry entry;
        if (!tag.IsPrivate)
        {
            return _dictionary.TryGet(tag, out entry) ? entry.VR : DicomVR.UN;
        }

        if (tag.IsPrivateCreator)
        {
            return DicomVR.LO;
        }

        return _dictionary.HasPrivateEntries && OpenPrivateCreatorOf(tag) is { } creator
            && _dictionary.TryGet(tag, creator, out entry) ? entry.VR : DicomVR.UN;
    }

    /// <summary>
    /// Corrects a header after which some readers of the written file would not find the next element.
    /// </summary>
    private void MendHeader(Frame frame, ref ElementRecord record, bool isDefined)
    {
        if (frame.Dataset.IsImplicitVR)
        {
            return;
        }

        if (!record.VR.IsKnown())
        {
            record.VR = isDefined ? WrittenVR(in record) : DicomVR.UN;
            WriteHeaderAnew(frame, ref record);
        }
        else if (record.HeaderLength == 12
            && SourceBytes.ReadUInt16(_bytes + _position + 6, ByteOrder.LittleEndian) != 0)
        {
            // These two bytes are reserved and must be zero (PS3.5 7.1.2).
            WriteHeaderAnew(frame, ref record);
        }
    }

    /// <summary>Does the same for fragments, which the reader has just passed.</summary>
    private void MendFragments(Frame frame, ref ElementRecord record)
    {
        var isForeign = !frame.Dataset.IsImplicitVR && !IsBinaryStream(record.VR);
        if (isForeign)
        {
            // PS3.5 A.4: with any other VR, a reader takes the fragments for something else.
            record.VR = DicomVR.OB;
        }

        if (isForeign || HasLength(_position - 8, frame.Dataset.ByteOrder))
        {
            WriteHeaderAnew(frame, ref record);
        }
    }

    /// <summary>
    /// Has a new header written, because not every reader would understand a copy of the one in the source.
    /// </summary>
    private static void WriteHeaderAnew(Frame frame, ref ElementRecord record)
    {
        record.HeaderLength = 0;
        frame.Dataset.MarkEdited();
    }

    /// <summary>Whether a delimiter has a length other than zero (PS3.5 7.5).</summary>
    private bool HasLength(long delimiter, ByteOrder order) =>
        SourceBytes.ReadUInt32(_bytes + delimiter + 4, order) != 0;

    /// <summary>The VR to write for a value whose own VR is unknown.</summary>
    private DicomVR WrittenVR(in ElementRecord record) => WrittenRepresentation.Of(
        !record.Tag.IsPrivate && _dictionary.TryGet(record.Tag, out var entry)
            ? entry
            : new DictionaryEntry(record.Tag, ImplicitVR(record.Tag), DicomVR.None, IsRetired: false),
        record.Length,
        _hasSignedPixels);

    private void RememberSign(Frame frame, in ElementRecord record)
    {
        if (record.Tag == DicomTag.PixelRepresentation && record.Length == 2)
        {
            _hasSignedPixels = SourceBytes.ReadUInt16(_bytes + record.Start, frame.Dataset.ByteOrder) == 1;
        }
    }

    /// <summary>
    /// Remembers a private creator of the data set that is being read, if the dictionary has any private elements.
    /// </summary>
    private void RememberCreator(in ElementRecord record)
    {
        if (!_dictionary.HasPrivateEntries || !record.Tag.IsPrivateCreator
            || record.Length > DicomDataset.LongestPrivateCreator)
        {
            return;
        }

        if (!_creators.TryPeek(out var innermost) || innermost.Depth != _open.Count)
        {
            innermost = (_open.Count, []);
            _creators.Push(innermost);
        }

        // A creator is in the default repertoire (PS3.5 7.8.1). Of several for one block, the first counts.
        var creator = System.Text.Encoding.Latin1.GetString(_bytes + record.Start, (int)record.Length).Trim(' ', '\0');
        innermost.ByTag.TryAdd(record.Tag, creator);
    }

    /// <summary>The private creator of an element of the data set that is being read; null if it has none.</summary>
    private string? OpenPrivateCreatorOf(DicomTag tag) =>
        tag.IsPrivateData && _creators.TryPeek(out var innermost) && innermost.Depth == _open.Count
            ? innermost.ByTag.GetValueOrDefault(tag.PrivateCreator)
            : null;

    /// <summary>Forgets the creators of data sets that are no longer open.</summary>
    private void ForgetCreators(int openFrames)
    {
        while (_creators.TryPeek(out var innermost) && innermost.Depth > openFrames)
        {
            _creators.Pop();
        }
    }

    private ElementContent ContentOf(DicomDataset dataset, in ElementRecord record, bool isDefined)
    {
        if (!isDefined)
        {
            // Only an explicit data set can have encapsulated pixel data (PS3.5 A.4); anything else is read as bytes.
            return record.Tag == DicomTag.PixelData || (IsBinaryStream(record.VR) && !dataset.IsImplicitVR)
                ? ElementContent.Fragments
                : record.VR is DicomVR.SQ or DicomVR.UN || dataset.IsImplicitVR
                    ? ElementContent.Sequence
                : ElementContent.Value;
        }

        if (record.VR == DicomVR.SQ)
        {
            // In an implicit data set only the dictionary says that it is a sequence, and the file may mean something
            // else.
            return dataset.IsImplicitVR ? ElementContent.PerhapsSequence : ElementContent.Sequence;
        }

        return record.VR == DicomVR.UN && record.Length >= 8 && IsPerhapsSequence(dataset, in record)
            ? ElementContent.PerhapsSequence
            : ElementContent.Value;
    }

    /// <summary>
    /// Whether to try bytes of unknown VR as a sequence: they begin like an item, and if the dictionary knows the tag
    /// of an explicit public element, it must be a sequence.
    /// </summary>
    private bool IsPerhapsSequence(DicomDataset dataset, in ElementRecord record)
    {
        var beginsAsItem = SourceBytes.ReadTag(_bytes + record.Start, ByteOrder.LittleEndian) == DicomTag.Item;
        if (record.Tag.IsPrivate || dataset.IsImplicitVR)
        {
            return beginsAsItem;
        }

        return _dictionary.TryGet(record.Tag, out var entry) ? entry.VR == DicomVR.SQ && beginsAsItem : beginsAsItem;
    }

    private static bool IsBinaryStream(DicomVR vr) =>
        vr is DicomVR.OB or DicomVR.OW or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV;

    /// <summary>Skips fragments (PS3.5 A.4) and their delimiter.</summary>
    private bool SkipFragments(Frame frame)
    {
        var order = frame.Dataset.ByteOrder;
        while (frame.End - _position >= 8)
        {
            var tag = SourceBytes.ReadTag(_bytes + _position, order);
            var length = SourceBytes.ReadUInt32(_bytes + _position + 4, order);
            if (tag == DicomTag.SequenceDelimitation)
            {
                _position += 8;
                return true;
            }

            if (tag != DicomTag.Item || length > frame.End - _position - 8)
            {
                return Fail("a fragment of pixel data has no valid header", _position);
            }

            _position += 8 + (long)length;
        }

        return Fail("the fragments of pixel data have no end", _position);
    }
}
