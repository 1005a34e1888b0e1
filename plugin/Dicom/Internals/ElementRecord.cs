// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// An element of a data set: where it is in the source, or what has replaced it. An element that was not edited has a
/// header length, and its bytes, header included, are copied when the file is written. For one without, a new header is
/// written; its value, or the items of a sequence, are still copied if they were not edited.
/// </summary>
internal struct ElementRecord
{
    /// <summary>As <see cref="Content"/>: the first fragment in the source is replaced by an empty one.</summary>
    public static readonly object EmptyOffsetTable = new();

    /// <summary>The first byte of the value in the source; of no meaning if the value is new.</summary>
    public long Start;

    /// <summary>
    /// The bytes in the source from <see cref="Start"/> to the end of the element, delimiters included.
    /// </summary>
    public long Length;

    /// <summary>
    /// A <see cref="DicomSequence"/>, the <c>byte[]</c> or <see cref="ComposedValue"/> of an edited value,
    /// <see cref="EmptyOffsetTable"/>, or null: the value in the source.
    /// </summary>
    public object? Content;

    public DicomTag Tag;

    public DicomVR VR;

    /// <summary>The size of the header in the source, 8 or 12 bytes; 0 if a new one is written.</summary>
    public byte HeaderLength;

    /// <summary>Whether the value is a series of fragments (PS3.5 A.4).</summary>
    public bool IsEncapsulated;

    /// <summary>Whether the element is unchanged, so that its bytes in the source can be copied.</summary>
    public readonly bool IsAsRead => HeaderLength != 0 && Content is null or DicomSequence { IsEdited: false };

    /// <summary>The bytes of the value; of an encapsulated one, its delimiter included. Not of a sequence.</summary>
    public readonly long ValueLength => Content switch
    {
        byte[] value => value.Length,
        ComposedValue value => value.Length,
        _ => Length,
    };

    /// <summary>The first byte of the element in the source, its header included.</summary>
    public readonly long HeaderStart => Start - HeaderLength;

    /// <summary>The byte after the element in the source.</summary>
    public readonly long End => Start + Length;
}
