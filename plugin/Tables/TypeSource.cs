// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Tables;

/// <summary>
/// The object definitions of PS3.3 as far as they say which attributes may not be missing: for each SOP class the types of
/// the attributes of its data set, and for each sequence those of its items. A row without an attribute names a SOP class
/// and its modules; all others say what a module, or the items of a sequence, need.
/// </summary>
internal static class TypeSource
{
    /// <summary>The types in the order of AttributeType; what stands nowhere is of type 3 or has no place there.</summary>
    private static readonly string[] Types = ["", "2", "1C", "1"];

    public static string Of(CsvTable table)
    {
        var (definition, attribute, type, items) = (
            table.Column("definition"), table.Column("attribute"), table.Column("type"), table.Column("items"));
        var rows = table.Rows.ToLookup(row => row[attribute].Length == 0);
        var definitions = rows[false].ToLookup(row => row[definition], row => new Row(
            TagPattern.Parse(row[attribute]).Value, TypeOf(row[type]), row[items]));
        var classes = rows[true].OrderBy(row => row[definition], StringComparer.Ordinal).ToArray();
        var nodes = new NodeTable(definitions);
        var roots = classes.Select(row => (uint)nodes.Of(row[items].Split(' '))).ToArray();
        return new SourceText("OrthancDeid.Deidentification.Rules", "AttributeTypeTables")
            .Ascii("Classes", string.Join(',', classes.Select(row => row[definition])))
            .Table("ushort", "Roots", roots)
            .Table("ushort", "Starts", nodes.Starts())
            .Table("uint", "Tags", nodes.Rows.Select(row => row.Tag))
            .Table("byte", "Types", nodes.Rows.Select(row => row.Type))
            .Table("ushort", "Items", nodes.Rows.Select(row => row.Items))
            .ToString();
    }

    /// <summary>2C is as 2 where the attribute is present, and nobody asks elsewhere.</summary>
    private static uint TypeOf(string text) => Array.IndexOf(Types, text == "2C" ? "2" : text) is >= 0 and var type
        ? (uint)type
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{text} is no type"));

    private sealed record Row(uint Tag, uint Type, string Items);

    /// <summary>
    /// One node for each set of definitions that say together what a data set or an item needs; the first one, which has no
    /// rows, is for those of which nothing is said. Of two that name an attribute the stricter counts.
    /// </summary>
    private sealed class NodeTable(ILookup<string, Row> definitions)
    {
        private readonly Dictionary<string, int> _nodes = new() { [""] = 0 };
        private readonly List<(uint Tag, uint Type, uint Items)[]> _rows = [[]];

        public IEnumerable<(uint Tag, uint Type, uint Items)> Rows => _rows.SelectMany(rows => rows);

        /// <summary>Where the rows of each node begin, and where the last ones end.</summary>
        public IEnumerable<uint> Starts()
        {
            var start = 0u;
            yield return start;
            foreach (var rows in _rows)
            {
                start += (uint)rows.Length;
                yield return start;
            }
        }

        public int Of(IEnumerable<string> names)
        {
            var sorted = names.Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray();
            var key = string.Join(' ', sorted);
            if (_nodes.TryGetValue(key, out var known))
            {
                return known;
            }

            // Before its rows: an item may hold items of its own kind.
            var node = _rows.Count;
            _nodes[key] = node;
            _rows.Add([]);
            _rows[node] = [.. sorted.SelectMany(RowsOf).GroupBy(row => row.Tag).OrderBy(rows => rows.Key).Select(
                rows => (rows.Key, rows.Max(row => row.Type), (uint)Of(rows.Select(row => row.Items))))];
            return node;
        }

        private IEnumerable<Row> RowsOf(string name) => definitions.Contains(name)
            ? definitions[name]
            : throw new FormatException($"nothing says what {name} needs");
    }
}
