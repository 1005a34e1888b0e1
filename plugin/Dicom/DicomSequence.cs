// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>The items of a sequence (PS3.5 7.5).</summary>
public sealed class DicomSequence
{
    /// <summary>The data set that the sequence is an element of.</summary>
    public DicomDataset Owner => throw new NotImplementedException();

    /// <summary>The tag of the sequence in its data set.</summary>
    public DicomTag Tag => throw new NotImplementedException();

    /// <summary>The number of items.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>An item, counted from 0.</summary>
    public DicomDataset this[int index] => throw new NotImplementedException();

    /// <summary>Appends an empty item.</summary>
    public DicomDataset AddItem() => throw new NotImplementedException();

    /// <summary>Deletes all items.</summary>
    public void Clear() => throw new NotImplementedException();
}
