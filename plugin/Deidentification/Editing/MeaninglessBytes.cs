// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Bytes in values that stay, though no reader shows them: behind the last pixel or sample, behind the NUL that ends a
/// text, in an offset table that has no offsets, in overlays that the profile deletes. Somebody may have written there
/// who the patient is.
/// </summary>
/// <param name="values">What is known of VRs.</param>
/// <param name="edits">Takes the edits.</param>
internal sealed class MeaninglessBytes(ValueEdits values, DatasetEdits edits)
{
    /// <summary>Deletes them from a value.</summary>
    /// <param name="element">The element, no sequence.</param>
    /// <param name="rules">The rules of the place where it stands.</param>
    /// <returns>Whether there were any, besides overlays.</returns>
    /// <exception cref="RequestException">There is more of Pixel Data than can be edited.</exception>
    public bool Delete(in DataElement element, ElementRules rules)
    {
        if (element.IsEncapsulated)
        {
            if (!OffsetTable.IsMeaningless(in element))
            {
                return false;
            }

            edits.EmptyOffsetTable(in element);
            return true;
        }

        var length = DeclaredLength.Of(in element) is { } declared ? Math.Min(declared, element.Length)
            : IsText(in element) ? TextLength(in element)
            : element.Length;
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
    /// A value with a NUL that may be of text. Most of those are numbers, and few texts have one, so that the dictionary
    /// is seldom asked.
    /// </summary>
    private bool IsText(in DataElement element) => element.Length <= int.MaxValue && element.Tag != DicomTag.PixelData
        && element.Value.Contains((byte)0) && values.RepresentationOf(in element).IsText();

    /// <summary>The bytes up to the NUL with which a text ends; no character set has it (PS3.5 6.1.3).</summary>
    private static int TextLength(in DataElement element) =>
        element.Value.IndexOf((byte)0) is var end && element.Value[end..].ContainsAnyExcept((byte)0, (byte)' ')
            ? end
            : element.Value.Length;
}
