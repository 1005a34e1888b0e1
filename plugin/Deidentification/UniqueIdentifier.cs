// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;

namespace OrthancDeid.Deidentification;

/// <summary>Makes DICOM UIDs that say nothing about where and when they were made.</summary>
public static class UniqueIdentifier
{
    /// <summary>A new UID: the root for UUIDs and a random UUID as a decimal number (PS3.5 B.2). At most 44 characters.</summary>
    public static string Create() => Of(Guid.NewGuid());

    /// <summary>The UID of a UUID.</summary>
    internal static string Of(Guid value)
    {
        Span<byte> uuid = stackalloc byte[16];
        value.TryWriteBytes(uuid, bigEndian: true, out _);
        return string.Create(CultureInfo.InvariantCulture, $"2.25.{BinaryPrimitives.ReadUInt128BigEndian(uuid)}");
    }
}
