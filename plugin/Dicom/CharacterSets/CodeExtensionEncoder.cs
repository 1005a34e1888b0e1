// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// Writes values in single-byte sets and with code extension techniques (PS3.5 6.1.2.5). Two sets are never in use at
/// once, so that simple readers, for which each escape sequence starts a run in a single set, understand the values,
/// too.
/// </summary>
internal ref struct CodeExtensionEncoder
{
    private readonly CodeExtensions _code;
    private readonly ArrayBufferWriter<byte> _bytes;
    private GraphicCharacterSet? _g0;
    private GraphicCharacterSet? _g1;
    private bool _statesG1;

    private CodeExtensionEncoder(CodeExtensions code, int characters)
    {
        _code = code;
        _bytes = new ArrayBufferWriter<byte>((2 * characters) + 16);
        _g1 = code.InitialG1;
    }

    /// <summary>The bytes of a whole value.</summary>
    public static bool TryEncode(CodeExtensions code, ReadOnlySpan<char> text, DicomVR vr, out byte[] value)
    {
        var encoder = new CodeExtensionEncoder(code, text.Length);
        var delimiters = new Delimiters(vr);
        foreach (char character in text)
        {
            if (character < 0x80 && character != EscapeSequence.Escape)
            {
                encoder.WriteAscii(character, delimiters.Contains(character));
            }
            else if (!encoder.TryWriteGraphic(character))
            {
                value = [];
                return false;
            }
        }

        encoder.ReturnToInitial();
        value = encoder._bytes.WrittenSpan.ToArray();
        return true;
    }

    private void WriteAscii(char character, bool isDelimiter)
    {
        if (isDelimiter)
        {
            ReturnToInitial();
        }
        else
        {
            ReturnToInitialG0();
        }

        Write((byte)character);
    }

    private bool TryWriteGraphic(char character)
    {
        int code = 0;
        GraphicCharacterSet? set = _g0 ?? _g1;
        if (set is not null)
        {
            code = set.CodeOf(character);
        }

        if (code == 0)
        {
            set = _code.FirstWith(character);
            if (set is null)
            {
                return false;
            }

            code = set.CodeOf(character);
        }

        Activate(set!);
        int highBits = set!.IsG1 ? 0x8080 : 0;
        if (set.IsDoubleByte)
        {
            Write((byte)((code | highBits) >> 8));
        }

        Write((byte)(code | highBits));
        return true;
    }

    private void Activate(GraphicCharacterSet set)
    {
        if (!set.IsG1)
        {
            if (_g0 != set)
            {
                _bytes.Write(set.Designation);
                _g0 = set;
            }

            return;
        }

        ReturnToInitialG0();
        if (_g1 != set || _statesG1)
        {
            _bytes.Write(set.Designation);
            _g1 = set;
            _statesG1 = false;
        }
    }

    private void ReturnToInitialG0()
    {
        if (_g0 is not null)
        {
            _bytes.Write(_code.InitialG0Designation);
            _g0 = null;

            // G1 is unchanged, but a simple reader has forgotten it by now.
            _statesG1 = true;
        }
    }

    private void ReturnToInitial()
    {
        ReturnToInitialG0();
        if (_code.InitialG1 is { } initial && _g1 != initial)
        {
            _bytes.Write(initial.Designation);
        }

        _g1 = _code.InitialG1;
        _statesG1 = false;
    }

    private readonly void Write(byte code)
    {
        _bytes.GetSpan(1)[0] = code;
        _bytes.Advance(1);
    }
}
