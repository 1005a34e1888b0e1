// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>The properties that PS3.5 gives each value representation.</summary>
public static class DicomVRTraits
{
    /// <summary>Whether PS3.5 6.2 defines this representation.</summary>
    public static bool IsKnown(this DicomVR vr) => vr is DicomVR.AE or DicomVR.AS or DicomVR.AT or DicomVR.CS
        or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.FD or DicomVR.FL or DicomVR.IS or DicomVR.LO
        or DicomVR.LT or DicomVR.OB or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV or DicomVR.OW
        or DicomVR.PN or DicomVR.SH or DicomVR.SL or DicomVR.SQ or DicomVR.SS or DicomVR.ST or DicomVR.SV
        or DicomVR.TM or DicomVR.UC or DicomVR.UI or DicomVR.UL or DicomVR.UN or DicomVR.UR or DicomVR.US
        or DicomVR.UT or DicomVR.UV;

    /// <summary>
    /// Whether the explicit form has a 16-bit length right after the letters; all others, future ones included, have
    /// two reserved bytes and a 32-bit length (PS3.5 7.1.2). Anything but two letters has a short length: old software
    /// wrote "??", "--", spaces or zeros where it knew no VR, and all VRs of its time had a short length.
    /// </summary>
    public static bool HasShortLength(this DicomVR vr) => vr is DicomVR.AE or DicomVR.AS or DicomVR.AT or DicomVR.CS
        or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.FD or DicomVR.FL or DicomVR.IS or DicomVR.LO
        or DicomVR.LT or DicomVR.PN or DicomVR.SH or DicomVR.SL or DicomVR.SS or DicomVR.ST or DicomVR.TM
        or DicomVR.UI or DicomVR.UL or DicomVR.US
        || !IsLetter((ushort)vr >> 8) || !IsLetter((ushort)vr & 0xFF);

    /// <summary>Whether values are character strings (PS3.5 6.2, Table 6.2-1).</summary>
    public static bool IsText(this DicomVR vr) => vr is DicomVR.AE or DicomVR.AS or DicomVR.CS or DicomVR.DA
        or DicomVR.DS or DicomVR.DT or DicomVR.IS or DicomVR.LO or DicomVR.LT or DicomVR.PN or DicomVR.SH
        or DicomVR.ST or DicomVR.TM or DicomVR.UC or DicomVR.UI or DicomVR.UR or DicomVR.UT;

    /// <summary>Whether values are written in the Specific Character Set of the data set (PS3.5 6.1.2.3).</summary>
    public static bool UsesSpecificCharacterSet(this DicomVR vr) => vr is DicomVR.LO or DicomVR.LT or DicomVR.PN
        or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UT;

    /// <summary>
    /// Whether a backslash separates values; in LT, ST, UR and UT it is an ordinary character (PS3.5 6.4).
    /// </summary>
    public static bool IsMultiValuedText(this DicomVR vr) =>
        vr.IsText() && vr is not (DicomVR.LT or DicomVR.ST or DicomVR.UR or DicomVR.UT);

    /// <summary>
    /// The size in bytes of the unit that the byte order applies to: one number, or half of a tag in AT. 1, 2, 4 or 8;
    /// 0 for text, SQ and unknown representations.
    /// </summary>
    public static int UnitSize(this DicomVR vr) => vr switch
    {
        DicomVR.OB or DicomVR.UN => 1,
        DicomVR.AT or DicomVR.OW or DicomVR.SS or DicomVR.US => 2,
        DicomVR.FL or DicomVR.OF or DicomVR.OL or DicomVR.SL or DicomVR.UL => 4,
        DicomVR.FD or DicomVR.OD or DicomVR.OV or DicomVR.SV or DicomVR.UV => 8,
        _ => 0,
    };

    /// <summary>
    /// The byte that makes an odd value even: a space for text, zero for UI and all others (PS3.5 6.2).
    /// </summary>
    public static byte Padding(this DicomVR vr) => vr.IsText() && vr != DicomVR.UI ? (byte)' ' : (byte)0;

    /// <summary>The greatest even length, in bytes, that the length field of the explicit form can hold.</summary>
    public static long MaximumLength(this DicomVR vr) => vr.HasShortLength() ? 0xFFFE : 0xFFFF_FFFE;

    /// <summary>The two letters; <c>??</c> for none.</summary>
    public static string Letters(this DicomVR vr) =>
        vr == DicomVR.None ? "??" : new string([(char)((ushort)vr >> 8), (char)((ushort)vr & 0xFF)]);

    private static bool IsLetter(int character) => character is >= 'A' and <= 'Z';
}
