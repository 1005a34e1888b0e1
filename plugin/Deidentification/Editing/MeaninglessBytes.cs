// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Bytes that no viewer shows: after the last pixel or sample, after the NUL at the end of a text, in an
/// offset table without offsets, in overlays that the profile deletes. They may identify the patient.
/// </summary>
/// <param name="syntax">The transfer syntax of the file.</param>
/// <param name="values">What is known of VRs.</param>
/// <param name="edits">Takes the edits.</param>
internal sealed class MeaninglessBytes(TransferSyntax syntax, ValueEdits values, DatasetEdits edits)
{
    /// <summary>Deletes them from a value.</summary>
    /// <param name="element">The element, no sequence.</param>
    /// <param name="rules">The rules of the place where it stands.</param>
    /// <returns>Whether there were any, besides overlays.</returns>
    /// <exception cref="RequestException">Pixel Data is too long to be edited.</exception>
    public bool Delete(in DataElement element, ElementRules rules)
    {
        if (element.Tag.IsPrivate)
        {
            // Not all of its bytes are understood.
            return false;
        }

        if (element.IsEncapsulated)
        {
            if (!OffsetTable.IsMeaningless(in element))
            {
                return false;
            }

            edits.EmptyOffsetTable(in element);
            return true;
        }

        if (element.Tag == DicomTag.PixelData && element.Dataset.Parent is null && !syntax.IsNative)
        {
            // Without fragments, in the form of a private or compressed syntax: neither their length follows from the
            // attributes, nor where the bits of an overlay are (GE's has big endian pixels in a little endian file).
            return false;
        }

        var length = DeclaredLength.Of(in element) is { } declared ? Math.Min(declared, element.Length)
            : TextLength(in element);
        if (OverlayBits.Cleared(in element, length, rules) is { } pixels)
        {
            edits.SetValue(in element, element.VR, pixels);
            return false;
        }

        if (element.Length <= length + (length % 2))
        {
            // One byte makes it even.
            return false;
        }

        edits.Shorten(in element, length);
        return true;
    }

    /// <summary>
    /// The bytes of a value up to the NUL with which a text ends; no character set has it (PS3.5 6.1.3). Most values
    /// with a NUL are numbers, and few texts have one, so that the dictionary is seldom asked.
    /// </summary>
    private long TextLength(in DataElement element)
    {
        if (element.Length > int.MaxValue || element.Tag == DicomTag.PixelData || !element.Value.Contains((byte)0)
            || values.RepresentationOf(in element) is var vr && !vr.IsText())
        {
            return element.Length;
        }

        var value = element.Value;
        var end = value.IndexOf((byte)0);
        while (value[end..].IndexOfAnyExcept((byte)0, (byte)' ') is >= 0 and var behind)
        {
            if (value[end + behind] != '\\' || !vr.IsMultiValuedText())
            {
                return end;
            }

            // It pads one of several values, and the next may have one, too.
            var next = end + behind;
            if (value[next..].IndexOf((byte)0) is not (>= 0 and var nul))
            {
                break;
            }

            end = next + nul;
        }

        return value.Length;
    }
}
