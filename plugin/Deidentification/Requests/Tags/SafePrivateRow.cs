// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Tags;

/// <summary>A row of a list of safe private elements, as the standard publishes them (PS3.15 Table E.3.10-1).</summary>
internal static class SafePrivateRow
{
    private const string Block = "xx";

    /// <summary>Reads a row of CSV: <c>0019-xx0c,IS,SIEMENS MR HEADER</c>, or the tag as <c>(0019,xx0C)</c> in quotes.</summary>
    /// <returns>Null if it is not such a row.</returns>
    public static (PrivateElementName Name, DicomVR VR)? Parse(string row)
    {
        var fields = Fields(row);
        return fields is [var tag, var vr, { Length: > 0 } creator]
            && EnumName.TryParse<DicomVR>(vr, out var representation) && representation.IsKnown() && representation != DicomVR.UN
            && TagOf(tag) is var (group, element)
            ? (new PrivateElementName(group, creator, element), representation)
            : null;
    }

    private static (ushort Group, byte? Element)? TagOf(string text)
    {
        var tag = text is ['(', .. var inner, ')'] ? inner : text;
        return tag.Length == 9 && tag[4] is ',' or '-' && tag[5..7].Equals(Block, StringComparison.OrdinalIgnoreCase)
            && ushort.TryParse(tag[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group) && group % 2 == 1
            ? tag[7..].Equals(Block, StringComparison.OrdinalIgnoreCase) ? (group, null)
                : byte.TryParse(tag[7..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var element) ? (group, element)
                : null
            : null;
    }

    /// <summary>The fields of a line. A field in quotation marks may contain commas (RFC 4180).</summary>
    private static List<string> Fields(string row)
    {
        var fields = new List<string>();
        var isQuoted = false;
        var start = 0;
        for (var at = 0; at <= row.Length; at++)
        {
            if (at < row.Length && row[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (at == row.Length || (row[at] == ',' && !isQuoted))
            {
                fields.Add(Unquoted(row[start..at].Trim()));
                start = at + 1;
            }
        }

        return fields;
    }

    private static string Unquoted(string field) => field is ['"', .. var inner, '"']
        ? inner.Replace("\"\"", "\"", StringComparison.Ordinal).Trim()
        : field;
}
