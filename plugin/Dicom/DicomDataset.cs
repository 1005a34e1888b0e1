// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>Tells whether an element is meant.</summary>
public delegate bool DataElementPredicate(DataElement element);

/// <summary>A data set or an item of a sequence: data elements in the order of the file (PS3.5 7).</summary>
public sealed class DicomDataset
{
    /// <summary>The sequence that this is an item of; null for the data set of a file.</summary>
    public DicomSequence? Parent => throw new NotImplementedException();

    /// <summary>The number of elements.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Whether elements carry no VR: by the transfer syntax, or inside a UN element (PS3.5 6.2.2).</summary>
    public bool IsImplicitVR => throw new NotImplementedException();

    /// <summary>The order of bytes in binary numbers.</summary>
    public ByteOrder ByteOrder => throw new NotImplementedException();

    /// <summary>The character set in force: (0008,0005) of this data set, else of the one around it (PS3.3 C.12.1.1.2).</summary>
    public SpecificCharacterSet CharacterSet => throw new NotImplementedException();

    /// <summary>An element by its place, counted from 0.</summary>
    public DataElement this[int index] => throw new NotImplementedException();

    /// <summary>The place of the first element with a tag, or −1.</summary>
    public int IndexOf(DicomTag tag) => throw new NotImplementedException();

    /// <summary>Whether there is an element with a tag.</summary>
    public bool Contains(DicomTag tag) => IndexOf(tag) >= 0;

    /// <summary>The first element with a tag.</summary>
    public bool TryGet(DicomTag tag, out DataElement element) => throw new NotImplementedException();

    /// <summary>Sets an element, in place of those with that tag or inserted by tag order.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="vr">The VR; not SQ, and not written if the data set is implicit.</param>
    /// <param name="value">
    /// The bytes in the byte order of the data set; not copied, so leave them alone. An odd number is padded.
    /// </param>
    /// <exception cref="ArgumentException">The value is longer than the length field of the VR can say.</exception>
    public void Set(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value) => throw new NotImplementedException();

    /// <summary>Sets the value of the element at a place; otherwise as <see cref="Set"/>. Its tag stays.</summary>
    public void SetAt(int index, DicomVR vr, ReadOnlyMemory<byte> value) => throw new NotImplementedException();

    /// <summary>Sets an empty sequence, in place of the elements with that tag or inserted by tag order.</summary>
    public DicomSequence SetSequence(DicomTag tag) => throw new NotImplementedException();

    /// <summary>Deletes all elements with a tag.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(DicomTag tag) => throw new NotImplementedException();

    /// <summary>Deletes, in one pass, all elements that are meant; does not look into sequences.</summary>
    /// <returns>How many elements were deleted.</returns>
    public int RemoveWhere(DataElementPredicate predicate) => throw new NotImplementedException();

    /// <summary>This data set and all items below it, each before those inside it, without recursion.</summary>
    /// <remarks>Elements may be edited meanwhile; items that come into being after their parent was visited are skipped or met, unspecified.</remarks>
    public IEnumerable<DicomDataset> SelfAndDescendants() => throw new NotImplementedException();

    /// <summary>The private creator of a private data element: the text of (gggg,00xx) for (gggg,xxee), padding trimmed; null if there is none.</summary>
    public string? PrivateCreatorOf(DicomTag tag) => throw new NotImplementedException();

    /// <summary>The value of a text element, decoded, without trailing padding; several values stay joined by backslashes.</summary>
    /// <returns>Null if the element is missing or is a sequence.</returns>
    public string? GetText(DicomTag tag) => throw new NotImplementedException();

    /// <summary>Converts all text here and below to another character set, and sets (0008,0005) here.</summary>
    public void ConvertText(SpecificCharacterSet target) => throw new NotImplementedException();
}
