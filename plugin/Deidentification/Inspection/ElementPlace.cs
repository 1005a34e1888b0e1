// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>The place of an element, as a path of a request: <c>0040,0275[0].0040,0007</c>.</summary>
internal static class ElementPlace
{
    /// <summary>The path of an element.</summary>
    public static string Of(in DataElement element)
    {
        var steps = new Stack<string>();
        steps.Push(element.Tag.ToString());
        for (var dataset = element.Dataset; dataset.Parent is { } sequence; dataset = sequence.Owner)
        {
            var item = 0;
            while (sequence[item] != dataset)
            {
                item++;
            }

            steps.Push(string.Create(CultureInfo.InvariantCulture, $"{sequence.Tag}[{item}]"));
        }

        return string.Join('.', steps);
    }
}
