// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Bytes that no viewer shows: after the last pixel or sample, after the NUL that ends a text, in an offset table without
/// offsets, and in overlay bits that the profile deletes. They may identify the patient.
/// </summary>
/// <param name="syntax">The transfer syntax of the file.</param>
/// <param name="values">Looks up VRs.</param>
/// <param name="edits">Collects the edits.</param>
internal sealed class MeaninglessBytes(TransferSyntax syntax, ValueEdits values, DatasetEdits edits)
{
    /// <summary>Deletes such bytes from a value.</summary>
    /// <param name="element">The element, which is not a sequence.</param>
    /// <param name="rules">The rules for the element's place.</param>
    /// <returns>Whether any were deleted, other than overlay bits.</returns>
    /// <exception cref="RequestException">Pixel Data is too long to be edited.</exception>
    public bool Delete(in DataElement element, ElementRules rules)
    {
        if (element.Tag.IsPrivate)
        {
            // The meaning of its bytes is not known.
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
            // Pixels without fragments in a private or compressed syntax: the attributes give neither their length nor the
            // place of overlay bits (GE's syntax has big endian pixels in a little endian file).
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
            // One byte of padding makes the length even.
            return false;
        }

        edits.Shorten(in element, length);
        return true;
    }

    /// <summary>
    /// The number of bytes before the NUL that ends a text; no character set contains NUL (PS3.5 6.1.3). The dictionary is
    /// asked only if there is a NUL: most such values are numbers, and few texts have one.
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

            // This NUL pads one of several values, and the next value may have one, too.
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
