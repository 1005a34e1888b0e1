// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Tables;

/// <summary>
/// The class of each attribute, one byte for each tag. The CSV table lists all attributes of PS3.6. Those that are
/// merely technical or structural, and that no object needs, are left out here.
/// </summary>
internal static class ClassSource
{
    /// <summary>Set where objects need the attribute.</summary>
    private const uint Needed = 0x80;

    /// <summary>In the order of AttributeClass.</summary>
    private static readonly string[] Classes =
    [
        "unknown", "technical", "structure", "code", "person", "characteristic", "patient-id", "study-id", "order-id",
        "specimen-id", "device-id", "institution", "place", "contact", "narrative", "label", "care-time", "birth-time",
        "device-time", "standard-time", "instance-uid", "device-uid", "standard-uid", "url", "binary",
    ];

    public static string Of(CsvTable table)
    {
        var entries = table.Rows
            .Select(row => (Tag: TagPattern.Parse(row[table.Column("tag")]), Class: Class(row, table)))
            .Where(entry => entry.Class is not (1 or 2))
            .OrderBy(entry => !entry.Tag.IsExact)
            .ThenBy(entry => entry.Tag.Value)
            .ToArray();
        return new SourceText("OrthancDeid.Deidentification.Standard", "AttributeClassTable")
            .Table("uint", "Tags", entries.Select(entry => entry.Tag.Value))
            .Index([.. entries.Where(entry => entry.Tag.IsExact).Select(entry => entry.Tag.Value)])
            .Table("uint", "PatternMasks", entries.Where(entry => !entry.Tag.IsExact).Select(entry => entry.Tag.Mask))
            .Table("byte", "Classes", entries.Select(entry => entry.Class))
            .ToString();
    }

    private static uint Class(string[] row, CsvTable table)
    {
        var name = row[table.Column("class")];
        var needed = row[table.Column("needed")] switch
        {
            "" => 0u,
            "yes" => Needed,
            var other => throw new FormatException($"{other} should be yes or empty"),
        };
        return Array.IndexOf(Classes, name) is > 0 and var number
            ? (uint)number | needed
            : throw new FormatException($"{name} is no class of attributes");
    }
}
