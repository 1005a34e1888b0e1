// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Tables;

/// <summary>PS3.15 Table E.3.10-1: private elements that are known to be safe, by creator.</summary>
internal static class SafePrivateSource
{
    /// <summary>All digits but those of the block, which each data set chooses (PS3.5 7.8.1).</summary>
    private const uint BlockMask = 0xFFFF_00FF;

    public static string Of(CsvTable table)
    {
        var entries = table.Rows
            .Select(row => (
                Creator: row[table.Column("private creator")],
                Tag: TagPattern.Parse(row[table.Column("tag")]),
                VR: row[table.Column("vr")]))
            .Select(row => row.Tag.Mask == BlockMask && row.VR.Length == 2
                ? row
                : throw new FormatException($"{row.Tag.Value:x8} is no private element with an open block and a VR"))
            .GroupBy(row => row.Creator)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToArray();
        return new SourceText("OrthancDeid.Deidentification.Standard", "SafePrivateTable")
            .Ascii("Creators", string.Join('|', entries.Select(group => group.Key)))
            .Table("ushort", "Counts", entries.Select(group => (uint)group.Count()))
            .Table("uint", "Tags", entries.SelectMany(group => group.Select(row => row.Tag.Value)))
            .Table("ushort", "VRs",
                entries.SelectMany(group => group.Select(row => ((uint)row.VR[0] << 8) | row.VR[1])))
            .ToString();
    }
}
