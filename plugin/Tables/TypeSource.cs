// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Tables;

/// <summary>
/// Which attributes the object definitions of PS3.3 require: for each SOP class the types of the attributes in its data
/// set, and for each sequence those in its items. A row without an attribute names a SOP class and its modules; all
/// others say what a module, or an item of a sequence, needs.
/// </summary>
internal static class TypeSource
{
    /// <summary>
    /// The types in the order of AttributeType; an attribute that is not listed is of type 3 or not in the object.
    /// </summary>
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
        return new SourceText("OrthancDeid.Deidentification.Standard", "AttributeTypeTables")
            .Ascii("Classes", string.Join(',', classes.Select(row => row[definition])))
            .Table("ushort", "Roots", roots)
            .Table("ushort", "Starts", nodes.Starts())
            .Table("uint", "Tags", nodes.Rows.Select(row => row.Tag))
            .Table("byte", "Types", nodes.Rows.Select(row => row.Type))
            .Table("ushort", "Items", nodes.Rows.Select(row => row.Items))
            .ToString();
    }

    /// <summary>2C is read as 2: the type is looked up only for attributes that are present.</summary>
    private static uint TypeOf(string text) => Array.IndexOf(Types, text == "2C" ? "2" : text) is >= 0 and var type
        ? (uint)type
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{text} is no type"));

    private sealed record Row(uint Tag, uint Type, string Items);

    /// <summary>
    /// One node for each set of definitions that apply together to a data set or an item. The first node, without rows,
    /// is for unknown data sets and items. If two definitions name an attribute, the stricter one counts.
    /// </summary>
    private sealed class NodeTable(ILookup<string, Row> definitions)
    {
        private readonly Dictionary<string, int> _nodes = new() { [""] = 0 };
        private readonly List<(uint Tag, uint Type, uint Items)[]> _rows = [[]];

        public IEnumerable<(uint Tag, uint Type, uint Items)> Rows => _rows.SelectMany(rows => rows);

        /// <summary>The first row of each node, and the end of the last one.</summary>
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

            // Added before its rows are known, since an item may hold items of its own kind.
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
