// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>What becomes of an element depends on its type in the definition of the object (PS3.3).</summary>
public class AttributeTypeTests
{
    private const string Newest = """{"DicomVersion":"2024e"}""";

    private const string CT = "1.2.840.10008.5.1.4.1.1.2";
    private const string EnhancedCT = "1.2.840.10008.5.1.4.1.1.2.1";
    private const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";
    private const string PresentationState = "1.2.840.10008.5.1.4.1.1.11.1";
    private const string Report = "1.2.840.10008.5.1.4.1.1.88.22";
    private const string WholeSlide = "1.2.840.10008.5.1.4.1.1.77.1.6";
    private const string Private = "1.2.40.0.13.1.1";

    private static readonly DicomTag ContentDate = new(0x0008_0023);
    private static readonly DicomTag SeriesDate = new(0x0008_0021);
    private static readonly DicomTag InstitutionName = new(0x0008_0080);
    private static readonly DicomTag DeviceSerialNumber = new(0x0018_1000);
    private static readonly DicomTag ContainerIdentifier = new(0x0040_0512);
    private static readonly DicomTag SpecimenDescriptions = new(0x0040_0560);
    private static readonly DicomTag SpecimenIdentifier = new(0x0040_0551);
    private static readonly DicomTag SubjectID = new(0x0012_0040);
    private static readonly DicomTag PresentationCreationDate = new(0x0070_0082);

    private static readonly uint[] Replaced = [0x0008_1072, 0x0008_1111, 0x0034_0001, 0x0040_A073, 0x0008_0082];

    // X/Z/D, X/D, X/Z, Z/D: removed if type 3, emptied if type 2, otherwise replaced.
    [TestCase(CT, 0x0008_0080u, "LO", null)]
    [TestCase(CT, 0x0008_1010u, "SH", null)]
    [TestCase(CT, 0x0008_0021u, "DA", null)]
    [TestCase(CT, 0x0008_0022u, "DA", null)]
    [TestCase(CT, 0x0008_0023u, "DA", "")]
    [TestCase(CT, 0x0018_0010u, "LO", "")]
    [TestCase(CT, 0x0070_0084u, "PN", "")]
    [TestCase(Segmentation, 0x0070_0084u, "PN", "")]
    [TestCase(Segmentation, 0x0008_0023u, "DA", "19000101")]
    [TestCase(Report, 0x0008_0023u, "DA", "19000101")]
    [TestCase(EnhancedCT, 0x0008_002Au, "DT", "19000101000000")]
    [TestCase(CT, 0x0008_002Au, "DT", null)]

    // D alone leaves no choice. Neither does Z, except where a value is needed.
    [TestCase(CT, 0x0012_0010u, "LO", "Anonymized")]
    [TestCase(CT, 0x0018_9074u, "DT", "19000101000000")]
    [TestCase(CT, 0x0012_0021u, "LO", "")]

    // X for an attribute that the object needs.
    [TestCase(PresentationState, 0x0070_0082u, "DA", "19000101")]
    [TestCase(PresentationState, 0x0070_0083u, "TM", "000000")]
    [TestCase(CT, 0x0070_0082u, "DA", null)]
    [TestCase(CT, 0x0010_2297u, "PN", "")]
    [TestCase(CT, 0x0010_4000u, "LT", null)]
    [TestCase(CT, 0x0012_0082u, "LO", null)]
    [TestCase(CT, 0x0028_7FE0u, "UR", "about:blank")]

    // The object is not known: the result is valid for every type.
    [TestCase(Private, 0x0008_0080u, "LO", "Anonymized")]
    [TestCase(Private, 0x0008_0022u, "DA", "")]
    [TestCase(Private, 0x0070_0082u, "DA", null)]
    public void The_type_decides_where_the_profile_leaves_a_choice(string sopClass, uint tag, string vr, string? expected)
    {
        using var file = Of(sopClass);
        file.Dataset.With(new(tag), Enum.Parse<DicomVR>(vr), vr is "DA" or "TM" or "DT" ? "20200203" : "Meyer");
        using var result = TestHost.Anonymize(file, Newest);
        Assert.That(result.Dataset.Text(new(tag)), Is.EqualTo(expected));
    }

    [Test]
    public void The_place_in_the_object_decides_too()
    {
        using var file = Of(EnhancedCT);
        foreach (var groups in (uint[])[0x5200_9229, 0x5200_9230])
        {
            var content = file.Dataset.Item(new(groups)).Item(new(0x0020_9111));
            content.With(new(0x0018_9074), DicomVR.DT, "20200203").With(SeriesDate, DicomVR.DA, "20200203");
        }

        using var result = TestHost.Anonymize(file, Newest);
        var made = result.Dataset.At(new(0x5200_9230)).At(new(0x0020_9111));
        Assert.That(made.Text(new(0x0018_9074)), Is.EqualTo("19000101000000"));
        Assert.That(made.Contains(SeriesDate), Is.False, "it has no place there");
    }

    // An attribute that no row of the table names is removed by its class, except where the object needs it.
    [TestCase(0x0010_2294u, 0x0010_2295u, "LO")]
    [TestCase(0x0010_0216u, 0x0010_0217u, "LO")]
    [TestCase(0x0040_A390u, 0x0040_E001u, "ST")]
    [TestCase(0x0040_A390u, 0x0040_E010u, "UR")]
    public void What_the_items_of_an_object_need_says_nothing(uint sequence, uint tag, string vr)
    {
        using var file = Of(CT);
        file.Dataset.Item(new(sequence)).With(new(tag), Enum.Parse<DicomVR>(vr), "Meyer");
        using var result = TestHost.Anonymize(file, Newest);
        Assert.That(result.Dataset.At(new(sequence)).Text(new(tag)), Is.Not.Null.And.Not.Empty.And.Not.EqualTo("Meyer"));
    }

    [Test]
    public void The_number_of_an_approval_stays_beside_the_name_of_a_committee_that_may_not_be_alone()
    {
        using var file = Of(CT);
        file.Dataset.With(new(0x0012_0081), DicomVR.LO, "Nordhain").With(new(0x0012_0082), DicomVR.LO, "EC-7");
        using var result = TestHost.Anonymize(file, Newest);
        Assert.That(result.Dataset.Text(new(0x0012_0081)), Is.EqualTo("Anonymized"));
        Assert.That(result.Dataset.Contains(new(0x0012_0082)), Is.True);
        Assert.That(result.Dataset.Text(new(0x0012_0082)), Is.Not.EqualTo("EC-7"));
    }

    [Test]
    public void Content_of_content_has_the_types_of_content()
    {
        using var file = Of(Report);
        var inner = file.Dataset.Item(new(0x0040_A730)).Item(new(0x0040_A730)).Item(new(0x0040_A730));
        inner.With(new(0x0040_A032), DicomVR.DT, "20200203").With(new(0x0040_A123), DicomVR.PN, "Meyer");
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e","Options":["CleanStructuredContent"]}""");
        inner = result.Dataset.At(new(0x0040_A730)).At(new(0x0040_A730)).At(new(0x0040_A730));
        Assert.That(inner.Text(new(0x0040_A123)), Is.EqualTo("Anonymized"));
        Assert.That(inner.Contains(new(0x0040_A032)), Is.False, "type 3");
    }

    [Test]
    public void The_class_is_the_one_that_the_request_gives()
    {
        using var file = Of(CT);
        file.Dataset.With(PresentationCreationDate, DicomVR.DA, "20200203");
        using var result = TestHost.Anonymize(
            file, $$$"""{"DicomVersion":"2024e","Replace":{"SOPClassUID":"{{{PresentationState}}}"}}""");
        Assert.That(result.Dataset.Text(PresentationCreationDate), Is.EqualTo("19000101"));
    }

    [TestCase("{}")]
    [TestCase("""{"DicomVersion":"2024e","Conformant":false}""")]
    public void Without_conformance_no_type_counts(string json)
    {
        using var file = Of(PresentationState);
        file.Dataset.With(PresentationCreationDate, DicomVR.DA, "20200203").With(ContentDate, DicomVR.DA, "20200203");
        using var result = TestHost.Anonymize(file, json);
        Assert.That(result.Dataset.Contains(PresentationCreationDate), Is.False);
        Assert.That(result.Dataset.Text(ContentDate), Is.Empty);
    }

    [TestCase(Report, "RetainLongitudinalFullDates", "soon", "19000101")]
    [TestCase(Report, "RetainLongitudinalFullDates", "", "19000101")]
    [TestCase(Report, "RetainLongitudinalModifiedDates", "soon", "19000101")]
    [TestCase(Report, "RetainLongitudinalModifiedDates", "", "19000101")]
    [TestCase(CT, "RetainLongitudinalFullDates", "soon", "")]
    [TestCase(CT, "RetainLongitudinalModifiedDates", "soon", "")]
    [TestCase(CT, "RetainLongitudinalFullDates", "", "")]
    [TestCase(Private, "RetainLongitudinalFullDates", "soon", "19000101")]
    [TestCase(Private, "RetainLongitudinalFullDates", "", "")]
    public void What_is_retained_and_has_no_value_gets_that_of_the_profile(
        string sopClass, string option, string value, string expected)
    {
        using var file = Of(sopClass);
        file.Dataset.With(ContentDate, DicomVR.DA, value);
        using var result = TestHost.Apply(file, Plan($$"""{"DicomVersion":"2024e","Options":["{{option}}"]}"""));
        Assert.That(result.Dataset.Text(ContentDate), Is.EqualTo(expected));
    }

    [Test]
    public void An_identity_of_a_device_that_is_retained_but_empty_becomes_a_dummy()
    {
        using var file = Of(Segmentation);
        file.Dataset.With(DeviceSerialNumber, DicomVR.LO, string.Empty);
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e","Options":["RetainDeviceIdentity"]}""");
        Assert.That(result.Dataset.Text(DeviceSerialNumber), Is.EqualTo("Anonymized"));
    }

    [TestCase(CT)]
    [TestCase(Report)]
    [TestCase(Private)]
    public void A_sequence_that_is_replaced_keeps_no_item(string sopClass)
    {
        using var file = Of(sopClass);
        foreach (var tag in Replaced)
        {
            for (var i = 0; i < 2; i++)
            {
                file.Dataset.Item(new(tag))
                    .With(new(0x0008_0080), DicomVR.LO, "Nordhain").With(new(0x0008_1150), DicomVR.UI, "1.2.77.1")
                    .With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, "1.2.77.2").With(new(0x0008_0104), DicomVR.LO, "Nordhain")
                    .With(new(0x0018_0015), DicomVR.CS, "NORDHAIN").With(new(0x0034_0002), DicomVR.OB, "Nordhain")
                    .With(new(0x0040_A030), DicomVR.DT, "20210304")
                    .Item(new(0x0040_1101)).With(Tags.CodeValue, DicomVR.SH, "Nordhain");
            }
        }

        using var result = TestHost.Anonymize(file, Newest);
        using var written = result.Write(new Implementation("1.2.3.4", "TEST"));
        foreach (var original in (string[])["Nordhain", "NORDHAIN", "1.2.77", "20210304"])
        {
            Assert.That(written.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(original)), Is.Negative, original);
        }

        foreach (var tag in Replaced)
        {
            Assert.That(
                !result.Dataset.TryGet(new(tag), out var element) || element.Sequence is { Count: <= 1 }, Is.True, $"{tag:x8}");
        }

        Assert.That(result.Dataset.At(new(0x0040_A073)).Text(new(0x0040_A075)), Is.EqualTo("Anonymized"));
    }

    [Test]
    public void References_that_are_replaced_lead_to_the_new_instance()
    {
        using var file = Of(EnhancedCT);
        file.Dataset.Item(new(0x0008_1111))
            .With(new(0x0008_1150), DicomVR.UI, "1.2.840.10008.3.1.2.3.3")
            .With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, "1.2.77.2");
        var identifiers = TestHost.Identifiers();
        using var result = TestHost.Anonymize(file, Newest, identifiers);
        Assert.That(
            result.Dataset.At(new(0x0008_1111)).Text(Tags.ReferencedSOPInstanceUID),
            Is.EqualTo(identifiers.MapUid("1.2.77.2")));
    }

    [Test]
    public void An_observer_and_a_person_say_what_their_definitions_need()
    {
        using var file = Of(Private);
        file.Dataset.Item(new(0x0040_A073)).With(new(0x0040_A075), DicomVR.PN, "Meyer");
        file.Dataset.Item(new(0x0008_1072)).With(new(0x0008_0080), DicomVR.LO, "Nordhain");
        using var result = TestHost.Anonymize(file, Newest);
        var observer = result.Dataset.At(new(0x0040_A073));
        var person = result.Dataset.At(new(0x0008_1072));
        Assert.That(observer.Text(new(0x0040_A075)), Is.EqualTo("Anonymized"));
        Assert.That(observer.Text(new(0x0040_A027)), Is.EqualTo("Anonymized"));
        Assert.That(observer.Text(new(0x0040_A030)), Is.EqualTo("19000101000000"));
        Assert.That(observer.Contains(new(0x0040_A088)), Is.True, "type 2");
        Assert.That(person.At(new(0x0040_1101)).Text(Tags.CodeValue), Is.EqualTo("ANONYMIZED"));
        Assert.That(person.Text(InstitutionName), Is.EqualTo("Anonymized"));
    }

    [Test]
    public void Identifiers_differ_where_the_originals_do()
    {
        string?[] Ids(string container, string specimen, string subject)
        {
            using var file = Of(WholeSlide);
            file.Dataset.With(ContainerIdentifier, DicomVR.LO, container).With(SubjectID, DicomVR.LO, subject);
            file.Dataset.Item(SpecimenDescriptions).With(SpecimenIdentifier, DicomVR.LO, specimen);
            using var result = TestHost.Apply(file, Plan(Newest), Job);
            var dataset = result.Dataset;
            return [dataset.Text(ContainerIdentifier), dataset.At(SpecimenDescriptions).Text(SpecimenIdentifier), dataset.Text(SubjectID)];
        }

        var first = Ids("H24-1", "H24-1-A", "T7");
        Assert.That(first, Is.All.Match("^[0-9A-HJKMNP-TV-Z]{16}$"));
        Assert.That(Ids("H24-1", "H24-1-A", "T7"), Is.EqualTo(first));
        Assert.That(Ids("H24-2", "H24-1-B", "T8"), Has.None.AnyOf(first));
        Assert.That(Ids("H24-\xE9", "\xE9", "\xE9")[1..], Has.None.AnyOf(Ids("H24-\xE8", "\xE8", "\xE8")[1..]), "of bytes");
    }

    [Test]
    public void Identifiers_follow_the_key_of_pseudonyms()
    {
        string? Container(string request, char key)
        {
            using var file = Of(WholeSlide);
            file.Dataset.With(ContainerIdentifier, DicomVR.LO, "H24-1");
            var plan = ModificationPlan.For(TestHost.Request(
                request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key(key))));
            using var result = TestHost.Apply(
                file, plan, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));
            return result.Dataset.Text(ContainerIdentifier);
        }

        const string Pseudonyms = """{"DicomVersion":"2024e","Pseudonyms":true}""";
        var first = Container(Pseudonyms, 'a');
        Assert.That(Container(Pseudonyms, 'a'), Is.EqualTo(first));
        Assert.That(Container(Pseudonyms, 'b'), Is.Not.EqualTo(first));
        first = Container(Newest, 'a');
        Assert.That(Container(Newest, 'a'), Is.Not.EqualTo(first), "each request has a key of its own");
    }

    /// <summary>The identifiers that two instances of a job share.</summary>
    private static IdentifierMap Job { get; } = TestHost.Identifiers();

    private static ModificationPlan Plan(string json) => ModificationPlan.For(
        TestHost.Request(json, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));

    private static DicomFile Of(string sopClass)
    {
        var file = Sample.Create();
        file.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, sopClass);
        return file;
    }
}
