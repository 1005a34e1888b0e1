// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Inspection;

namespace OrthancDeid.Deidentification.Tests.Inspection;

/// <summary>The search of the check finds the same as a search that compares each word with each stretch of a
/// text.</summary>
public sealed class TokenSearchTests
{
    private const int MostTokens = 24;

    private const string Letters = "AB01山田";

    private static readonly string[] Others = [" ", "-", "0", "00", "a", "AB", "B1", "山"];

    private static readonly Gen<string[]> Words = Gen.Int[0, Letters.Length - 1].Select(at => Letters[at]).Array[2, 11]
        .Select(word => new string(word)).Array[1, 12];

    /// <summary>Words of the search, with other letters and gaps around them.</summary>
    private static readonly Gen<(string[] Words, string Text)> Searches = Gen.Select(
        Words, Gen.Int[0, 30].Array[0, 12], (words, parts) => (words, string.Concat(parts.Select(
            part => part < 20 ? words[part % words.Length] : Others[part % Others.Length]))));

    [Test]
    public void All_words_are_found() => Searches.Sample(search =>
    {
        var words = search.Words.Distinct().Select(word => new IdentifyingWord(word, IdentityKind.Name, MaySpan: true)).ToArray();
        var tokens = new TokenSearch();
        foreach (var word in words)
        {
            tokens.Add(word);
        }

        var text = new FoldedText(search.Text);
        var found = new HashSet<(int, int, string)>();
        tokens.IsAnyIn(text, (start, end, word) =>
        {
            found.Add((start, end, word.Folded));
            return false;
        });

        return found.SetEquals(Naive(text, words));
    });

    private static HashSet<(int, int, string)> Naive(FoldedText text, IdentifyingWord[] words)
    {
        var found = new HashSet<(int, int, string)>();
        var longest = words.Max(word => word.Folded.Length);
        for (var start = 0; start < text.Value.Length; start++)
        {
            var tokens = 0;
            for (var end = start + 1; end <= text.Value.Length; end++)
            {
                var stretch = text.Value[start..end];
                var isToken = text.IsBoundary(start) && text.IsBoundary(end) && end - start <= longest && ++tokens <= MostTokens;
                foreach (var word in words)
                {
                    var isSame = word.Folded == stretch;
                    var isInside = FoldedText.IsWithoutSpaces(stretch[0]) || word.Folded.Length >= TokenSearch.LongEnough;
                    var isWithZeros = isToken && word.IsNumber && stretch[0] == '0' && word.Folded == stretch.TrimStart('0')
                        && !Array.Exists(words, other => other.Folded == stretch);
                    if ((isSame && (isToken || isInside)) || isWithZeros)
                    {
                        found.Add((start, end, word.Folded));
                    }
                }
            }
        }

        return found;
    }
}
