// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>
/// Finds what was meant by a name that does not exist: one that differs in letter case, in what joins its words, in one
/// letter more, less, other or swapped with its neighbour, or is the singular or plural.
/// </summary>
public static class MisspeltName
{
    /// <summary>Beyond this no name is a slip of the pen.</summary>
    private const int Longest = 64;

    /// <summary>Of a shorter name one letter is too much of it.</summary>
    private const int ShortestWithSlip = 3;

    /// <summary>The name that was meant.</summary>
    /// <param name="name">One that is none of them.</param>
    /// <param name="names">Those that there are.</param>
    /// <returns>Null if it is like none of them.</returns>
    public static string? MeantBy(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(names);
        if (name.Length > Longest)
        {
            return null;
        }

        var folded = Fold(name);
        string? meant = null;
        foreach (var other in names)
        {
            var otherFolded = Fold(other);
            if (folded == otherFolded)
            {
                return other;
            }

            if (meant is null && (HasOneSlip(folded, otherFolded) || Singular(folded) == Singular(otherFolded)))
            {
                meant = other;
            }
        }

        return meant;
    }

    /// <summary>The end of a sentence about a name that does not exist; empty if it is like none of those that do.</summary>
    public static string Hint(string name, IEnumerable<string> names) =>
        MeantBy(name, names) is { } meant ? $": did you mean \"{meant}\"?" : string.Empty;

    private static string Fold(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));

    private static string Singular(string folded) => folded switch
    {
        [.. var stem, 'I', 'E', 'S'] => stem + "Y",
        [.. var stem, 'E', 'S'] => stem,
        [.. var stem, 'S'] => stem,
        _ => folded,
    };

    /// <summary>Whether one letter was added, left out, replaced, or swapped with the next.</summary>
    private static bool HasOneSlip(string one, string other)
    {
        if (Math.Min(one.Length, other.Length) < ShortestWithSlip)
        {
            return false;
        }

        var start = one.AsSpan().CommonPrefixLength(other);
        var rest = one.AsSpan(start);
        var otherRest = other.AsSpan(start);
        while (rest.Length > 0 && otherRest.Length > 0 && rest[^1] == otherRest[^1])
        {
            rest = rest[..^1];
            otherRest = otherRest[..^1];
        }

        return (rest.Length <= 1 && otherRest.Length <= 1)
            || (rest.Length == 2 && otherRest.Length == 2 && rest[0] == otherRest[1] && rest[1] == otherRest[0]);
    }
}
