// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>A DICOM file (PS3.10 7): meta information and a data set.</summary>
public sealed class DicomFile : IDisposable
{
    /// <summary>The data set.</summary>
    public DicomDataset Dataset => throw new NotImplementedException();

    /// <summary>The meta information as it was read, group 0002; empty if there was none. It is written anew, not from here.</summary>
    public DicomDataset MetaInformation => throw new NotImplementedException();

    /// <summary>How the data set is encoded.</summary>
    public TransferSyntax TransferSyntax => throw new NotImplementedException();

    /// <summary>Bytes after the data set that belong to no element; they are not written.</summary>
    public long TrailingBytes => throw new NotImplementedException();

    /// <summary>A new file with an empty data set.</summary>
    public static DicomFile Create(TransferSyntax transferSyntax) => throw new NotImplementedException();

    /// <summary>Reads a file where it stands; values are not copied.</summary>
    /// <param name="source">The bytes of the file; from now on owned by the returned file, or disposed if reading fails.</param>
    /// <param name="dictionary">Gives the VR of implicit elements; null for PS3.6.</param>
    /// <exception cref="DicomFormatException">The bytes are no DICOM file.</exception>
    public static DicomFile Parse(NativeBuffer source, ElementDictionary? dictionary = null) => throw new NotImplementedException();

    /// <summary>Writes the file anew, with a zeroed preamble.</summary>
    /// <param name="implementation">Who writes: (0002,0012) and (0002,0013).</param>
    /// <exception cref="InvalidOperationException">The data set is too long, or a defined length does not fit its 32 bits.</exception>
    public NativeBuffer Write(Implementation implementation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>Who writes a file (PS3.7 D.3.3.2).</summary>
/// <param name="ClassUID">Implementation Class UID.</param>
/// <param name="VersionName">Implementation Version Name, at most 16 characters.</param>
public sealed record Implementation(string ClassUID, string VersionName);
