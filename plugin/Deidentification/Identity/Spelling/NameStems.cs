// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// The stem of a name whose ending changes with case or gender, as in Papadopoulos and Papadopoulou, or Kowalska and
/// Kowalskiej, in the scripts and languages that have such endings.
/// </summary>
internal static class NameStems
{
    /// <summary>A shorter stem is the beginning of many words.</summary>
    private const int ShortestStem = 5;

    /// <summary>Endings, and how many of their letters change.</summary>
    private static readonly (string Ending, int Changing)[] Endings =
    [
        ("ΟΣ", 2), ("ΗΣ", 1), ("ΑΣ", 1), ("ΟΥ", 2), ("Η", 1), ("Α", 1),
        ("ИЙ", 2), ("ЫЙ", 2), ("АЯ", 2), ("А", 1), ("Я", 1), ("Ь", 1),
        ("SKA", 1), ("CKA", 1), ("OVA", 1),
    ];

    /// <summary>The stem; null if the name has no such ending, or the stem is too short.</summary>
    public static string? Of(string part)
    {
        var folded = new FoldedText(part).Value;
        foreach (var (ending, changing) in Endings)
        {
            if (folded.EndsWith(ending, StringComparison.Ordinal))
            {
                return folded.Length - changing >= ShortestStem ? folded[..^changing] : null;
            }
        }

        return null;
    }
}
