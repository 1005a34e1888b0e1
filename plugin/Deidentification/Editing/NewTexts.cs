// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Writes new texts in the character sets of their data sets. If a character set lacks a character, all text of the file
/// is converted to UTF-8.
/// </summary>
/// <param name="root">The data set of the file.</param>
/// <param name="edits">Collects the edits.</param>
internal sealed class NewTexts(DicomDataset root, DatasetEdits edits)
{
    /// <summary>The texts that may have other bytes in UTF-8.</summary>
    private readonly List<(DataElement Element, DicomVR VR, string Text)> _texts = [];

    /// <summary>The first tag whose text does not fit the character set.</summary>
    private DicomTag? _unfit;

    /// <summary>Sets the text of an element.</summary>
    /// <exception cref="RequestException">The text is too long.</exception>
    public void Set(in DataElement element, DicomVR vr, string text)
    {
        if (Ascii.IsValid(text) && DatasetText.TryEncode(element.Dataset, vr, text, out var plain))
        {
            Set(in element, vr, plain);
            return;
        }

        _texts.Add((element, vr, text));
        if (DatasetText.TryEncode(element.Dataset, vr, text, out var value))
        {
            Set(in element, vr, value);
        }
        else
        {
            // Emptied for now, so that its old text is not converted.
            Set(in element, vr, []);
            _unfit ??= element.Tag;
        }
    }

    /// <summary>Converts the file to UTF-8 if a new text needs it, once all new texts are known.</summary>
    /// <exception cref="RequestException">A text fits no character set, or is too long in UTF-8.</exception>
    public void Write()
    {
        if (_unfit is not { } tag)
        {
            return;
        }

        DatasetText.ConvertToUnicode(root, edits, tag);
        foreach (var (element, vr, text) in _texts)
        {
            Set(in element, vr, DatasetText.EncodeUnicode(element.Tag, vr, text));
        }
    }

    private void Set(in DataElement element, DicomVR vr, byte[] value)
    {
        if (value.Length > (element.Dataset.IsImplicitVR ? DicomVR.UN : vr).MaximumLength())
        {
            throw new RequestException(RequestFault.BadFormat, $"The new value of ({element.Tag}) is too long for its VR");
        }

        edits.SetValue(in element, vr, value);
    }
}
