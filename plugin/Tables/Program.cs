// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Tables;

if (args is not [var table, var csv, var output])
{
    Console.Error.WriteLine(
        "usage: OrthancDeid.Tables (dictionary|profiles|safe-private|classes|types) TABLE.csv OUTPUT.cs");
    return 2;
}

try
{
    var rows = CsvTable.Read(csv);
    File.WriteAllText(output, table switch
    {
        "dictionary" => DictionarySource.Of(rows),
        "profiles" => ProfileSource.Of(rows),
        "safe-private" => SafePrivateSource.Of(rows),
        "classes" => ClassSource.Of(rows),
        "types" => TypeSource.Of(rows),
        _ => throw new FormatException($"no table is called {table}"),
    });
    return 0;
}
catch (FormatException e)
{
    // MSBuild shows a line of this form as an error.
    Console.Error.WriteLine($"{csv}: error: {e.Message}");
    return 1;
}
