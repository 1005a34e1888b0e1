// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>A data element of a data set (PS3.5 7.1), seen where it stands: nothing is copied.</summary>
public readonly ref struct DataElement
{
    /// <summary>The tag.</summary>
    public DicomTag Tag => throw new NotImplementedException();

    /// <summary>The VR as the file claims it; in an implicit VR data set, that of the dictionary or UN.</summary>
    public DicomVR VR => throw new NotImplementedException();

    /// <summary>
    /// The bytes of the value as they stand in the file; of a sequence or of encapsulated pixel data, the items with
    /// their headers and delimiters.
    /// </summary>
    public long Length => throw new NotImplementedException();

    /// <summary>The bytes of the value; see <see cref="Length"/>. Valid until the file is disposed.</summary>
    /// <exception cref="OverflowException">The value has more than 2 GiB − 1 bytes.</exception>
    public ReadOnlySpan<byte> Value => throw new NotImplementedException();

    /// <summary>The items, if this is a sequence, whatever VR the file claims; null otherwise.</summary>
    public DicomSequence? Sequence => throw new NotImplementedException();

    /// <summary>Whether the value is a series of fragments (PS3.5 A.4), not a native value.</summary>
    public bool IsEncapsulated => throw new NotImplementedException();

    /// <summary>The data set that the element stands in.</summary>
    public DicomDataset Dataset => throw new NotImplementedException();
}
