// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// An element of a data set: where it is in the source, or what has replaced it. An element that was not edited has a
/// <see cref="HeaderLength"/>, and its bytes, header included, are copied when the file is written. Without one, the
/// element gets a new header, but its value, or the items of a sequence, are still copied if they were not edited.
/// </summary>
internal struct ElementRecord
{
    /// <summary>
    /// As the <see cref="Content"/>, this means that the first fragment in the source is replaced by an empty one.
    /// </summary>
    public static readonly object EmptyOffsetTable = new();

    /// <summary>The offset of the value in the source; meaningless if the value is new.</summary>
    public long Start;

    /// <summary>
    /// The number of bytes in the source from <see cref="Start"/> to the end of the element, delimiters included.
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

    /// <summary>
    /// The length of the value in bytes, with the delimiter of an encapsulated one. Not valid for a sequence.
    /// </summary>
    public readonly long ValueLength => Content switch
    {
        byte[] value => value.Length,
        ComposedValue value => value.Length,
        _ => Length,
    };

    /// <summary>The offset of the element in the source, its header included.</summary>
    public readonly long HeaderStart => Start - HeaderLength;

    /// <summary>The offset of the byte after the element in the source.</summary>
    public readonly long End => Start + Length;
}
