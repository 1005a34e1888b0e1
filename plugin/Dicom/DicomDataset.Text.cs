// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <content>Text and its character sets.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// Longer than any valid creator (PS3.5 6.2: LO, 64 characters). Each private element looks its creator up, so a
    /// long one would be decoded again and again.
    /// </summary>
    internal const int LongestPrivateCreator = 1024;

    /// <summary>Longer than all terms of the standard together.</summary>
    private const int LongestTerms = 4096;

    /// <summary>
    /// The longest text that is converted, in bytes. Conversion takes several times as much memory, and a string has a
    /// limit of its own.
    /// </summary>
    private const int LongestConverted = 64 << 20;

    private SpecificCharacterSet? _characterSet;

    /// <summary>
    /// The character set in force: (0008,0005) of this data set, else of the nearest one around it (PS3.3 C.12.1.1.2),
    /// else the default of the file. The default also applies if the value of (0008,0005) is not in the standard.
    /// </summary>
    public SpecificCharacterSet CharacterSet
    {
        get
        {
            if (_characterSet is null)
            {
                var around = this;
                while (around._characterSet is null && !around.Contains(DicomTag.SpecificCharacterSet)
                    && around.Parent is { } parent)
                {
                    around = parent.Owner;
                }

                var characterSet = around._characterSet ?? around.OwnCharacterSet() ?? Settings.DefaultCharacterSet;

                // Every data set on the way caches it. So where a data set has none cached, no data set below has
                // cached one inherited through it.
                for (var dataset = this; dataset != around; dataset = dataset.Parent!.Owner)
                {
                    dataset._characterSet = characterSet;
                }

                around._characterSet = characterSet;
            }

            return _characterSet!;
        }
    }

    /// <summary>
    /// The private creator of a private data element: the text of (gggg,00xx) for (gggg,xxee), without padding
    /// (PS3.5 7.8.1).
    /// </summary>
    /// <returns>
    /// Null if the tag is not that of a private data element, if no creator reserves its block, or if the creator has
    /// an impossible length.
    /// </returns>
    public string? PrivateCreatorOf(DicomTag tag) =>
        tag.IsPrivateData && TryGet(tag.PrivateCreator, out var creator) && creator.Length <= LongestPrivateCreator
            ? GetText(tag.PrivateCreator, DicomVR.LO)?.TrimStart(' ')
            : null;

    /// <summary>
    /// The value of an element as text, decoded, without padding; several values stay joined
    /// by backslashes.
    /// </summary>
    /// <param name="tag">The tag.</param>
    /// <param name="vr">The VR to read it as; None for the element's own.</param>
    /// <returns>Null if the element is missing, is a sequence, or its VR is not a text VR.</returns>
    /// <exception cref="OverflowException">The value has more than 2 GiB − 1 bytes.</exception>
    /// <exception cref="OutOfMemoryException">The text is longer than a string can be, about 1 GiB.</exception>
    public string? GetText(DicomTag tag, DicomVR vr = DicomVR.None)
    {
        if (!TryGet(tag, out var element) || element.Sequence is not null || element.IsEncapsulated)
        {
            return null;
        }

        var textVR = vr == DicomVR.None ? element.VR : vr;
        return textVR.IsText() ? CharacterSet.Decode(element.Value, textVR).TrimEnd(' ', '\0') : null;
    }

    /// <summary>
    /// Converts all text in this data set and below to another character set. Sets (0008,0005) in this data set, and
    /// below wherever it is present. An element is text if its VR says so or, whatever VR the file declares, if the
    /// dictionary does. A value that cannot be decoded in its own character set keeps its bytes, which may then mean
    /// something in the target. So does UTF-8 without a declared character set, if the target is UTF-8.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The target lacks a character, or a value becomes too long for its VR or has more than 64 MiB. Nothing was
    /// changed.
    /// </exception>
    public void ConvertText(SpecificCharacterSet target)
    {
        var edits = new DatasetEdits();
        edits.ConvertText(this, target);
        edits.Commit();
    }

    /// <summary>The bytes of an element in another character set; null if they can stay as they are.</summary>
    internal byte[]? Converted(in DataElement element, SpecificCharacterSet target)
    {
        if (element.Sequence is not null || element.IsEncapsulated || TextRepresentationOf(in element) is not { } vr
            || IsPlain(in element))
        {
            return null;
        }

        if (element.Length > LongestConverted)
        {
            throw new InvalidOperationException($"{element.Tag}: the value is too long to be converted");
        }

        var text = CharacterSet.Decode(element.Value, vr);
        if (text.Contains('\uFFFD', StringComparison.Ordinal)
            || (CharacterSet == SpecificCharacterSet.Default && target == SpecificCharacterSet.Utf8
                && System.Text.Unicode.Utf8.IsValid(element.Value)))
        {
            // The default set has only ASCII, so such UTF-8 cannot have been written in it.
            return null;
        }

        if (!target.TryEncode(text, vr, out var value))
        {
            throw new InvalidOperationException($"{element.Tag}: {target.Terms} lacks a character of the value");
        }

        if (element.Value.SequenceEqual(value))
        {
            return null;
        }

        if (value.Length % 2 == 1 && element.VR.Padding() != vr.Padding())
        {
            value = [.. value, vr.Padding()];
        }

        return value.Length <= (IsImplicitVR ? DicomVR.UN : element.VR).MaximumLength()
            ? value
            : throw new InvalidOperationException($"{element.Tag}: the value is too long for its VR in {target.Terms}");
    }

    /// <summary>
    /// The VR that makes an element text in the character set of the data set: the file's or, if that is not such a VR,
    /// as with UN (PS3.5 6.2.2), the dictionary's. Null if the element is not such text.
    /// </summary>
    private DicomVR? TextRepresentationOf(in DataElement element)
    {
        if (element.VR.UsesSpecificCharacterSet())
        {
            return element.VR;
        }

        var dictionary = Settings.Dictionary;
        DictionaryEntry entry;
        if (!element.Tag.IsPrivateData)
        {
            return dictionary.TryGet(element.Tag, out entry) && entry.VR.UsesSpecificCharacterSet() ? entry.VR : null;
        }

        return dictionary.HasPrivateEntries && PrivateCreatorOf(element.Tag) is { } creator
            && dictionary.TryGet(element.Tag, creator, out entry) && entry.VR.UsesSpecificCharacterSet()
            ? entry.VR
            : null;
    }

    /// <summary>Whether a value is the same text in all character sets; it may be longer than a span.</summary>
    private static bool IsPlain(in DataElement element)
    {
        const int Piece = 1 << 30;
        for (var offset = 0L; offset < element.Length; offset += Piece)
        {
            if (!SpecificCharacterSet.IsPlain(element.Slice(offset, (int)Math.Min(Piece, element.Length - offset))))
            {
                return false;
            }
        }

        return true;
    }

    private SpecificCharacterSet? OwnCharacterSet()
    {
        if (!TryGet(DicomTag.SpecificCharacterSet, out var element) || element.Sequence is not null
            || element.Length > LongestTerms)
        {
            return null;
        }

        var terms = System.Text.Encoding.Latin1.GetString(element.Value).TrimEnd(' ', '\0');
        return SpecificCharacterSet.TryParse(terms, out var characterSet) ? characterSet : null;
    }

    /// <summary>Clears the cached character set here and in the items below that inherit it.</summary>
    private void ForgetCharacterSets()
    {
        var pending = new Stack<DicomDataset>();
        pending.Push(this);
        while (pending.TryPop(out var dataset))
        {
            if (dataset._characterSet is null)
            {
                continue;
            }

            dataset._characterSet = null;
            foreach (ref readonly var record in dataset.Records)
            {
                for (var i = 0; record.Content is DicomSequence sequence && i < sequence.Count; i++)
                {
                    if (!sequence[i].Contains(DicomTag.SpecificCharacterSet))
                    {
                        pending.Push(sequence[i]);
                    }
                }
            }
        }
    }
}
