// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Cleaning.Spelling;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>The words of a name: its parts, and how people write it as a whole.</summary>
internal static class NameWords
{
    /// <summary>Between the parts of a name: spaces, hyphens, dashes and apostrophes, of any script.</summary>
    private static readonly char[] Separators =
        [.. " -,.'_/()\u00A0\u00B7\u2010\u2011\u2013\u2014\u2019\u3000\u30FB"];

    /// <summary>Tells a collector of a name in up to three scripts (PS3.5 6.2.1).</summary>
    /// <param name="collector">Takes the words.</param>
    /// <param name="name">The name.</param>
    /// <param name="terms">
    /// Words that are not taken as parts of the name, or null: somebody of the staff may be called so, or the element
    /// holds no name at all. Those of the patient are taken whatever they are.
    /// </param>
    public static void Collect(IIdentityCollector collector, string name, CodedTerms? terms)
    {
        foreach (var group in name.Split('='))
        {
            // The last two components are titles, which many people have.
            string[][] components =
            [
                .. group.Split('^').Take(3)
                    .Select(component => component.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
                    .Where(parts => parts.Length > 0),
            ];
            foreach (var parts in components)
            {
                CollectParts(collector, parts, terms);
            }

            if (components is [{ Length: > 1 } only])
            {
                // Who wrote it knew of no components.
                components = [only[..1], only[1..]];
            }

            if (components.Length > 1
                && terms?.ExplainName(string.Join(' ', components.SelectMany(parts => parts))) != true)
            {
                CollectWhole(collector, components, terms);
            }
        }
    }

    private static void CollectParts(IIdentityCollector collector, string[] parts, CodedTerms? terms)
    {
        var component = string.Join(' ', parts);
        if (terms?.ExplainName(component) == true)
        {
            return;
        }

        collector.Add(IdentityKind.PartOfName, component);
        foreach (var part in parts)
        {
            if (parts.Length > 1 && !NameParticles.Contains(new FoldedText(part).Value)
                && terms?.ExplainName(part) != true)
            {
                collector.Add(IdentityKind.PartOfName, part);
            }

            if (part.Length == 1 && FoldedText.IsWithoutSpaces(part[0]))
            {
                // A single ideograph is part of other words, but not before a title.
                foreach (var title in NameParticles.TitlesBehind)
                {
                    collector.Add(IdentityKind.Name, part + title);
                }
            }
        }
    }

    private static void CollectWhole(IIdentityCollector collector, string[][] components, CodedTerms? terms)
    {
        var family = string.Join(' ', components[0]);
        string[] given = [.. components.Skip(1).SelectMany(parts => parts)];
        var calledSo = new[] { string.Join(' ', given), given[0], given[^1] }.Distinct()
            .Where(called => called.Length > 1 || FoldedText.IsWithoutSpaces(called[0]));
        foreach (var called in calledSo)
        {
            collector.Add(IdentityKind.Name, family + ' ' + called);
            collector.Add(IdentityKind.Name, called + ' ' + family);
        }

        if (FoldedText.IsWithoutSpaces(family[0]) || terms?.ExplainName(family) == true)
        {
            return;
        }

        foreach (var initials in new[] { given[0][..1], string.Concat(given.Select(part => part[0])) }.Distinct())
        {
            collector.Add(IdentityKind.Initials, family + ' ' + initials);
            collector.Add(IdentityKind.Initials, initials + ' ' + family);
        }
    }
}
