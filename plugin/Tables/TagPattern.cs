// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Tables;

/// <summary>A tag as the tables write it, gggg-eeee, where x is any hexadecimal digit.</summary>
/// <param name="Value">The digits, zero for x.</param>
/// <param name="Mask">F where a digit is fixed, zero for x.</param>
internal readonly record struct TagPattern(uint Value, uint Mask)
{
    public bool IsExact => Mask == 0xFFFF_FFFF;

    /// <summary>The tags that fit, in ascending order.</summary>
    public IEnumerable<uint> Tags
    {
        get
        {
            var open = ~Mask;
            var digits = 0u;
            do
            {
                yield return Value | digits;

                // Increments the open digits only: the fixed ones pass the carry on.
                digits = ((digits | Mask) + 1) & open;
            }
            while (digits != 0);
        }
    }

    /// <exception cref="FormatException">The text is not a tag.</exception>
    public static TagPattern Parse(string text)
    {
        var digits = text.Length == 9 && text[4] == '-' ? text.Remove(4, 1)
            : throw new FormatException($"{text} is no tag");
        return new(Hexadecimal(digits.Replace('x', '0')),
            Hexadecimal(string.Concat(digits.Select(digit => digit == 'x' ? '0' : 'f'))));
    }

    private static uint Hexadecimal(string digits) =>
        uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
