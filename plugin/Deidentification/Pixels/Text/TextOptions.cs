// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>How text is looked for. Immutable.</summary>
internal sealed record TextOptions
{
    /// <summary>How much frames are enlarged: small letters are found better.</summary>
    public double Scale { get; init; } = 1.5;

    /// <summary>How far a box reaches beyond the text along the line, in heights of the line.</summary>
    public double Margin { get; init; } = 1.2;

    /// <summary>Texts that are not reported if they are read exactly so, such as <c>L</c> and <c>R</c>.</summary>
    public IReadOnlyList<string> Spare { get; init; } = [];

    /// <summary>Who the file is about: only text that may say so is reported, and what cannot be read. Null for all
    /// text.</summary>
    public IdentityInText? Identity { get; init; }
}
