// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// What a data set keeps of an element: where it stands in the source, or what has taken its place. An element that was
/// not edited has a header length, and its bytes, header included, are copied as they stand when the file is written.
/// One without has its header written anew, and keeps its value, or the items of a sequence, where that was not edited.
/// </summary>
internal struct ElementRecord
{
    /// <summary>As <see cref="Content"/>: of the fragments in the source, the first one is gone, an empty one is written.</summary>
    public static readonly object EmptyOffsetTable = new();

    /// <summary>The first byte of the value in the source; nothing if that has a new value.</summary>
    public long Start;

    /// <summary>The bytes in the source from <see cref="Start"/> to the end of the element, delimiters included.</summary>
    public long Length;

    /// <summary>
    /// A <see cref="DicomSequence"/>, the <c>byte[]</c> of an edited value, <see cref="EmptyOffsetTable"/>, or null: the
    /// value in the source.
    /// </summary>
    public object? Content;

    public DicomTag Tag;

    public DicomVR VR;

    /// <summary>The bytes of the header in the source: 8 or 12; 0 if it is written anew.</summary>
    public byte HeaderLength;

    /// <summary>Whether the value is a series of fragments (PS3.5 A.4).</summary>
    public bool IsEncapsulated;

    /// <summary>Whether the element still stands as it was read, so that its source bytes say it all.</summary>
    public readonly bool IsAsRead => HeaderLength != 0 && Content is null or DicomSequence { IsEdited: false };

    /// <summary>The first byte of the element in the source, its header included.</summary>
    public readonly long HeaderStart => Start - HeaderLength;

    /// <summary>The byte after the element in the source.</summary>
    public readonly long End => Start + Length;
}
