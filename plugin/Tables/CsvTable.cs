// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Tables;

/// <summary>A table whose cells contain no quotes, and no commas except in the last column.</summary>
internal sealed class CsvTable
{
    private readonly string[] _columns;

    private CsvTable(string[] columns, List<string[]> rows)
    {
        _columns = columns;
        Rows = rows;
    }

    public IReadOnlyList<string[]> Rows { get; }

    public IReadOnlyList<string> Columns => _columns;

    /// <exception cref="FormatException">A row has fewer cells than the first one.</exception>
    public static CsvTable Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split(',');
        var rows = new List<string[]>(lines.Length - 1);
        for (var i = 1; i < lines.Length; i++)
        {
            // The name of a company may contain a comma: the last cell takes the rest of the line.
            var cells = lines[i].Split(',', columns.Length);
            if (cells.Length != columns.Length)
            {
                throw new FormatException($"line {i + 1} has {cells.Length} cells, not {columns.Length}");
            }

            rows.Add(cells);
        }

        return new CsvTable(columns, rows);
    }

    /// <exception cref="FormatException">There is no such column.</exception>
    public int Column(string name) => Array.IndexOf(_columns, name) is >= 0 and var index
        ? index
        : throw new FormatException($"there is no column {name}");
}
