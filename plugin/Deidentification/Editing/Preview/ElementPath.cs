// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>The items that lead from the top level to a data set, as in a path of a request.</summary>
/// <param name="Exact">With the numbers of the items: <c>0040,0275[0].</c>; empty at the top level.</param>
/// <param name="Pattern">With all items of a sequence as one: <c>0040,0275[*].</c>.</param>
/// <param name="Depth">How many items.</param>
public sealed record ElementPath(string Exact, string Pattern, int Depth)
{
    /// <summary>The data set of a file.</summary>
    public static ElementPath TopLevel { get; } = new(string.Empty, string.Empty, 0);

    /// <summary>An item of a sequence here, counted from 0.</summary>
    public ElementPath Item(DicomTag sequence, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Exact}{sequence}[{number}]."), $"{Pattern}{sequence}[*].", Depth + 1);
}
