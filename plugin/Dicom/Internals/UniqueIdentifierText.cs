// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;

namespace OrthancDeid.Dicom.Internals;

/// <summary>Reads unique identifiers (PS3.5 9.1).</summary>
internal static class UniqueIdentifierText
{
    private const int Longest = 64;

    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789."u8);

    /// <summary>The text of a UID, without its padding.</summary>
    /// <returns>
    /// Null if the element is missing or not a UID: more than 64 bytes, or characters other than digits and dots. Such
    /// a value may be anything, even the name of a patient.
    /// </returns>
    public static string? Of(DicomDataset dataset, DicomTag tag)
    {
        if (!dataset.TryGet(tag, out var element) || element.Sequence is not null || element.Length > int.MaxValue)
        {
            return null;
        }

        var uid = element.Value.TrimEnd("\0 "u8);
        return uid.Length is 0 or > Longest || uid.ContainsAnyExcept(Characters)
            ? null
            : Encoding.ASCII.GetString(uid);
    }
}
