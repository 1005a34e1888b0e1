// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>Pure ASCII text is folded by code of its own, with the same result as the code for all texts.</summary>
public sealed class FoldedTextTests
{
    /// <summary>After a gap and without accents, it does not change how the text before it is folded.</summary>
    private const string Ideograph = " \u4E00";

    private static readonly IdentifyingWord Divided = new("ANY", IdentityKind.PartOfName, MaySpan: false);

    private const string Characters = "aabbccAABBCC001122-\r\n \t._^\0";

    private static readonly Gen<string> Texts =
        Gen.Int[0, Characters.Length - 1].Select(at => Characters[at]).Array[0, 40].Select(text => new string(text));

    [Test]
    public void Plain_text_is_folded_as_any_other() => Texts.Sample(text =>
    {
        var plain = new FoldedText(text);
        var general = new FoldedText(text + Ideograph);
        var count = plain.Value.Length;

        return general.Value == plain.Value + Ideograph.Trim() && Enumerable.Range(0, count).All(at =>
            plain.OriginOf(at) == general.OriginOf(at) && plain.EndOf(at) == general.EndOf(at)
            && plain.IsBoundary(at) == general.IsBoundary(at)
            && Enumerable.Range(at + 1, count - at).All(end => plain.HasGap(at, end) == general.HasGap(at, end)
                && plain.IsJoined(at, end, Divided) == general.IsJoined(at, end, Divided)));
    });

    [TestCase("a b", true)]
    [TestCase("ab", false)]
    [TestCase("a1", true)]
    [TestCase("aB", true)]
    [TestCase("Ab", false)]
    public void A_word_begins_behind_a_gap_and_with_a_change_of_kind(string text, bool isBoundary) =>
        Assert.That(new FoldedText(text).IsBoundary(1), Is.EqualTo(isBoundary));

    [Test]
    public void A_long_text_is_folded_as_a_short_one()
    {
        // Long texts share their memory: the second has another spelling, and is read after the first.
        var text = string.Concat(Enumerable.Repeat("Müller-Lüdenscheidt 12 ", 400));
        var folded = FoldedText.Of(text).Select(each => (each.Value, Last: each.OriginOf(each.Value.Length - 1))).ToArray();
        var again = FoldedText.Of(text.ToLowerInvariant()).Select(each => (each.Value, Last: each.OriginOf(each.Value.Length - 1)));

        Assert.That(folded.Select(each => each.Value[..20]), Is.EqualTo(["MULLERLUDENSCHEIDT12", "MUELLERLUEDENSCHEIDT"]));
        Assert.That(folded.Select(each => each.Last), Is.All.EqualTo(text.Length - 2));
        Assert.That(again, Is.EqualTo(folded));
    }
}
