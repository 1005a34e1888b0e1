// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;
using static OrthancDeid.Tests.PublishedTables;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>Every attribute of PS3.6 has a class, which decides about attributes that no table of PS3.15 names.</summary>
public class AttributeClassTests
{
    private static readonly string[] Editions = ["2008", "2017c", "2021b", "2023b", "2024e"];

    /// <summary>Classes of attributes that reveal nothing about anybody.</summary>
    private static readonly string[] Harmless = ["technical", "structure", "code", "standard-uid", "standard-time"];

    private static readonly string[] Named =
        [.. Profile("2023b").Concat(Profile("2024e")).Select(row => row.Pattern)];

    /// <summary>Attributes that neither Orthanc's newest edition nor the plugin's names, and that are no overlays or
    /// curves.</summary>
    private static IEnumerable<ClassRow> Unnamed => Classes().Where(row =>
        !Named.Contains(row.Pattern) && row.Tag.Group > 0x0007 && (row.Tag.Group & 0xFF00) is not (0x5000 or 0x6000));

    [Test]
    public void No_attribute_is_missing_or_stands_there_twice() => Assert.That(
        Classes().Select(row => (row.Pattern, row.Keyword)),
        Is.EquivalentTo(Dictionary().Select(row => (row.Pattern, row.Keyword))));

    [Test]
    public void The_code_has_the_classes_of_the_table()
    {
        foreach (var row in Classes())
        {
            var name = string.Concat(AttributeClasses.Of(row.Tag).ToString().Select(
                (letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
            Assert.That(name, Is.EqualTo(row.Class), row.Keyword);
            Assert.That(AttributeClasses.IsNeeded(row.Tag), Is.EqualTo(row.IsNeeded), row.Keyword);
        }

        Assert.That(AttributeClasses.Of(new(0x0011_1001)), Is.EqualTo(AttributeClass.Unknown));
        Assert.That(AttributeClasses.Of(new(0x0010_9999)), Is.EqualTo(AttributeClass.Unknown));
    }

    /// <summary>Dates of published code tables are an exception: the table replaces even those.</summary>
    [Test]
    public void What_an_edition_removes_has_a_class_that_explains_it()
    {
        var classes = Classes().ToDictionary(row => row.Pattern, row => row.Class);
        foreach (var row in Editions.SelectMany(Profile).Where(row => classes.ContainsKey(row.Pattern)))
        {
            Assert.That(
                Harmless.Except(["standard-time"]), Does.Not.Contain(classes[row.Pattern]), $"{row.Pattern} {row.Action}");
        }
    }

    [Test]
    public void What_no_row_names_and_says_something_of_somebody_stays_in_no_edition(
        [ValueSource(nameof(Editions))] string edition)
    {
        foreach (var row in Unnamed.Where(row => !Harmless.Contains(row.Class) && row.Class != "label"))
        {
            using var file = Sample.Create();
            var value = Fill(file.Dataset, row.Tag);
            Fill(file.Dataset.Item(Tags.ReferencedImageSequence), row.Tag);
            using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}","Conformant":false}""");
            foreach (var place in new[] { anonymized.Dataset, anonymized.Dataset.At(Tags.ReferencedImageSequence) })
            {
                Assert.That(
                    !place.TryGet(row.Tag, out var left) || left.Sequence is { Count: 0 }
                    || (left.Sequence is null && !left.Value.StartsWith((ReadOnlySpan<byte>)value)),
                    $"{row.Tag} {row.Keyword}");
            }
        }
    }

    [Test]
    public void What_no_row_names_and_says_nothing_of_anybody_stays_in_every_edition(
        [ValueSource(nameof(Editions))] string edition)
    {
        foreach (var row in Unnamed.Where(row => Harmless.Contains(row.Class) && row.Tag.Group is not (0xFFFE or 0x7FE0)
            && !row.Tag.IsGroupLength && !Written.Contains(row.Tag)))
        {
            using var file = Sample.Create();
            var value = Fill(file.Dataset, row.Tag);
            using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}"}""");
            Assert.That(anonymized.Dataset.TryGet(row.Tag, out var left), row.Keyword);
            Assert.That(left.Sequence is { Count: 1 } || left.Value.StartsWith((ReadOnlySpan<byte>)value), row.Keyword);
        }
    }

    [TestCase("{}")]
    [TestCase("""{"DicomVersion":"2008"}""")]
    [TestCase("""{"DicomVersion":"2024e"}""")]
    [TestCase("""{"Options":["RetainUIDs"],"Verify":true}""")]
    [TestCase("""{"Options":["CleanDescriptors"]}""")]
    public void A_label_stays_without_whom_the_file_is_about(string request)
    {
        foreach (var row in Unnamed.Where(row => row.Class == "label"))
        {
            using var file = Sample.Create();
            file.Dataset.With(row.Tag, Representation(row.Tag), "Doe axial 3");
            file.Dataset.Item(Tags.ReferencedImageSequence).With(row.Tag, Representation(row.Tag), "axial 3");
            using var anonymized = TestHost.Anonymize(file, request);
            Assert.That(anonymized.Dataset.Text(row.Tag), Is.EqualTo("axial 3"), row.Keyword);
            Assert.That(
                anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(row.Tag), Is.EqualTo("axial 3"), row.Keyword);
        }
    }

    [Test]
    public void A_label_that_nobody_can_read_is_no_reason_to_refuse_a_file()
    {
        var label = new DicomTag(0x0062_0005);
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192");
        file.Dataset.Set(label, DicomVR.LO, new byte[] { 0xE9, 0xE9 });
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Text(label), Is.Empty);
    }

    [TestCase("1.2.840.10008.1.4.1.1", true)]
    [TestCase("1.2.840.10008.1.5.1", true)]
    [TestCase("1.2.840.10008.15.1.1", true)]
    [TestCase("1.2.840.10008.1.4.1.47110815", false)]
    [TestCase("1.2.840.10008", false)]
    [TestCase("1.2.840.100089.1", false)]
    public void A_UID_of_the_standard_names_no_instance(string uid, bool stays)
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.FrameOfReferenceUID, DicomVR.UI, uid);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Text(Tags.FrameOfReferenceUID) == uid, Is.EqualTo(stays));
    }

    /// <summary>Elements that the plan writes itself, or removes with the data that they describe.</summary>
    private static readonly DicomTag[] Written =
    [
        DicomTag.SpecificCharacterSet, DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod,
        new(0x0012_0064), new(0x0028_0303),
    ];

    private static byte[] Fill(DicomDataset dataset, DicomTag tag)
    {
        var vr = Representation(tag);
        if (vr == DicomVR.SQ)
        {
            // The item has a code that no rule of another tag removes.
            dataset.Item(tag).With(new(0x0008_0100), DicomVR.SH, "4711");
            return [];
        }

        byte[] value = vr switch
        {
            DicomVR.UI => "1.2.3.4711\0"u8.ToArray(),
            DicomVR.DA => "20210304"u8.ToArray(),
            DicomVR.TM => "111213"u8.ToArray(),
            DicomVR.DT => "20210304111213"u8.ToArray(),
            DicomVR.DS or DicomVR.IS => "47"u8.ToArray(),
            _ => "47114711"u8.ToArray(),
        };
        dataset.Set(tag, vr, value);
        return value;
    }

    private static DicomVR Representation(DicomTag tag) =>
        ElementDictionary.Standard.TryGet(tag, out var entry) && entry.VR != DicomVR.None ? entry.VR : DicomVR.LO;
}
