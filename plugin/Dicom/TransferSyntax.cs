// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>How a data set is encoded (PS3.5 10, PS3.6 Table A-1).</summary>
/// <param name="UID">The UID, as in (0002,0010), also that of a private syntax.</param>
/// <param name="IsImplicitVR">Whether elements carry no VR.</param>
/// <param name="ByteOrder">The order of bytes in binary numbers.</param>
/// <param name="IsDeflated">Whether the data set is one raw deflate stream (PS3.5 A.5).</param>
public sealed record TransferSyntax(string UID, bool IsImplicitVR, ByteOrder ByteOrder, bool IsDeflated)
{
    private const string Root = "1.2.840.10008.1.2.";

    /// <summary>
    /// The syntaxes of PS3.6 Table A-1 that are explicit little endian with an encapsulated or referenced pixel
    /// stream (PS3.5 A.4), without their common prefix.
    /// </summary>
    private static readonly HashSet<string> Encapsulated =
    [
        "1.98",
        "4.50", "4.51", "4.52", "4.53", "4.54", "4.55", "4.56", "4.57", "4.58", "4.59", "4.60", "4.61", "4.62", "4.63",
        "4.64", "4.65", "4.66", "4.70", "4.80", "4.81", "4.90", "4.91", "4.92", "4.93", "4.94", "4.95",
        "4.100", "4.100.1", "4.101", "4.101.1", "4.102", "4.102.1", "4.103", "4.103.1", "4.104", "4.104.1", "4.105",
        "4.105.1", "4.106", "4.106.1", "4.107", "4.108", "4.110", "4.111", "4.112",
        "4.201", "4.202", "4.203", "4.204", "4.205", "5", "6.1", "6.2", "7.1", "7.2", "7.3", "8.1",
    ];

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

    /// <summary>
    /// Whether pixel data is native, as in the four syntaxes above; in all others it is encapsulated (PS3.5 A) or has
    /// a form of its own.
    /// </summary>
    public bool IsNative => this == ImplicitLittleEndian || this == ExplicitLittleEndian || this == ExplicitBigEndian
        || this == DeflatedExplicitLittleEndian;

    /// <summary>
    /// The transfer syntax of a UID. Every syntax but the four above is explicit little endian with an encapsulated or
    /// referenced pixel stream (PS3.5 A.4), which is not decoded here.
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

    /// <summary>
    /// Whether the standard defines how a data set with this transfer syntax is encoded. Private syntaxes can have any
    /// encoding: that of GE, 1.2.840.113619.5.2, is implicit with big endian pixel data.
    /// </summary>
    internal static bool IsOfStandard(string uid) => FromUID(uid).IsNative
        || (uid.StartsWith(Root, StringComparison.Ordinal) && Encapsulated.Contains(uid[Root.Length..]));
}
