// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Tables;

/// <summary>The Basic Profile of each edition of PS3.15 Table E.1-1: one byte an edition for each tag.</summary>
internal static class ProfileSource
{
    public static string Of(CsvTable table)
    {
        var tag = table.Column("tag");
        var editions = table.Columns.Skip(table.Column("keyword") + 1).ToArray();
        var entries = table.Rows
            .Select(row => (Tag: TagPattern.Parse(row[tag]), Row: row))
            .OrderBy(entry => !entry.Tag.IsExact)
            .ThenBy(entry => entry.Tag.Value)
            .ToArray();
        var source = new SourceText("OrthancDeid.Deidentification.Profiles", "BasicProfileTables")
            .Ascii("Editions", string.Join(',', editions))
            .Table("uint", "Tags", entries.Select(entry => entry.Tag.Value))
            .Table("uint", "PatternMasks", entries.Where(entry => !entry.Tag.IsExact).Select(entry => entry.Tag.Mask));
        return source
            .Table("byte", "Actions", editions.SelectMany(edition => entries.Select(entry => Action(entry.Row[table.Column(edition)]))))
            .ToString();
    }

    /// <summary>
    /// What a server that never looks into object definitions makes of an action code (PS3.15 Table E.1-1a): of several
    /// choices, the strictest that leaves no dummy value behind. The numbers are those of ProfileAction.
    /// </summary>
    private static uint Action(string code) => code switch
    {
        "" => 0,
        "X" or "X/D" or "X/Z" or "X/Z/D" => 1,
        "Z" or "D" or "Z/D" => 2,
        "U" => 3,
        "X/Z/U*" => 4,
        _ => throw new FormatException($"{code} is no action"),
    };
}
