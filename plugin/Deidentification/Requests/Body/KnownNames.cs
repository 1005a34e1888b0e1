// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>
/// Known names, and the search for the one that a misspelt name means. The misspelling may differ in letter case, in
/// separators, by one letter added, missing, wrong or swapped with its neighbour, or by a plural. Immutable.
/// </summary>
internal sealed class KnownNames
{
    /// <summary>The longest name that can be a misspelling.</summary>
    internal const int Longest = 64;

    /// <summary>The shortest name in which a wrong letter is tolerated.</summary>
    private const int ShortestWithSlip = 3;

    // Prepared once, since a body may have a million names.
    private readonly (string Name, string Folded, string Singular)[] _names;

    /// <summary>Prepares the names.</summary>
    public KnownNames(IEnumerable<string> names)
    {
        _names =
        [
            .. names.Select(static name =>
            {
                var folded = Fold(name);
                return (name, folded, Singular(folded));
            }),
        ];
    }

    /// <summary>The name that was meant.</summary>
    /// <param name="name">An unknown name.</param>
    /// <returns>Null if it resembles no known name.</returns>
    public string? MeantBy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > Longest)
        {
            return null;
        }

        var folded = Fold(name);
        var singular = Singular(folded);
        string? meant = null;
        foreach (var other in _names)
        {
            if (folded == other.Folded)
            {
                return other.Name;
            }

            if (meant is null && (singular == other.Singular || HasOneSlip(folded, other.Folded)))
            {
                meant = other.Name;
            }
        }

        return meant;
    }

    /// <summary>The end of an error message about an unknown name; empty if it resembles no known name.</summary>
    public string Hint(string name) => MeantBy(name) is { } meant ? $": did you mean \"{meant}\"?" : string.Empty;

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
        if (Math.Min(one.Length, other.Length) < ShortestWithSlip || Math.Abs(one.Length - other.Length) > 1)
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
