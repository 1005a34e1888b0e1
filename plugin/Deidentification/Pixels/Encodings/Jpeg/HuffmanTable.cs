// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>A Huffman table (ISO/IEC 10918-1 C): from codes to symbols and back. Immutable.</summary>
internal sealed class HuffmanTable
{
    /// <summary>The longest code in bits.</summary>
    public const int LongestCode = 16;

    /// <summary>The bits of a code that are looked up at once; the few longer ones take longer.</summary>
    private const int LookedUp = 10;

    /// <summary>Of each beginning of a code its length, times 256, and its symbol; 0 if it is longer.</summary>
    private readonly ushort[] _lookup = new ushort[1 << LookedUp];

    /// <summary>Of each length, the code after the last one, shifted to the left so that it has 16 bits.</summary>
    private readonly int[] _ends = new int[LongestCode + 1];

    /// <summary>Of each length, the place of the symbol of code 0, if there were one.</summary>
    private readonly int[] _origins = new int[LongestCode + 1];
    private readonly byte[] _counts;
    private readonly byte[] _symbols;
    private readonly ushort[] _codes = new ushort[256];
    private readonly byte[] _lengths = new byte[256];

    /// <summary>Makes a table.</summary>
    /// <param name="counts">How many codes have 1 to 16 bits.</param>
    /// <param name="symbols">The symbols of the codes in their order.</param>
    /// <exception cref="PixelDataException">There are more codes than there can be.</exception>
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

    /// <summary>The counts and symbols, as a segment DHT has them.</summary>
    public IEnumerable<byte> Specification => _counts.Concat(_symbols);

    /// <summary>The bits of the code of each symbol; 0 if it has none.</summary>
    public ReadOnlySpan<byte> Lengths => _lengths;

    /// <summary>The code of each symbol.</summary>
    public ReadOnlySpan<ushort> Codes => _codes;

    /// <summary>Finds the symbol that some bits begin with.</summary>
    /// <param name="bits">The next 16 bits.</param>
    /// <returns>The length of its code, times 256, and the symbol; 0 if no code begins like that.</returns>
    public int Find(int bits)
    {
        var found = _lookup[bits >> (LongestCode - LookedUp)];
        return found != 0 ? found : FindLonger(bits);
    }

    /// <summary>A table that has codes of some symbols, too. The codes of all others stay if there is room.</summary>
    public HuffmanTable With(IEnumerable<byte> symbols)
    {
        byte[] missing = [.. symbols.Where(symbol => _lengths[symbol] == 0)];
        if (missing.Length == 0)
        {
            return this;
        }

        // Codes of the greatest length are appended, which moves no other one; that of ones alone stays free (C.1).
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
