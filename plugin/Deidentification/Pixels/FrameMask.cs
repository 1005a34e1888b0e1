// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>How the pixels of a box are changed.</summary>
internal enum MaskKind
{
    /// <summary>All pixels get the same value.</summary>
    Fill,

    /// <summary>Each pixel gets the mean of the pixels around it.</summary>
    Mean,
}

/// <summary>A box whose pixels are changed.</summary>
/// <param name="Box">The pixels. Parts outside the image are ignored.</param>
/// <param name="Kind">How they are changed. Where boxes overlap, a fill takes precedence over a mean, and a later box over
/// an earlier one.</param>
internal readonly record struct MaskedBox(PixelBox Box, MaskKind Kind = MaskKind.Fill)
{
    /// <summary>
    /// For a fill, the stored value of each sample. In YBR images, it is the value of the luminance. If null, the value
    /// that displays as black: the smallest or largest value outside the mask, or black.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>The width and height, in pixels, of the square over which a mean is taken; 1 or more.</summary>
    public int FilterWidth { get; init; } = 1;
}

/// <summary>The boxes that are masked in one frame. Immutable.</summary>
/// <param name="boxes">The boxes. Areas to keep have been cut out of them already, see
/// <see cref="PixelBox.Except"/>.</param>
internal sealed class FrameMask(IEnumerable<MaskedBox> boxes)
{
    /// <summary>A mask that changes nothing.</summary>
    public static FrameMask None { get; } = new([]);

    /// <summary>The boxes, none of them empty.</summary>
    public IReadOnlyList<MaskedBox> Boxes { get; } = [.. boxes.Where(masked => !masked.Box.IsEmpty)];

    /// <summary>Whether nothing is masked.</summary>
    public bool IsEmpty => Boxes.Count == 0;

    /// <summary>Fills boxes with the value that displays as black.</summary>
    public static FrameMask Fill(params IEnumerable<PixelBox> boxes) => new(boxes.Select(box => new MaskedBox(box)));

    /// <summary>The union of two masks.</summary>
    public FrameMask With(FrameMask other) =>
        other.IsEmpty ? this : IsEmpty ? other : new FrameMask(Boxes.Concat(other.Boxes));
}
