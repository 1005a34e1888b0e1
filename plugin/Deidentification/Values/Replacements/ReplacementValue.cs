// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>
/// A value of <c>Replace</c>, checked against its VR as far as possible without the data set. Immutable.
/// </summary>
internal abstract record ReplacementValue
{
    /// <summary>No value, or no items of a sequence.</summary>
    public static EmptyValue Empty { get; } = new();
}

/// <summary>No value.</summary>
internal sealed record EmptyValue : ReplacementValue;

/// <summary>Text, to be written in the character set of the data set.</summary>
/// <param name="Text">The text, trailing padding removed.</param>
internal sealed record TextValue(string Text) : ReplacementValue;

/// <summary>Bytes to be written as they are.</summary>
/// <param name="Bytes">The bytes.</param>
internal sealed record BytesValue(byte[] Bytes) : ReplacementValue;

/// <summary>Binary numbers or tags.</summary>
/// <param name="LittleEndian">Their bytes, least significant first.</param>
/// <param name="UnitSize">The size of the units that are swapped in big endian data sets: 2, 4 or 8.</param>
internal sealed record NumbersValue(byte[] LittleEndian, int UnitSize) : ReplacementValue;

/// <summary>16-bit numbers whose sign follows Pixel Representation (PS3.5 6.2, "US or SS").</summary>
/// <param name="Numbers">The numbers, from −32,768 to 65,535.</param>
internal sealed record SignByPixelValue(int[] Numbers) : ReplacementValue;

/// <summary>The items of a sequence.</summary>
/// <param name="Items">For each item its elements in the order they are written.</param>
internal sealed record SequenceValue(IReadOnlyList<List<Replacement>> Items) : ReplacementValue;
