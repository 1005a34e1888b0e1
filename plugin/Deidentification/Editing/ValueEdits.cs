// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>Replaces values by dummies, or cleans them.</summary>
/// <param name="request">The request.</param>
/// <param name="options">Its options; null if it has none.</param>
/// <param name="cleaning">Cleans text.</param>
/// <param name="edits">Collects the edits.</param>
/// <param name="texts">Collects new texts.</param>
internal sealed class ValueEdits(
    ModificationRequest request, OptionRules? options, TextCleaning cleaning, DatasetEdits edits, NewTexts texts)
{
    private readonly ElementDictionary _dictionary = request.Host.Dictionary;

    /// <summary>The length of the dummy document in the current data set; null if there is none.</summary>
    private int? _documentLength;

    /// <summary>Whether the dictionary knows a tag as a sequence.</summary>
    public bool IsSequence(DicomTag tag) =>
        !tag.IsPrivate && _dictionary.TryGet(tag, out var entry) && entry.VR == DicomVR.SQ;

    /// <summary>The VR of a tag in the standard, else that of the file.</summary>
    public DicomVR RepresentationOf(in DataElement element) =>
        !element.Tag.IsPrivate && _dictionary.TryGet(element.Tag, out var entry) && entry.VR != DicomVR.None ? entry.VR
        : element.VR.IsKnown() ? element.VR
        : DicomVR.UN;

    public void Remove(in DataElement element)
    {
        // (0008,0005) is still needed to decode the text. It is deleted after the text is converted.
        if (element.Tag != DicomTag.SpecificCharacterSet)
        {
            edits.Remove(in element);
        }
    }

    public void Clear(in DataElement element, bool isTopLevel)
    {
        var vr = RepresentationOf(in element);
        if (!isTopLevel && !vr.IsText() && !request.IsConformant)
        {
            Remove(in element);
        }
        else if (vr == DicomVR.SQ)
        {
            if (element.Sequence is not { Count: 0 })
            {
                _ = edits.SetSequence(in element);
            }
        }
        else if (element.Length > 0 || element.Sequence is not null)
        {
            edits.SetValue(in element, vr, default);
        }
    }

    /// <summary>Sets a valid dummy value.</summary>
    public void SetDummy(in DataElement element, DicomVR vr)
    {
        var value = DummyValue.Of(in element, vr);
        if (element.Tag == DicomTag.EncapsulatedDocument)
        {
            _documentLength = value.Length;
        }

        edits.SetValue(in element, vr, value);
    }

    /// <summary>Removes what identifies somebody from a text.</summary>
    /// <param name="element">The element.</param>
    /// <param name="isAsked">Whether an option asks for the text to be cleaned.</param>
    public void Clean(in DataElement element, bool isAsked)
    {
        if (cleaning.Clean(in element, isAsked) is { } cleaned)
        {
            var vr = cleaning.RepresentationOf(in element);
            if (cleaned.Length == 0 && request.IsConformant)
            {
                edits.SetValue(in element, vr, DummyValue.Of(in element, vr));
            }
            else
            {
                texts.Set(in element, vr, cleaned);
            }
        }
    }

    /// <summary>Shifts dates; false if the value is not a date.</summary>
    public bool ShiftDates(in DataElement element)
    {
        if (options!.Shift(in element) is not { } shifted)
        {
            return false;
        }

        texts.Set(in element, RepresentationOf(in element), shifted);
        return true;
    }

    /// <summary>Limits ages; false if the value is not an age.</summary>
    public bool LimitAge(in DataElement element)
    {
        var vr = RepresentationOf(in element) is { } known && known != DicomVR.UN ? known : DicomVR.AS;
        if (LimitedAge.Of(in element, vr, request.AgeLimit!.Value) is not { } limited)
        {
            return false;
        }

        if (limited != ElementText.Text(in element, vr))
        {
            texts.Set(in element, vr, limited);
        }

        return true;
    }

    /// <summary>Ends a data set after its last element, and sets the length of a dummy document.</summary>
    public void EndDataset(DicomDataset dataset)
    {
        if (_documentLength is not { } length)
        {
            return;
        }

        _documentLength = null;
        foreach (var element in dataset)
        {
            if (element.Tag == DummyDocument.Length && !edits.Removes(in element))
            {
                edits.SetValue(in element, DicomVR.UL, DummyDocument.LengthOf(length, dataset.ByteOrder));
            }
        }
    }
}
