// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>The order of bytes in binary numbers (PS3.5 7.3).</summary>
public enum ByteOrder
{
    /// <summary>Least significant byte first: every transfer syntax but one.</summary>
    LittleEndian,

    /// <summary>Most significant byte first: the retired Explicit VR Big Endian.</summary>
    BigEndian,
}
