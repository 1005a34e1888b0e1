// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>Which text in images a request masks. Immutable.</summary>
internal sealed record TextRequest
{
    private const double DefaultScale = 1.5;
    private const double DefaultMargin = 1.2;
    private const int LongestMark = 2;

    /// <summary>All text, as <c>CleanPixelData</c> asks for.</summary>
    public static TextRequest OfAll { get; } = new();

    /// <summary>Which text to mask.</summary>
    public TextChoice Find { get; private init; }

    /// <summary>The enlargement of frames for the search, from 0.5 to 4. It makes small letters easier to find.</summary>
    public double Scale { get; private init; } = DefaultScale;

    /// <summary>How far a mask extends beyond the text along the line, in heights of the line, from 0 to 4.</summary>
    public double Margin { get; private init; } = DefaultMargin;

    /// <summary>Texts that stay if they are read exactly like that.</summary>
    public IReadOnlyList<string> Spare { get; private init; } = [];

    /// <summary>The frames to search.</summary>
    public FrameSelection Frames { get; private init; } = FrameSelection.All;

    /// <summary>
    /// Whether all text that can be found is masked, except marks such as L and R, which are too short to identify
    /// anybody. The measurements hold for the default scale and margin, and for larger ones.
    /// </summary>
    public bool IsWhole => Find == TextChoice.All && Frames.AreAll && Scale >= DefaultScale && Margin >= DefaultMargin
        && Spare.All(text => text.Length <= LongestMark && text.All(char.IsAsciiLetter));

    /// <summary>Reads the member <c>Text</c>.</summary>
    /// <exception cref="RequestException">It is not an object, or something in it is wrong.</exception>
    public static TextRequest Read(JsonElement value, string path)
    {
        var text = new KnownObject(value, path, "Find", "Scale", "Margin", "Spare", "Frames");
        return new TextRequest
        {
            Find = text.Choice("Find", TextChoice.All),
            Scale = text.Number("Scale", 0.5, 4) ?? DefaultScale,
            Margin = text.Number("Margin", 0, 4) ?? DefaultMargin,
            Spare = text.Texts("Spare"),
            Frames = FrameSelection.Read(text, "Frames"),
        };
    }
}
