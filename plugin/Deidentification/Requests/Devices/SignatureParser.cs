// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>
/// Reads a signature: tests of values such as <c>[0008,0060].equals("US")</c>, <c>true.</c> and <c>false.</c>, joined by
/// <c>+</c> (or), <c>*</c> (and) and <c>!</c> (not), and parentheses. <c>::</c> leads into the first item of a sequence.
/// </summary>
/// <param name="script">The script.</param>
/// <param name="start">The offset of the signature, after its opening brace.</param>
internal sealed class SignatureParser(string script, int start)
{
    private const int MostNested = 200;

    private int _place = start;
    private int _nested;

    /// <summary>The offset after the closing brace of the signature.</summary>
    public int End => _place;

    /// <summary>Reads the signature up to its closing brace.</summary>
    /// <exception cref="FormatException">The signature has a fault. The message names the line.</exception>
    public Signature Read()
    {
        var read = ReadAny();
        Expect('}');
        return read;
    }

    private Signature ReadAny() => ReadJoined('+', ReadAll, static parts => new Signature.Any(parts));

    private Signature ReadAll() => ReadJoined('*', ReadOne, static parts => new Signature.All(parts));

    private Signature ReadJoined(char by, Func<Signature> readPart, Func<List<Signature>, Signature> join)
    {
        var parts = new List<Signature> { readPart() };
        while (TryTake(by))
        {
            parts.Add(readPart());
        }

        return parts.Count == 1 ? parts[0] : join(parts);
    }

    private Signature ReadOne()
    {
        if (++_nested > MostNested)
        {
            throw Fault("the signature is nested too deeply");
        }

        var isNot = TryTake('!');
        Signature read;
        if (isNot)
        {
            read = new Signature.Not(ReadOne());
        }
        else if (TryTake('('))
        {
            read = ReadAny();
            Expect(')');
        }
        else
        {
            read = ReadTest();
        }

        _nested--;
        return read;
    }

    private Signature ReadTest()
    {
        var path = new List<DicomTag>();
        do
        {
            SkipBlanks();
            var word = Current == '[' ? ReadBracketed() : ReadWord();
            if (path.Count == 0 && word is "true" or "false" && TryTake('.'))
            {
                return new Signature.Constant(word == "true");
            }

            path.Add(TagOf(word));
        }
        while (TryTakePair());

        Expect('.');
        SkipBlanks();
        var method = ReadWord();
        if (!ValueTest.Methods.Contains(method))
        {
            throw Fault($"there is no method \"{method}\"{new KnownNames(ValueTest.Methods).Hint(method)}");
        }

        Expect('(');
        var text = ReadText();
        Expect(')');
        return ValueTest.Create(new ElementValue(path), method, text)
            ?? throw Fault(method == "matches" ? "this is no regular expression" : $"\"{method}\" needs a number");
    }

    /// <summary>Reads a tag, or the keyword of one.</summary>
    private DicomTag TagOf(string word) =>
        DicomTag.TryParse(word, out var tag) ? tag
        : ElementDictionary.Standard.TryFind(word, out var entry) ? entry.Tag

        // CTP uses the keyword of an old library.
        : word == "SeqOfUltrasoundRegions" ? new DicomTag(0x0018, 0x6011)
        : throw Fault($"there is no element \"{word}\"");

    private string ReadBracketed()
    {
        var end = script.IndexOfAny([']', '\n', '}'], _place);
        if (end < 0 || script[end] != ']')
        {
            throw Fault("a bracket is not closed");
        }

        var word = script[(_place + 1)..end].Trim();
        _place = end + 1;
        return word;
    }

    private string ReadWord()
    {
        var begin = _place;
        while (char.IsAsciiLetterOrDigit(Current))
        {
            _place++;
        }

        return _place > begin ? script[begin.._place] : throw Fault(
            Current == '\0' ? "the signature is not closed" : $"an element is expected, not \"{Current}\"");
    }

    /// <summary>Reads a text in quotation marks. A quotation mark inside it is preceded by a backslash.</summary>
    private string ReadText()
    {
        Expect('"');
        var text = new StringBuilder();
        for (; Current is not ('"' or '\n' or '\0'); _place++)
        {
            if (Current == '\\' && _place + 1 < script.Length && script[_place + 1] == '"')
            {
                _place++;
            }

            text.Append(Current);
        }

        return Current == '"' ? (_place++, text.ToString()).Item2 : throw Fault("a text is not closed");
    }

    private char Current => _place < script.Length ? script[_place] : '\0';

    private void SkipBlanks()
    {
        while (char.IsWhiteSpace(Current))
        {
            _place++;
        }
    }

    private bool TryTake(char token)
    {
        SkipBlanks();
        if (Current != token)
        {
            return false;
        }

        _place++;
        return true;
    }

    private bool TryTakePair()
    {
        SkipBlanks();
        if (string.CompareOrdinal(script, _place, "::", 0, 2) != 0)
        {
            return false;
        }

        _place += 2;
        return true;
    }

    private void Expect(char token)
    {
        if (!TryTake(token))
        {
            throw Fault(Current == '\0' ? "the signature is not closed" : $"\"{token}\" is expected, not \"{Current}\"");
        }
    }

    private FormatException Fault(string what) => DeviceScript.Fault(script, _place, what);
}
