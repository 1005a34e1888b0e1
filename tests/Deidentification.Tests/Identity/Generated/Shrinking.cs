// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>Reduces a failing sample to the smallest that still fails.</summary>
internal static class Shrinking
{
    /// <summary>The smallest file and request that fail.</summary>
    public static (GeneratedFile File, GeneratedRequest Request) Smallest(
        GeneratedFile file, GeneratedRequest request, Func<GeneratedFile, GeneratedRequest, bool> fails)
    {
        while (true)
        {
            if (Smaller(file).FirstOrDefault(smaller => fails(smaller, request)) is { } less)
            {
                file = less;
            }
            else if (request.Smaller().FirstOrDefault(smaller => smaller != request && fails(file, smaller)) is { } asking)
            {
                request = asking;
            }
            else
            {
                return (file, request);
            }
        }
    }

    private static IEnumerable<GeneratedFile> Smaller(GeneratedFile file) =>
        Smaller(file.Elements).Select(elements => file with { Elements = elements })
            .Concat(file.CharacterSet.Length > 0 ? [file with { CharacterSet = "" }] : []);

    private static IEnumerable<GeneratedElement[]> Smaller(GeneratedElement[] elements)
    {
        for (var i = 0; i < elements.Length; i++)
        {
            yield return [.. elements[..i], .. elements[(i + 1)..]];
        }

        for (var i = 0; i < elements.Length; i++)
        {
            foreach (var smaller in Smaller(elements[i]))
            {
                yield return [.. elements[..i], smaller, .. elements[(i + 1)..]];
            }
        }
    }

    private static IEnumerable<GeneratedElement> Smaller(GeneratedElement element)
    {
        if (element.Items is { } items)
        {
            for (var i = 0; i < items.Length; i++)
            {
                yield return element with { Items = [.. items[..i], .. items[(i + 1)..]] };
                foreach (var smaller in Smaller(items[i]))
                {
                    yield return element with { Items = [.. items[..i], smaller, .. items[(i + 1)..]] };
                }
            }

            yield break;
        }

        if (element.IsUnicode)
        {
            yield return element with { IsUnicode = false };
        }

        for (var length = element.Text.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= element.Text.Length; at += length)
            {
                yield return element with { Text = element.Text.Remove(at, length) };
            }
        }
    }
}
