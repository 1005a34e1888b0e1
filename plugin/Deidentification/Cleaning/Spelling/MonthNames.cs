// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Cleaning.Spelling;

/// <summary>The names of the months in English, German, French, Italian and Spanish, whole and cut short.</summary>
internal static class MonthNames
{
    /// <summary>Fewer letters are no abbreviation of a month.</summary>
    private const int ShortestStem = 3;

    /// <summary>As <see cref="FoldedText"/> has them.</summary>
    private static readonly string[] Names =
    [
        "JANUARY JANUAR JANNER JAENNER JANVIER GENNAIO ENERO",
        "FEBRUARY FEBRUAR FEBER FEVRIER FEBBRAIO FEBRERO",
        "MARCH MARZ MAERZ MRZ MARS MARZO",
        "APRIL AVRIL APRILE ABRIL",
        "MAY MAI MAGGIO MAYO",
        "JUNE JUNI JUIN GIUGNO JUNIO",
        "JULY JULI JUILLET LUGLIO JULIO",
        "AUGUST AOUT AGOSTO",
        "SEPTEMBER SEPTEMBRE SETTEMBRE SEPTIEMBRE SETIEMBRE",
        "OCTOBER OKTOBER OCTOBRE OTTOBRE OCTUBRE",
        "NOVEMBER NOVEMBRE NOVIEMBRE",
        "DECEMBER DEZEMBER DECEMBRE DICEMBRE DICIEMBRE",
    ];

    private static readonly Dictionary<string, int[]> ByStem = Names
        .SelectMany((names, index) => names.Split(' ').SelectMany(Stems).Select(stem => (Stem: stem, Month: index + 1)))
        .Distinct()
        .GroupBy(entry => entry.Stem, entry => entry.Month)
        .ToDictionary(months => months.Key, months => months.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByStem.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The months, from 1, that a word without accents can mean; none if it is no name of a month.</summary>
    public static int[] MonthsOf(ReadOnlySpan<char> word) => Lookup.TryGetValue(word, out var months) ? months : [];

    private static IEnumerable<string> Stems(string name) =>
        Enumerable.Range(ShortestStem, name.Length - ShortestStem + 1).Select(length => name[..length]);
}
