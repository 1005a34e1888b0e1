// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Tests;

/// <summary>
/// The tables of the standard as the project stores them. The build generates code from these files, and tests read them
/// independently to compare the code with them. The build copies them, see tests/Directory.Build.props.
/// </summary>
internal static class PublishedTables
{
    /// <summary>PS3.6: every element.</summary>
    public static IEnumerable<DictionaryRow> Dictionary() => Rows("ps3.6-2024e.csv").Select(row => new DictionaryRow(
        row["tag"], row["keyword"], row["vr"].Split('/'), row["status"] == "retired"));

    /// <summary>PS3.15 Table E.1-1: the rows of one edition.</summary>
    public static IEnumerable<ProfileRow> Profile(string edition) => Rows("ps3.15-table-e.1-1.csv")
        .Where(row => row[edition].Length > 0)
        .Select(row => new ProfileRow(
            row["tag"],
            row[edition],
            (row.GetValueOrDefault(edition + " options") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>PS3.15 Table E.3.10-1: private elements known to be safe; xx stands for the block.</summary>
    public static IEnumerable<SafePrivateRow> SafePrivate() => Rows("ps3.15-table-e.3.10-1.csv")
        .Select(row => new SafePrivateRow(row["tag"], row["vr"], row["private creator"]));

    /// <summary>The project's own table: the class of every attribute of PS3.6.</summary>
    public static IEnumerable<ClassRow> Classes() => Rows("attribute-classes.csv")
        .Select(row => new ClassRow(row["tag"], row["keyword"], row["class"], row["needed"] == "yes"));

    /// <summary>PS3.3: the modules of SOP classes (without a tag), and the types of the attributes of modules and
    /// items.</summary>
    public static IEnumerable<TypeRow> Types() => Rows("ps3.3-types.csv")
        .Select(row => new TypeRow(row["attribute"], row["definition"], row["type"], row["items"]));

    private static IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "tables", name));
        var columns = lines[0].Split(',');
        return lines.Skip(1).Select(line => columns.Zip(line.Split(',', columns.Length))
            .ToDictionary(cell => cell.First, cell => cell.Second));
    }

    /// <summary>A tag as the tables write it, gggg-eeee, where x is any hexadecimal digit.</summary>
    internal abstract record Row(string Pattern)
    {
        /// <summary>Whether the row is about one tag.</summary>
        public bool IsExact => !Pattern.Contains('x', StringComparison.Ordinal);

        /// <summary>The tag, or one of those that the pattern matches.</summary>
        public DicomTag Tag => TagWith('2');

        /// <summary>The tag with a digit in place of each x.</summary>
        public DicomTag TagWith(char digit) => new(uint.Parse(
            Pattern.Replace("-", "", StringComparison.Ordinal).Replace('x', digit),
            NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    /// <summary>A row of PS3.6.</summary>
    internal sealed record DictionaryRow(string Pattern, string Keyword, string[] VRs, bool IsRetired) : Row(Pattern);

    /// <summary>A row of Table E.1-1: the action of the Basic Profile, and those of the options, such as
    /// <c>uids=K</c>.</summary>
    internal sealed record ProfileRow(string Pattern, string Action, string[] Options) : Row(Pattern);

    /// <summary>An attribute with its class, as the table writes it, and whether objects need it.</summary>
    internal sealed record ClassRow(string Pattern, string Keyword, string Class, bool IsNeeded) : Row(Pattern);

    /// <summary>A row of Table E.3.10-1.</summary>
    internal sealed record SafePrivateRow(string Pattern, string VR, string Creator) : Row(Pattern);

    /// <summary>A row of the table of types.</summary>
    internal sealed record TypeRow(string Pattern, string Definition, string Type, string Items) : Row(Pattern);
}
