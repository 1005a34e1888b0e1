// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

public sealed class DefinedTermTests
{
    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void A_value_of_the_standard_stays_as_it_is(string terms) =>
        Assert.That(Sets.Of(terms).Terms, Is.EqualTo(terms));

    [TestCase("ISO_IR 6", "")]
    [TestCase("ISO 2022 IR 6", "")]
    [TestCase("  ", "")]
    [TestCase(@"\", "")]
    [TestCase("ISO 2022 IR 100", "ISO 2022 IR 100")]
    [TestCase("ISO_IR 100 ", "ISO_IR 100")]
    [TestCase("ISO IR 100", "ISO_IR 100")]
    [TestCase("ISO-IR 100", "ISO_IR 100")]
    [TestCase("ISO-IR-100", "ISO_IR 100")]
    [TestCase("iso_ir 100", "ISO_IR 100")]
    [TestCase("ISOIR100", "ISO_IR 100")]
    [TestCase("IR 100", "ISO_IR 100")]
    [TestCase("ISO 8859-1", "ISO_IR 100")]
    [TestCase("ISO-8859-15", "ISO_IR 203")]
    [TestCase("UTF-8", "ISO_IR 192")]
    [TestCase("ISO 2022 IR 192", "ISO_IR 192")]
    [TestCase("gb 18030", "GB18030")]
    [TestCase("ISO 2022 GBK", "GBK")]
    [TestCase("ISO 2022 58", @"\ISO 2022 IR 58")]
    [TestCase(@"\ISO_2022_IR_87", @"\ISO 2022 IR 87")]
    [TestCase("ISO 2022 IR 87", @"\ISO 2022 IR 87")]
    [TestCase("ISO_IR 149", @"\ISO 2022 IR 149")]
    [TestCase(@"ISO_IR 6\ISO 2022 IR 87", @"ISO 2022 IR 6\ISO 2022 IR 87")]
    [TestCase(@"ISO 2022 IR 87\ISO 2022 IR 6", @"\ISO 2022 IR 87\ISO 2022 IR 6")]
    [TestCase(@"ISO_IR 100\ISO_IR 144", @"ISO 2022 IR 100\ISO 2022 IR 144")]
    [TestCase(@"ISO 2022 IR 100\ISO 2022 IR 100", "ISO 2022 IR 100")]
    [TestCase(@"ISO_IR 192\ISO 2022 IR 87", "ISO_IR 192")]
    [TestCase(@"\ISO_IR 192", "ISO_IR 192")]
    [TestCase(@"ISO_IR 6\GB18030", "GB18030")]
    [TestCase(@"ISO_IR 100\ISO_IR 192", "ISO_IR 100")]
    [TestCase(@"ISO_IR 100\KLINGON", "ISO_IR 100")]
    [TestCase(@"KLINGON\ISO 2022 IR 87", @"\ISO 2022 IR 87")]
    public void An_obvious_value_is_understood(string value, string terms) =>
        Assert.That(Sets.Of(value).Terms, Is.EqualTo(terms));

    [TestCase("KLINGON")]
    [TestCase("100")]
    [TestCase("ISO_IR")]
    [TestCase("ISO_IR 14")]
    [TestCase("ISO_IR 1000")]
    [TestCase("ISO_IR 99999999999999")]
    [TestCase("ISO_IR 100, ISO_IR 144")]
    [TestCase("ISO_IR １００")]
    [TestCase(@"KLINGON\VULCAN")]
    [TestCase(@"\KLINGON")]
    public void A_value_without_any_set_is_refused(string value)
    {
        Assert.That(SpecificCharacterSet.TryParse(value, out SpecificCharacterSet set), Is.False);
        Assert.That(set, Is.SameAs(SpecificCharacterSet.Default));
    }

    [Test]
    public void Padding_of_the_value_does_not_count()
    {
        Assert.That(Sets.Of("ISO_IR 192\0").Terms, Is.EqualTo("ISO_IR 192"));
        Assert.That(Sets.Of(" ISO_IR 100 \\ ISO_IR 144 ").Terms, Is.EqualTo(@"ISO 2022 IR 100\ISO 2022 IR 144"));
        Assert.That(Sets.Of("\0").Terms, Is.Empty);
    }

    [Test]
    public void The_named_sets_have_their_terms()
    {
        Assert.That(SpecificCharacterSet.Default.Terms, Is.Empty);
        Assert.That(SpecificCharacterSet.Utf8.Terms, Is.EqualTo("ISO_IR 192"));
    }
}
