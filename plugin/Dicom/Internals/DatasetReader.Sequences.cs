// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <content>
/// Sequences and their items, and values that are tried as sequences because nothing says what they are.
/// </content>
internal sealed unsafe partial class DatasetReader
{
    private void OpenSequence(Frame frame, ElementRecord record, bool isDefined, bool isTrial)
    {
        // Inside UN the encoding is implicit, whatever it is outside (PS3.5 6.2.2). Orthanc does the same inside an
        // unknown VR.
        var encoding = record.VR == DicomVR.UN ? ElementEncoding.ImplicitLittleEndian : frame.Dataset.Encoding;
        if (record.VR == DicomVR.UN && !isDefined && !frame.Dataset.IsImplicitVR)
        {
            // Not every reader follows this rule, so the items become explicit when the sequence ends.
            record.VR = DicomVR.SQ;
            WriteHeaderAnew(frame, ref record);
        }

        var sequence = new DicomSequence(frame.Dataset, record.Tag, encoding, !isDefined)
        {
            IsEdited = record.HeaderLength == 0,
        };
        if (isTrial)
        {
            _trials.Push(new Trial(record, _open.Count, _recordCount));
        }

        record.Content = sequence;
        Append(in record);
        _position = record.Start;
        _open.Push(Frame.OfSequence(sequence, isDefined ? record.End : frame.End, !isDefined, isTrial));
    }

    /// <summary>Reads the header of the next item, or the end of the sequence.</summary>
    /// <remarks>Some writers end a sequence twice, by its length and by a delimiter inside that length.</remarks>
    private bool ReadItems(Frame frame, DicomSequence sequence)
    {
        var order = sequence.ItemEncoding.ByteOrder;
        if (_position >= frame.End)
        {
            return frame.HasUndefinedLength
                ? Fail($"sequence {sequence.Tag} of undefined length has no end", _position)
                : CloseSequence(frame, sequence);
        }

        if (frame.End - _position < 8)
        {
            return Fail($"sequence {sequence.Tag} ends within the header of an item", _position);
        }

        var tag = SourceBytes.ReadTag(_bytes + _position, order);
        var length = SourceBytes.ReadUInt32(_bytes + _position + 4, order);
        if (tag == DicomTag.SequenceDelimitation && (frame.HasUndefinedLength || frame.End - _position == 8))
        {
            if (length != 0)
            {
                sequence.MarkEdited();
            }

            _position += 8;
            return CloseSequence(frame, sequence);
        }

        if (tag != DicomTag.Item)
        {
            return Fail($"sequence {sequence.Tag} has {tag} where an item should be", _position);
        }

        _position += 8;
        var isDefined = length != UndefinedLength;
        if (isDefined && length > frame.End - _position)
        {
            return Fail($"an item of {sequence.Tag} declares {length} bytes, {frame.End - _position} are left",
                _position - 8);
        }

        var item = sequence.AppendItem(!isDefined);
        _open.Push(Frame.OfDataset(item, isDefined ? _position + length : frame.End, _recordCount));
        return true;
    }

    private bool CloseSequence(Frame frame, DicomSequence sequence)
    {
        ref var record = ref _records[_recordCount - 1];
        record.Length = _position - record.Start;
        if (frame.IsTrial)
        {
            _trials.Pop();
        }

        if (frame.HasUndefinedLength && sequence.ItemEncoding.IsImplicitVR && !frame.Dataset.IsImplicitVR)
        {
            DicomDataset.BecomeExplicit(sequence, _hasSignedPixels);
        }

        _open.Pop();
        return true;
    }

    /// <summary>Goes back to the last value that was tried as a sequence, and reads it as bytes.</summary>
    /// <returns>False if there is none, so that the fault is final.</returns>
    private bool RollBack()
    {
        if (!_trials.TryPop(out var trial))
        {
            return false;
        }

        while (_open.Count > trial.OpenFrames)
        {
            _open.Pop();
        }

        ForgetCreators(trial.OpenFrames);
        _records.AsSpan(trial.RecordCount, _recordCount - trial.RecordCount).Clear();
        _recordCount = trial.RecordCount;
        var plain = trial.Record;
        plain.VR = DicomVR.UN;
        Append(in plain);
        _position = plain.End;
        return true;
    }

    /// <summary>Where to go back to if a value turns out not to be a sequence.</summary>
    private readonly record struct Trial(ElementRecord Record, int OpenFrames, int RecordCount);
}
