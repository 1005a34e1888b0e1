// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// How the elements of one data set or item are encoded. Inside a UN element, it can differ from the rest of the file.
/// </summary>
internal readonly record struct ElementEncoding(bool IsImplicitVR, ByteOrder ByteOrder)
{
    /// <summary>The encoding inside UN (PS3.5 6.2.2, note 4; CP-246).</summary>
    public static ElementEncoding ImplicitLittleEndian => new(true, ByteOrder.LittleEndian);

    public static ElementEncoding ExplicitLittleEndian => new(false, ByteOrder.LittleEndian);

    /// <summary>The native transfer syntax of this encoding.</summary>
    public TransferSyntax Syntax => IsImplicitVR ? TransferSyntax.ImplicitLittleEndian
        : ByteOrder == ByteOrder.LittleEndian ? TransferSyntax.ExplicitLittleEndian
        : TransferSyntax.ExplicitBigEndian;

    public static ElementEncoding Of(TransferSyntax syntax) => new(syntax.IsImplicitVR, syntax.ByteOrder);

    /// <summary>The size of an element's header in bytes (PS3.5 7.1.2, 7.1.3).</summary>
    public int HeaderLength(DicomVR vr) => IsImplicitVR || vr.HasShortLength() ? 8 : 12;
}
