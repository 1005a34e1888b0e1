// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// A text in which the numbers of years, months and days that are written in Chinese characters, digit by digit (二〇二四年) or
/// with tens and hundreds (三十一日), are replaced by digits; with the original place of each character.
/// </summary>
internal sealed class ChineseNumerals
{
    private const string Digits = "〇一二三四五六七八九";
    private const string Zeros = "零○";
    private const char Ten = '十';
    private const char Twenty = '廿';
    private const char Thirty = '卅';
    private const char Hundred = '百';
    private const string Units = "年月日號号";

    /// <summary>No number of a date has more characters: 一百一十三.</summary>
    private const int Longest = 5;

    private static readonly SearchValues<char> Numerals = SearchValues.Create(Digits + Zeros + Ten + Twenty + Thirty + Hundred);

    private readonly List<int> _origins = [];

    private ChineseNumerals(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text, at);
            if (length is > 0 and <= Longest && at + length < text.Length && Units.Contains(text[at + length], StringComparison.Ordinal))
            {
                var digits = DigitsOf(text.AsSpan(at, length));
                plain.Append(digits);
                _origins.AddRange(Enumerable.Repeat(at, digits.Length));
                at += length;
                continue;
            }

            for (var end = at + Math.Max(1, length); at < end; at++)
            {
                plain.Append(text[at]);
                _origins.Add(at);
            }
        }

        _origins.Add(text.Length);
        Plain = plain.ToString();
    }

    /// <summary>The text with digits.</summary>
    public string Plain { get; }

    /// <summary>The text with digits; null if it has no such numbers.</summary>
    public static ChineseNumerals? Of(string text) =>
        !Ascii.IsValid(text) && text.AsSpan().ContainsAny(Numerals) && new ChineseNumerals(text) is var numerals && numerals.Plain != text ? numerals : null;

    /// <summary>The range of the original text for a range of <see cref="Plain"/>.</summary>
    public (int Start, int End) OriginOf(int start, int end) => (_origins[start], _origins[end]);

    private static int LengthAt(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAnyExcept(Numerals);
        return length < 0 ? text.Length - at : length;
    }

    private static string DigitsOf(ReadOnlySpan<char> numerals)
    {
        if (numerals.IndexOfAny(Ten, Hundred) < 0 && numerals.IndexOfAny(Twenty, Thirty) < 0)
        {
            return string.Concat(numerals.ToArray().Select(numeral => (char)('0' + ValueOf(numeral))));
        }

        var (sum, last) = (0, 0);
        foreach (var numeral in numerals)
        {
            switch (numeral)
            {
                case Hundred:
                    (sum, last) = (sum + (Math.Max(last, 1) * 100), 0);
                    break;
                case Ten:
                    (sum, last) = (sum + (Math.Max(last, 1) * 10), 0);
                    break;
                case Twenty or Thirty:
                    (sum, last) = (sum + (numeral == Twenty ? 20 : 30), 0);
                    break;
                default:
                    last = ValueOf(numeral);
                    break;
            }
        }

        return (sum + last).ToString(CultureInfo.InvariantCulture);
    }

    private static int ValueOf(char numeral) => Math.Max(0, Digits.IndexOf(numeral, StringComparison.Ordinal));
}
