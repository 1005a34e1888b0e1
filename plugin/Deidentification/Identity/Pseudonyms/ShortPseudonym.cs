// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>Writes a hash with as many characters as the VR SH has room for (PS3.5 6.2).</summary>
internal static class ShortPseudonym
{
    private const int Length = 16;
    private const int BitsPerCharacter = 5;

    /// <summary>Without letters that are easily confused.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The text of the first 80 bits: even among a million, no two are likely to be equal.</summary>
    public static string Of(ReadOnlySpan<byte> hash) => Of(hash, Length);

    /// <summary>The text with five bits of the hash in each character.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="length">The number of characters, at most 25.</param>
    public static string Of(ReadOnlySpan<byte> hash, int length)
    {
        Span<char> text = stackalloc char[length];
        var bits = BinaryPrimitives.ReadUInt128BigEndian(hash);
        for (var i = 0; i < length; i++)
        {
            text[i] = Alphabet[(int)(bits >> (128 - BitsPerCharacter))];
            bits <<= BitsPerCharacter;
        }

        return new string(text);
    }
}
