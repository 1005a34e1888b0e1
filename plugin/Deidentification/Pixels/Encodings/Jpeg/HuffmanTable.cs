// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>A Huffman table (ISO/IEC 10918-1 C): from codes to symbols and back. Immutable.</summary>
internal sealed class HuffmanTable
{
    /// <summary>The length of the longest code in bits.</summary>
    public const int LongestCode = 16;

    /// <summary>The number of bits that are looked up at once. The few longer codes take more time.</summary>
    private const int LookedUp = 10;

    /// <summary>For each 10 bits, the length of their code, times 256, plus its symbol; 0 if the code is longer.</summary>
    private readonly ushort[] _lookup = new ushort[1 << LookedUp];

    /// <summary>For each length, the code after the last one, shifted to the left so that it has 16 bits.</summary>
    private readonly int[] _ends = new int[LongestCode + 1];

    /// <summary>For each length, the index that the symbol of code 0 would have.</summary>
    private readonly int[] _origins = new int[LongestCode + 1];
    private readonly byte[] _counts;
    private readonly byte[] _symbols;
    private readonly ushort[] _codes = new ushort[256];
    private readonly byte[] _lengths = new byte[256];

    /// <summary>Creates a table.</summary>
    /// <param name="counts">The number of codes of each length from 1 to 16 bits.</param>
    /// <param name="symbols">The symbols in the order of their codes.</param>
    /// <exception cref="PixelDataException">There are more codes than possible.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _counts = counts.ToArray();
        _symbols = symbols.ToArray();
        var (code, place) = (0, 0);
        for (var length = 1; length <= LongestCode; length++)
        {
            _origins[length] = place - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, place++)
            {
                Add(code, length, symbols[place]);
            }

            _ends[length] = code << (LongestCode - length);
            code <<= 1;
        }
    }

    /// <summary>The counts and symbols, as a DHT segment contains them.</summary>
    public IEnumerable<byte> Specification => _counts.Concat(_symbols);

    /// <summary>The length of the code of each symbol in bits; 0 if it has none.</summary>
    public ReadOnlySpan<byte> Lengths => _lengths;

    /// <summary>The code of each symbol.</summary>
    public ReadOnlySpan<ushort> Codes => _codes;

    /// <summary>Finds the symbol whose code some bits begin with.</summary>
    /// <param name="bits">The next 16 bits.</param>
    /// <returns>The length of the code, times 256, plus the symbol; 0 if the bits begin with no code.</returns>
    public int Find(int bits)
    {
        var found = _lookup[bits >> (LongestCode - LookedUp)];
        return found != 0 ? found : FindLonger(bits);
    }

    /// <summary>A table that also has codes for some symbols. All other codes stay the same if there is room.</summary>
    public HuffmanTable With(IEnumerable<byte> symbols)
    {
        byte[] missing = [.. symbols.Where(symbol => _lengths[symbol] == 0)];
        if (missing.Length == 0)
        {
            return this;
        }

        // Codes of the greatest length are appended, which moves no other code. The code of ones alone stays free (C.1).
        var free = (1 << LongestCode) - 1 - _ends[LongestCode];
        if (missing.Length > free || _counts[^1] + missing.Length > byte.MaxValue)
        {
            return HuffmanCode.Of([.. _symbols.Distinct().Select(symbol => (symbol, Weight: 1 << (LongestCode - _lengths[symbol]))),
                .. missing.Select(symbol => (symbol, Weight: 1))]);
        }

        var counts = _counts.ToArray();
        counts[^1] += (byte)missing.Length;
        return new HuffmanTable(counts, [.. _symbols, .. missing]);
    }

    private void Add(int code, int length, byte symbol)
    {
        if (code >= 1 << length)
        {
            throw new PixelDataException(PixelFault.Broken, "a Huffman table has more codes than there can be");
        }

        if (_lengths[symbol] == 0)
        {
            (_codes[symbol], _lengths[symbol]) = ((ushort)code, (byte)length);
        }

        if (length <= LookedUp)
        {
            _lookup.AsSpan(code << (LookedUp - length), 1 << (LookedUp - length)).Fill((ushort)((length << 8) | symbol));
        }
    }

    private int FindLonger(int bits)
    {
        for (var length = LookedUp + 1; length <= LongestCode; length++)
        {
            if (bits < _ends[length])
            {
                return (length << 8) | _symbols[_origins[length] + (bits >> (LongestCode - length))];
            }
        }

        return 0;
    }
}
