// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>How to look for text. Immutable.</summary>
internal sealed record TextOptions
{
    /// <summary>The factor by which frames are enlarged, so that small letters are found better.</summary>
    public double Scale { get; init; } = 1.5;

    /// <summary>The distance by which a box extends beyond the text along the line, in heights of the line.</summary>
    public double Margin { get; init; } = 1.2;

    /// <summary>Texts, such as <c>L</c> and <c>R</c>, that are not reported if they are read exactly like that.</summary>
    public IReadOnlyList<string> Spare { get; init; } = [];

    /// <summary>The identity of the subject. Only text that may contain it, or that cannot be read, is reported. Null to
    /// report all text.</summary>
    public IdentityInText? Identity { get; init; }
}
