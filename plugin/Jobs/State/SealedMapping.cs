// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Jobs.State;

/// <summary>A sealed mapping that is kept.</summary>
/// <param name="Id">What identifies it.</param>
/// <param name="Form">The form of what is sealed.</param>
/// <param name="Made">When it was sealed, in UTC (ISO 8601).</param>
/// <param name="Parts">How many parts it is kept in.</param>
/// <param name="Covered">The numbers of the job's sources that it covers, as a set of bits.</param>
internal sealed record SealedMapping(string Id, MappingForm Form, string Made, int Parts, byte[] Covered)
{
    private const int BitsOfByte = 8;

    /// <summary>Makes a set of bits from numbers.</summary>
    /// <param name="numbers">The numbers, each below <paramref name="count"/>.</param>
    /// <param name="count">How many bits the set has.</param>
    public static byte[] Bits(IEnumerable<int> numbers, int count)
    {
        var bits = new byte[(count + BitsOfByte - 1) / BitsOfByte];
        foreach (var number in numbers)
        {
            bits[number / BitsOfByte] |= (byte)(1 << (number % BitsOfByte));
        }

        return bits;
    }

    /// <summary>Whether it covers a source.</summary>
    public bool Covers(int number) =>
        number / BitsOfByte < Covered.Length && (Covered[number / BitsOfByte] & (1 << (number % BitsOfByte))) != 0;
}
