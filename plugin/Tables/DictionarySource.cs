// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Tables;

/// <summary>
/// The dictionary of PS3.6: parallel tables in ascending order of tags, with repeating groups at the end.
/// </summary>
internal static class DictionarySource
{
    public static string Of(CsvTable table)
    {
        var (tag, keyword, vr, status) = (
            table.Column("tag"), table.Column("keyword"), table.Column("vr"), table.Column("status"));
        var entries = table.Rows
            .Select(row => (Tag: TagPattern.Parse(row[tag]), Keyword: row[keyword], VR: row[vr], Status: row[status]))
            .OrderBy(entry => !entry.Tag.IsExact)
            .ThenBy(entry => entry.Tag.Value)
            .ToArray();
        if (entries.GroupBy(entry => entry.Tag).FirstOrDefault(group => group.Count() > 1) is { } doubled)
        {
            throw new FormatException($"tag {doubled.Key.Value:x8} is listed twice");
        }

        var exact = entries.Where(entry => entry.Tag.IsExact).Select(entry => entry.Tag.Value).ToArray();
        var keywords = new StringBuilder();
        var offsets = new List<uint>();
        foreach (var entry in entries)
        {
            offsets.Add((uint)keywords.Length);
            keywords.Append(entry.Keyword);
        }

        offsets.Add((uint)keywords.Length);
        var byKeyword = Enumerable.Range(0, entries.Length)
            .Where(i => entries[i].Keyword.Length > 0)
            .OrderBy(i => entries[i].Keyword, StringComparer.Ordinal);
        return new SourceText("OrthancDeid.Dicom.Internals", "StandardDictionary")
            .Table("uint", "Tags", entries.Select(entry => entry.Tag.Value))
            .Index(exact)
            .Table("uint", "FirstTags", entries.Select(entry => FirstTag(entry.Tag, exact)))
            .Table("uint", "RepeatingMasks", entries.Where(entry => !entry.Tag.IsExact).Select(entry => entry.Tag.Mask))
            .Table("ushort", "VRs", entries.Select(entry => Letters(entry.VR, 0)))
            .Table("ushort", "AlternativeVRs", entries.Select(entry => Letters(entry.VR, 1)))
            .Table("byte", "Retired", entries.Select(entry => entry.Status == "retired" ? 1u : 0u))
            .Ascii("Keywords", keywords.ToString())
            .Table("uint", "KeywordOffsets", offsets)
            .Table("ushort", "ByKeyword", byKeyword.Select(i => (uint)i))
            .ToString();
    }

    /// <summary>
    /// The tag that the keyword of a row means. For a repeating element, the lowest one that is neither another element
    /// (0028,0400 fits 0028,04x0, but has a row of its own) nor a group length.
    /// </summary>
    private static uint FirstTag(TagPattern pattern, uint[] exact) => pattern.IsExact
        ? pattern.Value
        : pattern.Tags.First(tag => (tag & 0xFFFF) != 0 && !exact.Contains(tag));

    /// <summary>
    /// The two letters of one of several VRs ("US/SS"), the first letter in the upper byte; 0 if there are fewer VRs.
    /// </summary>
    private static uint Letters(string vrs, int index)
    {
        var vr = vrs.Split('/').ElementAtOrDefault(index);
        return vr is null ? 0
            : vr.Length == 2 ? ((uint)vr[0] << 8) | vr[1]
            : throw new FormatException($"{vrs} is no VR");
    }
}
