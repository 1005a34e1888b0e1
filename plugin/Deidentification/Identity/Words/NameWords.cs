// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>The words of a name: its parts, and how people write it as a whole.</summary>
/// <param name="collector">Collects the words.</param>
/// <param name="terms">Terms of the instance, and common words.</param>
internal sealed class NameWords(IIdentityCollector collector, CodedTerms terms)
{
    /// <summary>A shorter family name with an initial may be any word.</summary>
    private const int ShortestWithInitial = 3;

    /// <summary>Names such as McKay are also written as two words.</summary>
    private const int ShortestScottish = 5;

    /// <summary>Between the parts of a name: spaces, hyphens, dashes and apostrophes, of any script.</summary>
    private static readonly char[] Separators =
        [.. " -,.'_/()\u00A0\u00B7\u2010\u2011\u2013\u2014\u2019\u3000\u30FB\r\n\t"];

    /// <summary>Adds a name in up to three scripts (PS3.5 6.2.1).</summary>
    public void Collect(string name)
    {
        foreach (var group in name.Split('='))
        {
            // The last two components are titles, which identify nobody.
            string[][] components =
            [
                .. group.Split('^').Take(3)
                    .Select(component => component.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
                    .Where(parts => parts.Length > 0),
            ];
            foreach (var parts in components)
            {
                CollectParts(parts);
            }

            if (components is [{ Length: > 1 } only])
            {
                // The name was written without components.
                components = [only[..1], only[1..]];
            }

            if (components.Length > 1)
            {
                CollectWhole(components);
            }
        }
    }

    private bool IsCommon(string part) =>
        new FoldedText(part).Value is var folded && (terms.Contains(folded) || NameParticles.Contains(folded));

    private void CollectParts(string[] parts)
    {
        AddPart(string.Join(' ', parts), Array.TrueForAll(parts, IsCommon));
        foreach (var part in parts)
        {
            if (parts.Length > 1 && !NameParticles.Contains(new FoldedText(part).Value))
            {
                AddPart(part, IsCommon(part));
            }

            if (part.Length == 1 && FoldedText.IsWithoutSpaces(part[0]))
            {
                // A single ideograph is part of other words, unless a title follows.
                foreach (var title in NameParticles.TitlesBehind)
                {
                    collector.Add(IdentityKind.Name, part + title);
                }
            }
        }
    }

    private void AddPart(string part, bool isCommon)
    {
        collector.Add(isCommon ? IdentityKind.CommonPartOfName : IdentityKind.PartOfName, part);
        if (!isCommon && NameStems.Of(part) is { } stem)
        {
            collector.Add(IdentityKind.PartOfName, stem);
        }

        if (part.Length >= ShortestScottish && part.StartsWith("Mc", StringComparison.OrdinalIgnoreCase))
        {
            collector.Add(IdentityKind.PartOfName, part[..2] + ' ' + part[2..]);
        }
    }

    private void CollectWhole(string[][] components)
    {
        var family = string.Join(' ', components[0]);
        string[] given = [.. components.Skip(1).SelectMany(parts => parts)];
        var calledSo = new[] { string.Join(' ', given), given[0], given[^1] }.Distinct()
            .Where(called => called.Length > 1 || FoldedText.IsWithoutSpaces(called[0]));
        var isFamilyCommon = Array.TrueForAll(components[0], IsCommon);
        foreach (var called in calledSo)
        {
            var isCommon = Array.TrueForAll(called.Split(' '), IsCommon);
            var kind = isCommon && isFamilyCommon ? IdentityKind.CommonName
                : isCommon || isFamilyCommon ? IdentityKind.MixedName
                : IdentityKind.Name;
            collector.Add(kind, family + ' ' + called);
            collector.Add(kind, called + ' ' + family);
        }

        if (FoldedText.IsWithoutSpaces(family[0]))
        {
            return;
        }

        // A login contains one word of the family name.
        foreach (var called in components[0].Where(part => part.Length >= ShortestWithInitial).Append(family).Distinct())
        {
            if (!Array.TrueForAll(called.Split(' '), IsCommon))
            {
                AddInitials(called, given[0][..1]);
                AddInitials(called, string.Concat(given.Select(part => part[0])));
            }
        }
    }

    private void AddInitials(string family, string initials)
    {
        collector.Add(IdentityKind.Initials, family + ' ' + initials);
        collector.Add(IdentityKind.Initials, initials + ' ' + family);
    }
}
