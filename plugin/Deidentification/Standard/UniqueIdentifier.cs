// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>Makes DICOM UIDs that do not reveal where and when they were made.</summary>
internal static class UniqueIdentifier
{
    private const string StandardRoot = "1.2.840.10008.";
    private const int MostDigitsOfStandard = 4;
    private const int MostComponentsOfStandard = 8;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789.");

    /// <summary>
    /// A new UID: the root for UUIDs and a random UUID as a decimal number (PS3.5 B.2). At most 44 characters.
    /// </summary>
    public static string Create() => Of(Guid.NewGuid());

    /// <summary>Whether a text has characters that no UID has (PS3.5 9.1), other than padding.</summary>
    internal static bool HasOthers(ReadOnlySpan<char> uid) => uid.Trim(" \0").ContainsAnyExcept(Characters);

    /// <summary>
    /// Whether the standard itself defines a UID: below its root (PS3.5 9), and as short as those of PS3.6 Annex A.
    /// Longer ones were made by somebody who misused the root, and may identify an instance.
    /// </summary>
    internal static bool IsOfStandard(ReadOnlySpan<char> uid)
    {
        if (!uid.StartsWith(StandardRoot))
        {
            return false;
        }

        var (components, digits) = (1, 0);
        foreach (var character in uid[StandardRoot.Length..])
        {
            (components, digits) = character == '.' ? (components + 1, 0) : (components, digits + 1);
            if (digits > MostDigitsOfStandard || components > MostComponentsOfStandard)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The UID of a UUID.</summary>
    internal static string Of(Guid value)
    {
        Span<byte> uuid = stackalloc byte[16];
        value.TryWriteBytes(uuid, bigEndian: true, out _);
        return string.Create(CultureInfo.InvariantCulture, $"2.25.{BinaryPrimitives.ReadUInt128BigEndian(uuid)}");
    }
}
