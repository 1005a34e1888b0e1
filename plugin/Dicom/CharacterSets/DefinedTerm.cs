// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>One value of (0008,0005), a defined term of PS3.3 C.12.1.1.2, in any spelling.</summary>
internal readonly record struct DefinedTerm
{
    /// <summary>No term: an empty value, or one that names no set.</summary>
    public const int None = 0;

    /// <summary>The number of the default repertoire, ASCII.</summary>
    public const int Ascii = 6;

    /// <summary>The number of UTF-8.</summary>
    public const int Utf8 = 192;

    /// <summary>A stand-in for GB18030, which has no number.</summary>
    public const int Gb18030 = -18030;

    /// <summary>A stand-in for GBK, which has no number.</summary>
    public const int Gbk = -936;

    /// <summary>The number in the international register, or one of the constants.</summary>
    public int Registration { get; private init; }

    /// <summary>Whether it was one of the terms with code extensions.</summary>
    public bool HasCodeExtensions { get; private init; }

    /// <summary>Whether the set is used alone, without code extension techniques (PS3.3 Table C.12-5).</summary>
    public bool StandsAlone => Registration is Utf8 or Gb18030 or Gbk;

    /// <summary>The term as PS3.3 spells it.</summary>
    /// <param name="withCodeExtensions">Whether it is one of the terms with code extensions.</param>
    public string Spell(bool withCodeExtensions) => Registration switch
    {
        None => "",
        Gb18030 => "GB18030",
        Gbk => "GBK",
        _ => (withCodeExtensions ? "ISO 2022 IR " : "ISO_IR ")
            + Registration.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// Reads a term. Letter case, spaces, hyphens and underscores are ignored: real files have "ISO IR 100", "ISO-IR
    /// 100" and "ISO_2022_IR_87". Names used outside DICOM are understood, too.
    /// </summary>
    /// <returns>False if the text names no set of the standard.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out DefinedTerm term)
    {
        term = default;
        Span<char> letters = stackalloc char[24];
        int length = 0;
        foreach (char character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                if (length == letters.Length)
                {
                    return false;
                }

                letters[length++] = char.ToUpperInvariant(character);
            }
            else if (character is not (' ' or '_' or '-' or '.' or '\0'))
            {
                return false;
            }
        }

        int registration = ByName(letters[..length]);
        if (registration == None)
        {
            registration = ByNumber(letters[..length]);
        }

        term = new DefinedTerm
        {
            Registration = registration,
            HasCodeExtensions = letters[..length].IndexOf("2022") >= 0,
        };
        return registration != None;
    }

    private static int ByName(ReadOnlySpan<char> name) => name switch
    {
        "ASCII" or "USASCII" => Ascii,
        "UTF8" or "UNICODE" or "ISO2022UTF8" => Utf8,
        "GB18030" or "ISO2022GB18030" => Gb18030,
        "GBK" or "ISO2022GBK" => Gbk,
        "GB2312" => 58,
        "EUCKR" or "KSX1001" or "KSC5601" => 149,
        "SHIFTJIS" or "SJIS" or "JISX0201" => 13,
        "JISX0208" or "ISO2022JP" => 87,
        "JISX0212" => 159,
        "LATIN1" or "ISO88591" => 100,
        "LATIN2" or "ISO88592" => 101,
        "LATIN3" or "ISO88593" => 109,
        "LATIN4" or "ISO88594" => 110,
        "ISO88595" => 144,
        "ISO88596" => 127,
        "ISO88597" => 126,
        "ISO88598" => 138,
        "LATIN5" or "ISO88599" => 148,
        "TIS620" or "ISO885911" => 166,
        "LATIN9" or "ISO885915" => 203,
        _ => None,
    };

    private static int ByNumber(ReadOnlySpan<char> term)
    {
        // "ISO", "ISO2022", "IR" and the number: any of the words may be missing, but not all of them.
        ReadOnlySpan<char> number = Without("IR", Without("2022", Without("ISO", term)));
        bool isNumber = number.Length < term.Length && !number.IsEmpty && !number.ContainsAnyExceptInRange('0', '9');
        return isNumber && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int registration)
            && (registration is Ascii or Utf8 || RegisteredSets.ByRegistration(registration) is not null)
            ? registration
            : None;
    }

    private static ReadOnlySpan<char> Without(string word, ReadOnlySpan<char> term) =>
        term.StartsWith(word, StringComparison.Ordinal) ? term[word.Length..] : term;
}
