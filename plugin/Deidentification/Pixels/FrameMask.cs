// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>How the pixels of a box are changed.</summary>
internal enum MaskKind
{
    /// <summary>All get one value.</summary>
    Fill,

    /// <summary>Each gets the mean of the pixels around it.</summary>
    Mean,
}

/// <summary>A box whose pixels are changed.</summary>
/// <param name="Box">The pixels; parts outside of the image are ignored.</param>
/// <param name="Kind">How they are changed. Where boxes overlap, a fill counts more than a mean, and a later one more than
/// an earlier one.</param>
internal readonly record struct MaskedBox(PixelBox Box, MaskKind Kind = MaskKind.Fill)
{
    /// <summary>
    /// The stored value of each sample, for a fill; of YBR images, of the luminance. If null, that which shows as black:
    /// the smallest or largest value outside of the mask, or black.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>The pixels, in each direction, that a mean is taken of; 1 or more.</summary>
    public int FilterWidth { get; init; } = 1;
}

/// <summary>What is masked in one frame. Immutable.</summary>
/// <param name="boxes">The boxes; what is to be kept inside of them was cut out already, see
/// <see cref="PixelBox.Except"/>.</param>
internal sealed class FrameMask(IEnumerable<MaskedBox> boxes)
{
    /// <summary>Masks nothing.</summary>
    public static FrameMask None { get; } = new([]);

    /// <summary>The boxes, none of them empty.</summary>
    public IReadOnlyList<MaskedBox> Boxes { get; } = [.. boxes.Where(masked => !masked.Box.IsEmpty)];

    /// <summary>Whether nothing is masked.</summary>
    public bool IsEmpty => Boxes.Count == 0;

    /// <summary>Fills boxes with what shows as black.</summary>
    public static FrameMask Fill(params IEnumerable<PixelBox> boxes) => new(boxes.Select(box => new MaskedBox(box)));

    /// <summary>What is masked here or there.</summary>
    public FrameMask With(FrameMask other) =>
        other.IsEmpty ? this : IsEmpty ? other : new FrameMask(Boxes.Concat(other.Boxes));
}
