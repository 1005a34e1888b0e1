// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>An area that was masked, in some frames. It never contains what was shown there.</summary>
/// <param name="First">The first frame, from 1 on.</param>
/// <param name="Last">The last frame.</param>
/// <param name="Left">The first column, from 0 on.</param>
/// <param name="Top">The first row, from 0 on.</param>
/// <param name="Right">The column after the last one.</param>
/// <param name="Bottom">The row after the last one.</param>
/// <param name="By">Why it was masked.</param>
/// <param name="Kind">What kind of text it is; null if it was not read.</param>
internal readonly record struct PreviewedMask(
    int First, int Last, int Left, int Top, int Right, int Bottom, string By, string? Kind)
{
    /// <summary>
    /// How certain it is that there is text, from 0 to 1; null if the area was not found by looking for text.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>Writes the members of an object.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteStartArray("Box");
        json.WriteNumberValue(Left);
        json.WriteNumberValue(Top);
        json.WriteNumberValue(Right);
        json.WriteNumberValue(Bottom);
        json.WriteEndArray();
        json.WriteString("By", By);
        json.WriteString("Frames", First == Last
            ? First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}"));
        if (Kind is not null)
        {
            json.WriteString("Kind", Kind);
        }

        if (Score is { } score)
        {
            json.WriteNumber("Score", Math.Round(score, 2));
        }
    }
}
