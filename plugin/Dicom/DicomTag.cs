// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Dicom;

/// <summary>The tag of a data element: group and element number (PS3.5 7.1).</summary>
/// <param name="Value">Group in the upper, element number in the lower 16 bits.</param>
public readonly partial record struct DicomTag(uint Value) : IComparable<DicomTag>
{
    /// <summary>Creates a tag from its two halves.</summary>
    public DicomTag(ushort group, ushort element)
        : this(((uint)group << 16) | element)
    {
    }

    /// <summary>The group number.</summary>
    public ushort Group => (ushort)(Value >> 16);

    /// <summary>The element number within the group.</summary>
    public ushort Element => (ushort)Value;

    /// <summary>Whether the group is odd, that is, not defined by the standard (PS3.5 7.8).</summary>
    public bool IsPrivate => (Value & 0x1_0000) != 0;

    /// <summary>Whether this is (gggg,0000), the retired length of a group (PS3.5 7.2).</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>Whether this element reserves a block of private elements (PS3.5 7.8.1).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x10 and <= 0xFF;

    /// <summary>
    /// Whether the tag is a private data element that belongs to a block, (gggg,xxee) with xx from 10.
    /// </summary>
    public bool IsPrivateData => IsPrivate && Element >= 0x1000;

    /// <summary>
    /// The element that reserves the block of this private data element: (gggg,00xx) for (gggg,xxee).
    /// </summary>
    public DicomTag PrivateCreator => new(Group, (ushort)(Element >> 8));

    /// <summary>Whether the tag is an item or a delimiter, (fffe,xxxx), not a data element (PS3.5 7.5).</summary>
    public bool IsItemOrDelimiter => Group == 0xFFFE;

    /// <summary>Orders by group, then by element, as a data set does (PS3.5 7.1).</summary>
    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;

    /// <summary>
    /// Reads <c>gggg,eeee</c>, <c>gggg-eeee</c> or <c>ggggeeee</c> in hexadecimal digits of either case, without white
    /// space.
    /// </summary>
    /// <returns>False if the text has another form.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomTag tag)
    {
        tag = default;
        if (text.Length == 9 && (text[4] is ',' or '-'))
        {
            if (!TryParseHalf(text[..4], out var group) || !TryParseHalf(text[5..], out var element))
            {
                return false;
            }

            tag = new DicomTag(group, element);
            return true;
        }

        if (text.Length == 8 && TryParseHalf(text[..4], out var high) && TryParseHalf(text[4..], out var low))
        {
            tag = new DicomTag(high, low);
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    /// <summary>The tag as <c>gggg,eeee</c>, lower case.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Group:x4},{Element:x4}");

    private static bool TryParseHalf(ReadOnlySpan<char> digits, out ushort value) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
