// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>
/// Protects values in tables for spreadsheets, which run a value that begins like a formula, even in quotation marks.
/// Otherwise, a file of another hospital could decide what runs on the data manager's computer.
/// </summary>
internal static class SpreadsheetText
{
    /// <summary>The mark after which a spreadsheet treats a value as text.</summary>
    private const char Mark = '\'';

    /// <summary>The value as text: an apostrophe is put before what would be a formula.</summary>
    public static string Protected(string value) => IsFormula(value.AsSpan().TrimStart(Mark)) ? Mark + value : value;

    /// <summary>The original value that was passed to <see cref="Protected"/>.</summary>
    public static string Unprotected(string value) =>
        value.Length > 0 && value[0] == Mark && IsFormula(value.AsSpan().TrimStart(Mark)) ? value[1..] : value;

    private static bool IsFormula(ReadOnlySpan<char> value) => value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
}
