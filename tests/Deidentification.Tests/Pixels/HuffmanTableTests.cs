// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Huffman tables that are extended with codes for more symbols.</summary>
public sealed class HuffmanTableTests
{
    private static readonly Gen<HuffmanTable> Tables = Gen.Select(
        Gen.Int[1, 256], Gen.Int[0, 30], Gen.Int,
        (count, skew, seed) =>
        {
            var random = new Random(seed);
            byte[] symbols = [.. Enumerable.Range(0, 256).Select(symbol => (byte)symbol)];
            random.Shuffle(symbols);
            return HuffmanCode.Of([.. symbols.Take(count).Select(symbol => (symbol, 1 << random.Next(skew)))]);
        });

    [Test]
    public void Every_symbol_has_a_code_that_is_found_again() => Gen.Select(Tables, Gen.Byte.Array[0, 20])
        .Sample((table, more) =>
        {
            var larger = table.With(more.Distinct());
            var codes = new HashSet<string>();
            for (var symbol = 0; symbol < 256; symbol++)
            {
                var length = larger.Lengths[symbol];
                if (table.Lengths[symbol] > 0 || more.Contains((byte)symbol))
                {
                    var bits = larger.Codes[symbol] << (16 - length);
                    Assert.That(length, Is.InRange(1, 16));
                    Assert.That(larger.Find(bits), Is.EqualTo((length << 8) | symbol));
                    Assert.That(larger.Find(bits | ((1 << (16 - length)) - 1)), Is.EqualTo((length << 8) | symbol));
                    Assert.That(larger.Codes[symbol], Is.LessThan((1 << length) - 1), "ones alone");
                }
            }
        });

    [Test]
    public void Codes_that_are_there_stay_if_there_is_room()
    {
        var table = new HuffmanTable([0, 2, .. new byte[14]], [1, 2]);
        var larger = table.With([0, 2, 9]);
        Assert.That(larger.Specification, Is.EqualTo((byte[])[0, 2, .. new byte[13], 2, 1, 2, 0, 9]));
    }

    [Test]
    public void A_full_table_is_made_anew()
    {
        var table = new HuffmanTable([2, .. new byte[15]], [1, 2]);
        var larger = table.With([0]);
        Assert.That(new[] { 0, 1, 2 }.Select(symbol => (int)larger.Lengths[symbol]), Is.All.InRange(1, 3));
    }

    [Test]
    public void More_codes_than_there_can_be_are_refused() =>
        Assert.That(() => new HuffmanTable([3, .. new byte[15]], [1, 2, 3]), Throws.TypeOf<PixelDataException>());
}
