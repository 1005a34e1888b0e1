// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What is known from elsewhere, such as the index of the host, about the patient and the study of an instance. An
/// instance that lacks such an element may still have its value in text. Immutable, and safe for use by several threads.
/// </summary>
internal sealed class RelatedValues
{
    private const string Utf8 = "ISO_IR 192";

    private readonly List<(DicomTag Tag, DicomVR VR, byte[] Value)> _values = [];

    /// <summary>Takes values as text.</summary>
    /// <param name="values">The values; several of one element are joined by backslashes.</param>
    /// <param name="dictionary">Knows their VRs; elements that it does not know are left out.</param>
    public RelatedValues(IEnumerable<(DicomTag Tag, string Text)> values, ElementDictionary dictionary)
    {
        foreach (var (tag, text) in values)
        {
            if (text.Length > 0 && tag != DicomTag.SpecificCharacterSet
                && dictionary.TryGet(tag, out var entry) && entry.VR.IsText())
            {
                _values.Add((tag, entry.VR, Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    /// <summary>The values as elements, as an instance would have them.</summary>
    /// <param name="settings">The settings for reading instances.</param>
    public DicomDataset ToDataset(ReadingSettings settings)
    {
        var dataset = DicomFile.Create(TransferSyntax.ExplicitLittleEndian, settings).Dataset;
        dataset.Set(DicomTag.SpecificCharacterSet, DicomVR.CS, Encoding.ASCII.GetBytes(Utf8));
        foreach (var (tag, vr, value) in _values)
        {
            if (value.Length <= vr.MaximumLength())
            {
                dataset.Set(tag, vr, value);
            }
        }

        return dataset;
    }
}
