// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>
/// A value in a table for spreadsheets, which run one that begins as a formula does, whatever quotation marks are around it: a
/// file of another hospital would decide what runs at the data manager's.
/// </summary>
internal static class SpreadsheetText
{
    /// <summary>A spreadsheet takes what follows for text.</summary>
    private const char Mark = '\'';

    /// <summary>The value as text: with an apostrophe before what would be a formula.</summary>
    public static string Protected(string value) => IsFormula(value.AsSpan().TrimStart(Mark)) ? Mark + value : value;

    /// <summary>The value that <see cref="Protected"/> was given.</summary>
    public static string Unprotected(string value) =>
        value.Length > 0 && value[0] == Mark && IsFormula(value.AsSpan().TrimStart(Mark)) ? value[1..] : value;

    private static bool IsFormula(ReadOnlySpan<char> value) => value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
}
