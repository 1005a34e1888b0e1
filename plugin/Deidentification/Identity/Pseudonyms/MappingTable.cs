// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Requests.Subjects;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>Writes a mapping as comma-separated values (RFC 4180), which spreadsheets read.</summary>
internal static class MappingTable
{
    private const string LineEnd = "\r\n";

    // The widest first: patient, accession number and study ID, study, series, instance.
    private static readonly int[] Order = [0, 4, 5, 1, 2, 3];

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("\",;\r\n");

    /// <summary>Writes a row for each instance, with the names of the columns in the first line.</summary>
    public static string Write(IEnumerable<MappedInstance> instances)
    {
        var text = new StringBuilder();
        text.Append(string.Join(',', Order.SelectMany(i => new[] { MappedInstance.Names[i], $"New{MappedInstance.Names[i]}" })))
            .Append(",DateShiftDays").Append(LineEnd);
        foreach (var row in instances.Select(Row).Order(StringComparer.Ordinal))
        {
            text.Append(row).Append(LineEnd);
        }

        return text.ToString();
    }

    private static string Row(MappedInstance instance) => string.Join(
        ',',
        Order.SelectMany(i => new[] { instance.Old[i], instance.New[i] })
            .Select(SpreadsheetText.Protected).Select(Quoted)
            .Append(instance.DateShift?.ToString(CultureInfo.InvariantCulture) ?? string.Empty));

    private static string Quoted(string value) => !value.AsSpan().ContainsAny(Special)
        ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
