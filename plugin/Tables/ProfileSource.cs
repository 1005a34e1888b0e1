// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Tables;

/// <summary>
/// Each edition of PS3.15 Table E.1-1: for each tag, the action of the Basic Profile, the choices that it leaves open,
/// and the actions of the options.
/// </summary>
internal static class ProfileSource
{
    /// <summary>How the name of the column with the options of an edition ends.</summary>
    private const string OptionColumn = " options";

    /// <summary>The options in the order of the table's columns, which is that of ConfidentialityOption.</summary>
    private static readonly string[] Options =
    [
        "safe_private", "uids", "device_identity", "institution_identity", "patient_characteristics",
        "full_dates", "modified_dates", "descriptors", "structured_content", "graphics",
    ];

    public static string Of(CsvTable table)
    {
        var tag = table.Column("tag");
        var editions = table.Columns.Skip(table.Column("keyword") + 1)
            .Where(column => !column.EndsWith(OptionColumn, StringComparison.Ordinal)).ToArray();
        var withOptions = editions.Where(edition => table.Columns.Contains(edition + OptionColumn)).ToArray();
        var entries = table.Rows
            .Select(row => (Tag: TagPattern.Parse(row[tag]), Row: row))
            .OrderBy(entry => !entry.Tag.IsExact)
            .ThenBy(entry => entry.Tag.Value)
            .ToArray();
        var source = new SourceText("OrthancDeid.Deidentification.Standard", "BasicProfileTables")
            .Ascii("Editions", string.Join(',', editions))
            .Table("uint", "Tags", entries.Select(entry => entry.Tag.Value))
            .Index([.. entries.Where(entry => entry.Tag.IsExact).Select(entry => entry.Tag.Value)])
            .Table("uint", "PatternMasks", entries.Where(entry => !entry.Tag.IsExact).Select(entry => entry.Tag.Mask));
        return source
            .Table("byte", "Actions",
                editions.SelectMany(edition => entries.Select(entry => Action(entry.Row[table.Column(edition)]))))
            .Table("byte", "Choices", editions.SelectMany(
                edition => entries.Select(entry => Choices(
                    entry.Row[table.Column(edition)], entry.Row[table.Column(editions[^1])]))))
            .Ascii("EditionsWithOptions", string.Join(',', withOptions))
            .Table("ushort", "Retained", withOptions.SelectMany(edition => entries.Select(
                entry => Bits(entry.Row[table.Column(edition + OptionColumn)], 'K'))))
            .Table("ushort", "Cleaned", withOptions.SelectMany(edition => entries.Select(
                entry => Bits(entry.Row[table.Column(edition + OptionColumn)], 'C'))))
            .ToString();
    }

    /// <summary>
    /// What an action code (PS3.15 Table E.1-1a) means without the object definition. If it has several choices, the
    /// strictest that leaves no dummy value. The numbers are those of ProfileAction.
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

    /// <summary>
    /// Which actions a code leaves to the object definition, one bit each; the numbers are those of ProfileChoices.
    /// Where an edition deletes what objects need and the newest one corrects this (2017c: VerifyingOrganization,
    /// AcquisitionContextSequence, ContentSequence), the code of the newest one is read.
    /// </summary>
    private static uint Choices(string code, string newest) => code switch
    {
        "" => 0,
        "X" when newest is "Z" or "D" or "X/Z" or "X/D" or "Z/D" or "X/Z/D" => Choices(newest, newest),
        _ => code.Split('/').Aggregate(0u, (bits, action) => bits | action switch
        {
            "X" => 1u,
            "Z" => 2,
            "D" => 4,
            "U" or "U*" => 8,
            _ => throw new FormatException($"{code} is no action"),
        }),
    };

    /// <summary>The options that have an action in a cell such as "uids=K descriptors=C", one bit each.</summary>
    private static uint Bits(string cell, char action)
    {
        var bits = 0u;
        foreach (var entry in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // X deletes what the Basic Profile deletes anyway, so it needs no bit.
            if (entry.Split('=') is not [var option, "K" or "C" or "X"]
                || Array.IndexOf(Options, option) is not (>= 0 and var index))
            {
                throw new FormatException($"{entry} is no action of an option");
            }

            bits |= entry[^1] == action ? 1u << index : 0;
        }

        return bits;
    }
}
