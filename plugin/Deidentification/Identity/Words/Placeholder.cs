// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>
/// Values that stand for an unknown value, or for one that was removed before. They identify nobody, so they stay in text.
/// </summary>
internal static class Placeholder
{
    /// <summary>
    /// The plausible years of birth: nobody who was born earlier is in an image, and nobody is born later.
    /// </summary>
    private const int EarliestBirth = 1850;
    private const int LatestBirth = 2200;

    /// <summary>The last plausible year of any date: 2099 is a usual placeholder.</summary>
    private const int LatestDate = 2098;

    /// <summary>Fewer of the same character may be an identifier.</summary>
    private const int ShortestRepeated = 3;

    private static readonly HashSet<string> Words =
    [
        .. ("NONE NULL NIL UNKNOWN UNBEKANNT INCONNU INCONNUE SCONOSCIUTO SCONOSCIUTA DESCONOCIDO DESCONOCIDA DESCONHECIDO"
            + " ONBEKEND OKAND UKENDT UKJENT NIEZNANY NIEZNANA NEZNAMY ISMERETLEN BILINMIYOR ANONYM ANONYME ANONIMO ANONIMA"
            + " ANONYMOUS ANONYMOUSPATIENT ANONYMIZED ANONYMISED ANONYMISIERT DEIDENTIFIED DEIDENTIFIE REMOVED REDACTED"
            + " CONFIDENTIAL NOTAVAILABLE NOTAPPLICABLE NOTSPECIFIED NOTGIVEN NOTKNOWN NOTDEFINED UNSPECIFIED UNDEFINED"
            + " UNASSIGNED NONAME NONAMEGIVEN UNNAMED NOID EMPTY BLANK DUMMY MISSING TBD НЕИЗВЕСТНО НЕИЗВЕСТЕН 不明 未知 无 無 匿名 불명")
            .Split(' '),
    ];

    /// <summary>Whether a value of an element stands for no value.</summary>
    public static bool StandsForNothing(string value)
    {
        var folded = new FoldedText(value).Value;
        return Words.Contains(folded) || IsRepeated(folded)

            // Na is a name, too.
            || (folded is "NA" && value.Trim() is "N/A" or "n/a" or "N.A." or "n.a.");
    }

    /// <summary>
    /// Whether a date of birth is a placeholder: the day that programs write if they need one, or an implausible year.
    /// </summary>
    public static bool IsBirth(CalendarDate date) =>
        date.Year is < EarliestBirth or > LatestBirth || date is { Year: 1900, Month: 1, Day: 1 };

    /// <summary>
    /// Whether a date of any kind is a placeholder: the first day of a clock (Unix, DOS) that was never set, one that
    /// <see cref="IsBirth"/> names, or one in a year that no patient of today has reached.
    /// </summary>
    public static bool IsDate(CalendarDate date) =>
        IsBirth(date) || date.Year > LatestDate || date is { Year: 1970 or 1980, Month: 1, Day: 1 };

    /// <summary>Whether a text repeats one digit or the letter X.</summary>
    private static bool IsRepeated(string folded) => folded.Length >= ShortestRepeated
        && folded[0] is 'X' or (>= '0' and <= '9') && !folded.AsSpan().ContainsAnyExcept(folded[0]);
}
