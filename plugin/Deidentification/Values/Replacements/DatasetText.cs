// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>
/// Writes text into a data set without losing a character: if the character set of the data set lacks one, all text
/// of the file is converted to UTF-8 first.
/// </summary>
internal sealed class DatasetText(DicomFile file)
{
    /// <summary>Begins a change of the character set (PS3.5 6.1.2.5), so it is not plain text.</summary>
    private const char Escape = '\e';

    /// <summary>The bytes of a text in the character set that the data set has afterwards.</summary>
    /// <param name="dataset">Where the text will be; its other text may be converted.</param>
    /// <param name="tag">The tag, for messages.</param>
    /// <param name="vr">The VR. Any VR may have any text, since clients do that.</param>
    /// <param name="text">The text.</param>
    public byte[] Encode(DicomDataset dataset, DicomTag tag, DicomVR vr, string text)
    {
        if (TryEncode(dataset, vr, text, out var value))
        {
            return value;
        }

        Convert(file.Dataset, SpecificCharacterSet.Utf8, tag);
        return EncodeUnicode(tag, vr, text);
    }

    /// <summary>The bytes of a text in UTF-8.</summary>
    public static byte[] EncodeUnicode(DicomTag tag, DicomVR vr, string text) =>
        TryEncode(SpecificCharacterSet.Utf8, vr, text, out var value)
            ? value
            : throw new RequestException(
                RequestFault.BadFormat, $"Member \"Replace\": the text for tag ({tag}) cannot be written in any character set");

    /// <summary>Adds the edits that make the text of a file UTF-8, except that of elements that are edited.</summary>
    /// <param name="root">The data set of the file.</param>
    /// <param name="edits">The edits.</param>
    /// <param name="tag">The tag that needs it, for messages.</param>
    public static void ConvertToUnicode(DicomDataset root, DatasetEdits edits, DicomTag tag) =>
        Convert(() => edits.ConvertText(root, SpecificCharacterSet.Utf8), SpecificCharacterSet.Utf8, tag);

    /// <summary>The bytes of a text in the character set of a data set, which stays as it is.</summary>
    /// <returns>Whether the set has all characters of the text.</returns>
    public static bool TryEncode(DicomDataset dataset, DicomVR vr, string text, out byte[] value)
    {
        // Most text is ASCII, which is the same in all character sets, so the set need not be known.
        if (Ascii.IsValid(text) && !text.Contains(Escape, StringComparison.Ordinal))
        {
            value = Encoding.ASCII.GetBytes(text);
            return true;
        }

        return TryEncode(dataset.CharacterSet, vr, text, out value);
    }

    /// <summary>
    /// Sets (0008,0005) and converts the text of the data set; to UTF-8, if the set lacks a character of it.
    /// </summary>
    public void SetCharacterSet(DicomDataset dataset, string terms)
    {
        _ = SpecificCharacterSet.TryParse(terms, out var target);
        if (!TryConvert(dataset, target))
        {
            Convert(dataset, SpecificCharacterSet.Utf8, DicomTag.SpecificCharacterSet);
        }
    }

    /// <summary>
    /// Deletes (0008,0005) and converts the text of the data set to the character set that is then in force; if that
    /// lacks a character, the text becomes UTF-8 and the element stays with that value.
    /// </summary>
    public void RemoveCharacterSet(DicomDataset dataset)
    {
        if (!dataset.Contains(DicomTag.SpecificCharacterSet))
        {
            return;
        }

        if (TryConvert(dataset, CharacterSetAround(dataset)))
        {
            dataset.Remove(DicomTag.SpecificCharacterSet);
        }
        else
        {
            Convert(dataset, SpecificCharacterSet.Utf8, DicomTag.SpecificCharacterSet);
        }
    }

    private SpecificCharacterSet CharacterSetAround(DicomDataset dataset) =>
        dataset.Parent?.Owner.CharacterSet ?? file.DefaultCharacterSet;

    private static bool TryEncode(SpecificCharacterSet characterSet, DicomVR vr, string text, out byte[] value) =>
        characterSet.TryEncode(text, vr.UsesSpecificCharacterSet() ? vr : DicomVR.LO, out value);

    private static void Convert(DicomDataset dataset, SpecificCharacterSet target, DicomTag tag) =>
        Convert(() => dataset.ConvertText(target), target, tag);

    private static void Convert(Action convert, SpecificCharacterSet target, DicomTag tag)
    {
        try
        {
            convert();
        }
        catch (InvalidOperationException fault)
        {
            throw new RequestException(
                RequestFault.BadFormat,
                $"Member \"Replace\": tag ({tag}) needs the character set {target.Terms}, which cannot represent the other text of the instance",
                fault);
        }
    }

    private static bool TryConvert(DicomDataset dataset, SpecificCharacterSet target)
    {
        try
        {
            dataset.ConvertText(target);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
