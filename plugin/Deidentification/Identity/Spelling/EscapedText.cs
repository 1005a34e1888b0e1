// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Text with escaped characters that a program wrote for another one, as in HTML (<c>&amp;uuml; &amp;#252;</c>), a URL
/// (<c>%C3%BC</c>), quoted-printable (<c>=C3=BC</c>), JSON (<c>\u00fc</c>), RTF (<c>\'fc</c>) or HL7 (<c>\XC3BC\</c>); in
/// the form that people read, with the place of each character.
/// </summary>
internal sealed class EscapedText
{
    private const int LongestEntity = 10;

    private static readonly SearchValues<char> Escapes = SearchValues.Create("&%=\\");

    /// <summary>Entities of accented letters are named by the letter and one of these.</summary>
    private static readonly Dictionary<string, char> Accents = new(StringComparer.Ordinal)
    {
        ["uml"] = '\u0308',
        ["acute"] = '\u0301',
        ["grave"] = '\u0300',
        ["circ"] = '\u0302',
        ["tilde"] = '\u0303',
        ["cedil"] = '\u0327',
        ["ring"] = '\u030A',
        ["caron"] = '\u030C',
        ["breve"] = '\u0306',
        ["ogon"] = '\u0328',
    };

    private static readonly Dictionary<string, string> Entities = new(StringComparer.Ordinal)
    {
        ["szlig"] = "ß",
        ["aelig"] = "æ",
        ["AElig"] = "Æ",
        ["oslash"] = "ø",
        ["Oslash"] = "Ø",
        ["oelig"] = "œ",
        ["lstrok"] = "ł",
        ["Lstrok"] = "Ł",
        ["nbsp"] = " ",
        ["amp"] = "&",
        ["apos"] = "'",
        ["quot"] = "\"",
        ["shy"] = "",
    };

    private readonly StringBuilder _plain = new();
    private readonly List<int> _origins = [];
    private readonly string _text;

    private EscapedText(string text)
    {
        _text = text;
        for (var at = 0; at < text.Length;)
        {
            var length = text[at] switch
            {
                '&' => ReadEntity(at),
                '%' => ReadBytes(at, 1, '%'),
                '=' => ReadQuoted(at),
                '\\' => ReadBackslash(at),
                _ => 0,
            };
            if (length == 0)
            {
                Add(at, text[at]);
                length = 1;
            }

            at += length;
        }

        _origins.Add(text.Length);
        Plain = _plain.ToString();
    }

    /// <summary>The text as people read it.</summary>
    public string Plain { get; }

    /// <summary>The readable form of a text; null if it has no escapes.</summary>
    public static EscapedText? Of(string text) =>
        text.AsSpan().ContainsAny(Escapes) && new EscapedText(text) is var escaped && escaped.Plain.Length < text.Length
            ? escaped
            : null;

    /// <summary>The range of the original text for a range of <see cref="Plain"/>.</summary>
    public Range OriginOf(int start, int end)
    {
        // All characters of one escape belong together.
        var last = end;
        while (last < Plain.Length && _origins[last] == _origins[last - 1])
        {
            last++;
        }

        return _origins[start].._origins[last];
    }

    private void Add(int origin, char character)
    {
        _plain.Append(character);
        _origins.Add(origin);
    }

    private void Add(int origin, string characters)
    {
        foreach (var character in characters)
        {
            Add(origin, character);
        }
    }

    private int ReadEntity(int at)
    {
        var end = _text.IndexOf(';', at, Math.Min(LongestEntity, _text.Length - at));
        if (end < at + 3)
        {
            return 0;
        }

        var name = _text.AsSpan(at + 1, end - at - 1);
        if (name[0] == '#')
        {
            var isHex = name[1] is 'x' or 'X';
            if (!int.TryParse(
                    name[(isHex ? 2 : 1)..], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                    CultureInfo.InvariantCulture, out var code)
                || !Rune.TryCreate(code, out var rune))
            {
                return 0;
            }

            Add(at, rune.ToString());
        }
        else if (Entities.TryGetValue(name.ToString(), out var characters))
        {
            Add(at, characters);
        }
        else if (Accents.TryGetValue(name[1..].ToString(), out var accent))
        {
            Add(at, name[0]);
            Add(at, accent);
        }
        else
        {
            return 0;
        }

        return end + 1 - at;
    }

    /// <summary>An equals sign at the end of a line means that the line goes on.</summary>
    private int ReadQuoted(int at) =>
        _text.AsSpan(at).StartsWith("=\r\n", StringComparison.Ordinal) ? 3
        : _text.AsSpan(at).StartsWith("=\n", StringComparison.Ordinal) ? 2
        : ReadBytes(at, 1, '=');

    private int ReadBackslash(int at)
    {
        var rest = _text.AsSpan(at + 1);
        if (rest.Length >= 3 && rest[0] == '\'')
        {
            return ReadBytes(at, 2, '\\', '\'');
        }

        if (rest.Length >= 5 && rest[0] is 'u' or 'U'
            && ushort.TryParse(rest.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            Add(at, (char)code);
            return 6;
        }

        if (rest.Length >= 3 && rest[0] == 'u' && ReadDecimal(rest[1..], out var number) is var digits and > 0)
        {
            // RTF: it is followed by a replacement for readers that do not know the character.
            Add(at, (char)(short)number);
            return 2 + digits + (rest.Length > digits + 1 && rest[digits + 1] is '?' or ' ' ? 1 : 0);
        }

        if (rest.Length >= 4 && rest[0] is 'X' or 'x' && rest.IndexOf('\\') is > 2 and var end
            && TryReadHex(rest[1..end], out var bytes))
        {
            Add(at, TextOf(bytes));
            return end + 2;
        }

        return 0;
    }

    private static int ReadDecimal(ReadOnlySpan<char> text, out int number)
    {
        var length = text.Length > 0 && text[0] == '-' ? 1 : 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        return int.TryParse(text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            && number is >= short.MinValue and <= ushort.MaxValue && number is not 0
            ? length
            : 0;
    }

    private static bool TryReadHex(ReadOnlySpan<char> digits, out byte[] bytes)
    {
        bytes = new byte[digits.Length / 2];
        return digits.Length % 2 == 0 && digits.Length <= 64
            && Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done;
    }

    /// <summary>Reads bytes of two hexadecimal digits, each after the same prefix.</summary>
    private int ReadBytes(int at, int prefix, params ReadOnlySpan<char> before)
    {
        var bytes = new List<byte>();
        var end = at;
        while (end + prefix + 2 <= _text.Length && _text.AsSpan(end, prefix).SequenceEqual(before)
            && byte.TryParse(
                _text.AsSpan(end + prefix, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
        {
            bytes.Add(one);
            end += prefix + 2;
        }

        if (bytes.Count == 0)
        {
            return 0;
        }

        Add(at, TextOf([.. bytes]));
        return end - at;
    }

    private static string TextOf(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : Encoding.Latin1.GetString(bytes);
}
