// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>Reads values written in single-byte sets and with code extension techniques (PS3.5 6.1.2.5).</summary>
internal ref struct CodeExtensionDecoder
{
    private const int StackCharacters = 256;

    private readonly CodeExtensions _code;
    private readonly ReadOnlySpan<byte> _value;
    private readonly Delimiters _delimiters;
    private GraphicCharacterSet? _g0;
    private GraphicCharacterSet? _g1;
    private int _at;

    private CodeExtensionDecoder(CodeExtensions code, ReadOnlySpan<byte> value, DicomVR vr)
    {
        _code = code;
        _value = value;
        _delimiters = new Delimiters(vr);
        _g1 = code.InitialG1;
    }

    /// <summary>The text of a whole value.</summary>
    public static string Decode(CodeExtensions code, ReadOnlySpan<byte> value, DicomVR vr)
    {
        // A character takes at least one byte, so the text is never longer than the value.
        char[]? rented = value.Length > StackCharacters ? ArrayPool<char>.Shared.Rent(value.Length) : null;
        Span<char> text = rented ?? stackalloc char[StackCharacters];
        int length = 0;
        var decoder = new CodeExtensionDecoder(code, value, vr);
        while (decoder._at < value.Length)
        {
            if (decoder.Next() is { } character)
            {
                text[length++] = character;
            }
        }

        var result = new string(text[..length]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return result;
    }

    /// <summary>Reads one character, or one escape sequence, for which it returns null.</summary>
    private char? Next()
    {
        byte code = _value[_at];
        if (code >= 0x80)
        {
            return Graphic(_g1 ?? _code.LenientG1, isHigh: true);
        }

        if (code == EscapeSequence.Escape)
        {
            return Designate();
        }

        // Control characters, space and DEL belong to no set of 94 characters. A byte of a pair is not a delimiter.
        if (_g0 is not null && code is > 0x20 and < 0x7F)
        {
            return Graphic(_g0, isHigh: false);
        }

        _at++;
        return _delimiters.Contains(code) ? Delimit(code) : (char)code;
    }

    private char Delimit(byte code)
    {
        _g0 = null;
        _g1 = _code.InitialG1;
        return (char)code;
    }

    private char? Designate()
    {
        if (!EscapeSequence.TryRead(_value[_at..], out EscapeSequence sequence))
        {
            _at++;
            return GraphicCharacterSet.Meaningless;
        }

        _at += sequence.Length;
        if (sequence.IsG1)
        {
            _g1 = sequence.Set;
        }
        else
        {
            _g0 = sequence.Set;
        }

        return null;
    }

    private char Graphic(GraphicCharacterSet set, bool isHigh)
    {
        byte first = _value[_at++];
        if (set is DoubleByteSet pairs)
        {
            // Some writers do not return to ASCII before a delimiter. A delimiter that begins no valid pair is read as
            // one.
            return PairWith(first, isHigh ? 0x80 : 0, out int second) ? pairs.CharacterOf(first & 0x7F, second)
                : !isHigh && _delimiters.Contains(first) ? Delimit(first)
                : GraphicCharacterSet.Meaningless;
        }

        if (set == RegisteredSets.Katakana && isHigh && _at < _value.Length
            && ShiftJis.CharacterOf(first, _value[_at]) is var kanji and not GraphicCharacterSet.Meaningless)
        {
            _at++;
            return kanji;
        }

        return ((SingleByteSet)set).CharacterOf((byte)(first | 0x80));
    }

    /// <summary>
    /// Takes the second byte of a pair. A byte that cannot be one is left to be read by itself, so that a delimiter
    /// after half a character is not lost.
    /// </summary>
    private bool PairWith(int first, int highBit, out int second)
    {
        second = _at < _value.Length ? _value[_at] ^ highBit : 0;
        if ((first ^ highBit) is < 0x21 or > 0x7E || second is < 0x21 or > 0x7E)
        {
            return false;
        }

        _at++;
        return true;
    }
}
