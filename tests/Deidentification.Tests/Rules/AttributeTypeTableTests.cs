// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>The code that the build generates from the table of types, and the conditions for each row.</summary>
public class AttributeTypeTableTests
{
    private static readonly PublishedTables.TypeRow[] Rows = [.. PublishedTables.Types()];

    private static readonly ILookup<string, PublishedTables.TypeRow> Definitions =
        Rows.Where(row => row.Pattern.Length > 0).ToLookup(row => row.Definition);

    [Test]
    public void Every_attribute_of_every_object_has_the_strictest_type_of_its_modules()
    {
        var classes = Rows.Where(row => row.Pattern.Length == 0).ToArray();
        Assert.That(classes, Has.Length.GreaterThan(100));
        var seen = 0;
        foreach (var row in classes)
        {
            seen += Compare(row.Definition, AttributePlace.OfClass(row.Definition), row.Items.Split(' '), []);
        }

        Assert.That(seen, Is.GreaterThan(10_000));
    }

    [TestCase("")]
    [TestCase("1.2.840.10008.5.1.4.1.1")]
    [TestCase("1.2.840.10008.5.1.4.1.1.2,1.2.840.10008.5.1.4.1.1.2.1")]
    public void Nothing_is_known_of_other_classes(string sopClass)
    {
        var place = AttributePlace.OfClass(sopClass);
        Assert.That(place.TypeOf(DicomTag.PatientName), Is.EqualTo(AttributeType.Unknown));
        Assert.That(place.Below(new(0x0040_A730)).TypeOf(DicomTag.PatientName), Is.EqualTo(AttributeType.Unknown));
    }

    [Test]
    public void What_stands_in_a_private_sequence_is_not_known()
    {
        var place = AttributePlace.OfClass("1.2.840.10008.5.1.4.1.1.2").Below(Tags.PrivateSequence);
        Assert.That(place.TypeOf(DicomTag.PatientName), Is.EqualTo(AttributeType.Unknown));
    }

    [Test]
    public void Every_sequence_that_is_replaced_gets_an_item()
    {
        var sequences = PublishedTables.Profile("2024e")
            .Where(row => IsSequence(row) && row.Action.Split('/').Contains("D")).ToArray();
        Assert.That(sequences, Has.Length.GreaterThan(6));
        foreach (var row in sequences)
        {
            using var file = Sample.Create();
            file.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.3").Item(row.Tag).With(Tags.Modality, DicomVR.CS, "CT");
            using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
            Assert.That(result.Dataset.TryGet(row.Tag, out var made), Is.True, row.Pattern);
            Assert.That(made.Sequence, Has.Count.EqualTo(1), row.Pattern);
            Assert.That(made.Sequence![0].Contains(Tags.Modality), Is.False, row.Pattern);
        }
    }

    [Test]
    public void No_other_sequence_needs_an_item_that_nobody_makes()
    {
        var needed = Definitions.SelectMany(rows => rows).Where(row => row.Type is "1" or "1C").Select(row => row.Tag).ToHashSet();
        var removed = PublishedTables.Profile("2024e")
            .Where(row => IsSequence(row) && row.Action is "X" or "Z" or "X/Z" && needed.Contains(row.Tag));

        // (0400,0550) is in (0400,0561), which is removed as a whole.
        Assert.That(removed.Select(row => row.Pattern), Is.EquivalentTo(new[] { "0400-0550", "3006-004e" }));
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.481.3")
            .Item(new(0x3006_0080)).Item(new(0x3006_004E)).With(new(0x0008_0080), DicomVR.LO, "Nordhain");
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        Assert.That(
            result.Dataset.At(new(0x3006_0080)).At(new(0x3006_004E)).Text(new(0x0008_0080)), Is.EqualTo("Anonymized"));
    }

    private static bool IsSequence(PublishedTables.ProfileRow row) => row.IsExact
        && ElementDictionary.Standard.TryGet(row.Tag, out var entry) && entry.VR == DicomVR.SQ;

    private static int Compare(string where, AttributePlace place, string[] names, HashSet<string> path)
    {
        var key = string.Join(' ', names.Order(StringComparer.Ordinal));
        if (!path.Add(key))
        {
            return 0;
        }

        var seen = 0;
        foreach (var rows in names.SelectMany(name => Definitions[name]).GroupBy(row => row.Tag))
        {
            seen++;
            var expected = rows.Select(row => row.Type).Max(TypeOf);
            Assert.That(place.TypeOf(rows.Key), Is.EqualTo(expected), $"{where} {rows.Key}");
            var items = rows.Select(row => row.Items).Where(name => name.Length > 0).Distinct().ToArray();
            seen += Compare($"{where} {rows.Key}", place.Below(rows.Key), items, path);
        }

        path.Remove(key);
        return seen;
    }

    private static AttributeType TypeOf(string type) => type switch
    {
        "1" => AttributeType.Required,
        "1C" => AttributeType.Conditional,
        "2" or "2C" => AttributeType.MayBeEmpty,
        _ => AttributeType.Optional,
    };
}
