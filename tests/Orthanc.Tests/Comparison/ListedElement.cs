// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>An element of a file, with its path.</summary>
/// <param name="Path">Its path, such as <c>0008,1140[0].0008,1155</c>; the second of two elements with one tag ends with
/// <c>#2</c>.</param>
/// <param name="Root">The tag of the top-level element that contains it, or that it is.</param>
/// <param name="Tag">The tag.</param>
/// <param name="VR">The VR in the file.</param>
/// <param name="Value">The bytes of the value; none for a sequence.</param>
/// <param name="Items">The number of items; null if the element is not a sequence.</param>
/// <param name="IsEncapsulated">Whether the value is a series of fragments.</param>
internal sealed record ListedElement(
    string Path, DicomTag Root, DicomTag Tag, DicomVR VR, byte[] Value, int? Items, bool IsEncapsulated)
{
    /// <summary>The character set of its data set or item.</summary>
    public required SpecificCharacterSet CharacterSet { get; init; }

    /// <summary>The value as text, decoded in that character set, without the padding at the end.</summary>
    public string Characters =>
        CharacterSet.Decode(Value, VR.UsesSpecificCharacterSet() ? VR : DicomVR.LO).TrimEnd(' ', '\0');

    private const int Shown = 64;

    /// <summary>Whether it is outside any sequence.</summary>
    public bool IsTopLevel => !Path.Contains('[', StringComparison.Ordinal);

    /// <summary>Whether it has neither a value nor items.</summary>
    public bool IsEmpty => Items is null or 0 && Text.Length == 0;

    /// <summary>The value as characters, one per byte, without the padding at the end.</summary>
    public string Text => Encoding.Latin1.GetString(Value).TrimEnd(' ', '\0');

    /// <summary>Whether both are the same element with the same value. The padding of text is ignored (PS3.5 6.2).</summary>
    public bool Equivalent(ListedElement other) => VR == other.VR && HasValueOf(other);

    /// <summary>Whether both have the same value, whatever their VR.</summary>
    public bool HasValueOf(ListedElement other) => Items == other.Items && IsEncapsulated == other.IsEncapsulated
        && (Value.AsSpan().SequenceEqual(other.Value) || ((VR.IsText() || other.VR.IsText()) && Text == other.Text));

    /// <summary>The VR and the value, shortened if it is long.</summary>
    public override string ToString()
    {
        var value = Items is { } items ? $"{items} items"
            : Text.Length <= Shown && Text.All(c => c is >= ' ' and <= '~') ? $"\"{Text}\""
            : $"{Value.Length} bytes {Convert.ToHexStringLower(Value.AsSpan(0, Math.Min(Value.Length, Shown / 2)))}";
        return IsEncapsulated ? $"{VR.Letters()} fragments, {value}" : $"{VR.Letters()} {value}";
    }
}
