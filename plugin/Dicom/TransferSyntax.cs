// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>How a data set is encoded (PS3.5 10, PS3.6 Table A-1).</summary>
/// <param name="UID">The UID that stands in (0002,0010).</param>
/// <param name="IsImplicitVR">Whether elements carry no VR.</param>
/// <param name="ByteOrder">The order of bytes in binary numbers.</param>
/// <param name="IsDeflated">Whether the data set is one raw deflate stream (PS3.5 A.5).</param>
public sealed record TransferSyntax(string UID, bool IsImplicitVR, ByteOrder ByteOrder, bool IsDeflated)
{
    /// <summary>Implicit VR Little Endian, 1.2.840.10008.1.2.</summary>
    public static TransferSyntax ImplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2", true, ByteOrder.LittleEndian, false);

    /// <summary>Explicit VR Little Endian, 1.2.840.10008.1.2.1.</summary>
    public static TransferSyntax ExplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2.1", false, ByteOrder.LittleEndian, false);

    /// <summary>Explicit VR Big Endian (retired), 1.2.840.10008.1.2.2.</summary>
    public static TransferSyntax ExplicitBigEndian { get; } =
        new("1.2.840.10008.1.2.2", false, ByteOrder.BigEndian, false);

    /// <summary>Deflated Explicit VR Little Endian, 1.2.840.10008.1.2.1.99.</summary>
    public static TransferSyntax DeflatedExplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2.1.99", false, ByteOrder.LittleEndian, true);

    /// <summary>Whether pixel data is native; in all but the four above it is encapsulated (PS3.5 A).</summary>
    public bool IsNative => this == ImplicitLittleEndian || this == ExplicitLittleEndian || this == ExplicitBigEndian
        || this == DeflatedExplicitLittleEndian;

    /// <summary>
    /// The transfer syntax of a UID. Every syntax that is not one of the four above is explicit little endian around an
    /// encapsulated or referenced pixel stream (PS3.5 A.4), which needs no decoding here.
    /// </summary>
    public static TransferSyntax FromUID(string uid) => uid switch
    {
        "1.2.840.10008.1.2" => ImplicitLittleEndian,
        "1.2.840.10008.1.2.1" => ExplicitLittleEndian,
        "1.2.840.10008.1.2.2" => ExplicitBigEndian,
        "1.2.840.10008.1.2.1.99" => DeflatedExplicitLittleEndian,
        // JPIP Referenced Deflate and its HTJ2K sibling are deflated as a whole too (PS3.5 A.7, A.12).
        "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.205" => new(uid, false, ByteOrder.LittleEndian, true),
        _ => new(uid, false, ByteOrder.LittleEndian, false),
    };
}
