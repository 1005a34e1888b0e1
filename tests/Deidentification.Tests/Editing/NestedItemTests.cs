// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>
/// Anonymization inside sequences, including where the plugin differs on purpose (docs/anonymize.md).
/// </summary>
public class NestedItemTests
{
    /// <summary>The tags of PS3.6 in the groups that most rows of the tables are about.</summary>
    private static readonly Lazy<DicomTag[]> PublicTags = new(() =>
        [.. from @group in new ushort[] { 0x0008, 0x0010, 0x0040 }
            from element in Enumerable.Range(1, 0xFFFF)
            let tag = new DicomTag(@group, (ushort)element)
            where ElementDictionary.Standard.TryGet(tag, out _)
            select tag]);

    [Test]
    public void The_profile_holds_at_every_depth()
    {
        using var file = Sample.Create();
        var item = file.Dataset.Item(Tags.ReferencedImageSequence).Item(Tags.ProcedureCodeSequence)
            .Item(Tags.ProcedureCodeSequence);
        item.With(Tags.PatientBirthDate, DicomVR.DA, "19500101")
            .With(Tags.PatientComments, DicomVR.LT, "secret")
            .With(Tags.Modality, DicomVR.CS, "MR")
            .With(DicomTag.SOPInstanceUID, DicomVR.UI, Sample.Instance)
            .With(Tags.PrivateCreator, DicomVR.LO, "ACME")
            .With(Tags.PrivateText, DicomVR.LO, "secret");
        item.Set(new DicomTag(0x0034, 0x0007), DicomVR.OB, new byte[] { 1, 2 });
        item.Item(new(0x0040, 0xA730)).With(new(0x0008, 0x0100), DicomVR.SH, "content");
        item.Item(new(0x0040, 0x0275)).With(new(0x0008, 0x0100), DicomVR.SH, "request");
        using var anonymized = TestHost.Anonymize(file);
        var left = anonymized.Dataset.At(Tags.ReferencedImageSequence).At(Tags.ProcedureCodeSequence)
            .At(Tags.ProcedureCodeSequence);
        Assert.That(left.Text(Tags.PatientBirthDate), Is.Empty, "Z of text is emptied");
        Assert.That(left.Text(Tags.Modality), Is.EqualTo("MR"));
        Assert.That(left.Text(DicomTag.SOPInstanceUID), Is.EqualTo(anonymized.Dataset.Text(DicomTag.SOPInstanceUID)));
        Assert.That(left.Count, Is.EqualTo(3), "X, D that is no text, and private elements are gone");
    }

    [TestCase("2008")]
    [TestCase("2017c")]
    [TestCase("2021b")]
    [TestCase("2023b")]
    public void Identifiers_in_items_become_those_of_the_data_set_in_every_edition(string edition)
    {
        DicomTag[] identifiers =
            [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence)
            .With(DicomTag.PatientID, DicomVR.LO, "PID1")
            .With(DicomTag.StudyInstanceUID, DicomVR.UI, Sample.Study)
            .With(DicomTag.SeriesInstanceUID, DicomVR.UI, Sample.Series)
            .With(DicomTag.SOPInstanceUID, DicomVR.UI, Sample.Instance);
        using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}"}""");
        var item = anonymized.Dataset.At(Tags.ReferencedImageSequence);
        Assert.That(identifiers.Select(item.Text), Is.EqualTo(identifiers.Select(anonymized.Dataset.Text)));
    }

    /// <summary>Every tag that the table names, in an item, with the VR of the standard and with a wrong one.</summary>
    [TestCase("2017c", false)]
    [TestCase("2021b", false)]
    [TestCase("2023b", false)]
    [TestCase("2023b", true)]
    public void No_value_of_an_element_of_the_table_is_left_in_an_item(string edition, bool hasWrongVR)
    {
        Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
        using var file = Sample.Create();
        var item = file.Dataset.Item(Tags.ProcedureCodeSequence);
        var count = 0;
        foreach (var tag in PublicTags.Value)
        {
            if (profile!.ActionFor(tag) is ProfileAction.None or ProfileAction.KeepSequence)
            {
                continue;
            }

            _ = ElementDictionary.Standard.TryGet(tag, out var entry);
            item.With(tag, hasWrongVR || entry.VR is DicomVR.SQ or DicomVR.None ? DicomVR.UN : entry.VR, "9.SECRET");
            count++;
        }

        using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}"}""");
        using var output = anonymized.Write(new Implementation("1.2.3", "TEST"));
        Assert.That(count, Is.GreaterThan(100));
        Assert.That(output.AsSpan().IndexOf("SECRET"u8), Is.EqualTo(-1));
    }

    [Test]
    public void The_name_in_an_item_becomes_the_new_one_or_none()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN ");
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientName, DicomVR.PN, "DOE^JANE");
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientName, DicomVR.PN, "");
        using var anonymized = TestHost.Anonymize(file);
        var names = Enumerable.Range(0, 3)
            .Select(i => anonymized.Dataset.At(Tags.ProcedureCodeSequence, i).Text(DicomTag.PatientName));
        Assert.That(names, Is.EqualTo(new[] { "Anonymized1", "", "" }));
    }

    [TestCase("""{"Replace":{"PatientName":"NEW"}}""", "NEW", "")]
    [TestCase("""{"Replace":{"PatientName":""}}""", "", "")]
    [TestCase("""{"Keep":["PatientName"]}""", "DOE^JOHN", "DOE^JANE")]
    [TestCase("""{"Remove":["PatientName"]}""", null, null)]
    public void The_name_in_an_item_follows_the_request(string json, string? same, string? other)
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientName, DicomVR.PN, "DOE^JANE");
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).Text(DicomTag.PatientName), Is.EqualTo(same));
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence, 1).Text(DicomTag.PatientName), Is.EqualTo(other));
    }

    [TestCase("{}")]
    [TestCase("""{"Force":true,"Replace":{"PatientID":"NEW"}}""")]
    [TestCase("""{"Force":true,"Replace":{"PatientID":"data:application/octet-stream;base64,4U3p"}}""")]
    public void Patient_IDs_are_mapped_by_their_value(string json)
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientID, DicomVR.LO, "PID1 ");
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(DicomTag.PatientID, DicomVR.LO, "PID2");
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(
            anonymized.Dataset.At(Tags.ProcedureCodeSequence).Text(DicomTag.PatientID),
            Is.EqualTo(anonymized.Dataset.Text(DicomTag.PatientID)));
        Assert.That(Guid.TryParse(anonymized.Dataset.At(Tags.ProcedureCodeSequence, 1).Text(DicomTag.PatientID), out _),
            Is.True);
    }

    [Test]
    public void Replace_at_the_top_level_does_not_switch_the_profile_off_inside()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence)
            .With(Tags.PatientBirthDate, DicomVR.DA, "19500101")
            .With(new(0x0010, 0x1000), DicomVR.LO, "OTHER");
        using var anonymized = TestHost.Anonymize(
            file, """{"Replace":{"PatientBirthDate":"20000101","OtherPatientIDs":"x"}}""");
        Assert.That(anonymized.Dataset.Text(Tags.PatientBirthDate), Is.EqualTo("20000101"));
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).Text(Tags.PatientBirthDate), Is.Empty);
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).Contains(new(0x0010, 0x1000)), Is.False);
    }

    [Test]
    public void Remove_at_the_top_level_holds_at_every_depth()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).Item(Tags.ReferencedImageSequence)
            .With(Tags.Modality, DicomVR.CS, "MR");
        using var anonymized = TestHost.Anonymize(file, """{"Remove":["Modality"]}""");
        Assert.That(anonymized.Dataset.Contains(Tags.Modality), Is.False);
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).At(Tags.ReferencedImageSequence).Count, Is.Zero);
    }

    [Test]
    public void Replace_cancels_a_Remove_of_the_same_tag_at_every_depth()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(Tags.Modality, DicomVR.CS, "MR");
        using var anonymized =
            TestHost.Anonymize(file, """{"Remove":["Modality"],"Replace":{"Modality":"OT"}}""");
        Assert.That(anonymized.Dataset.Text(Tags.Modality), Is.EqualTo("OT"));
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).Text(Tags.Modality), Is.EqualTo("MR"));
    }

    [Test]
    public void Keep_at_the_top_level_spares_the_tag_at_every_depth()
    {
        using var file = Sample.Create();
        var study = file.Dataset.Text(DicomTag.StudyInstanceUID)!;
        file.Dataset.Item(Tags.ProcedureCodeSequence).Item(Tags.ReferencedImageSequence)
            .With(Tags.PatientBirthDate, DicomVR.DA, "19500101")
            .With(DicomTag.StudyInstanceUID, DicomVR.UI, study)
            .With(DicomTag.SeriesInstanceUID, DicomVR.UI, "7.7");
        using var anonymized = TestHost.Anonymize(
            file, """{"Keep":["PatientBirthDate","StudyInstanceUID","SeriesInstanceUID"],"Force":true}""");
        var item = anonymized.Dataset.At(Tags.ProcedureCodeSequence).At(Tags.ReferencedImageSequence);
        Assert.That(anonymized.Dataset.Text(Tags.PatientBirthDate), Is.EqualTo("19500101"));
        Assert.That(item.Text(Tags.PatientBirthDate), Is.EqualTo("19500101"));

        // A reference to the kept study stays; the UID of another series is not one that the request keeps.
        Assert.That(item.Text(DicomTag.StudyInstanceUID), Is.EqualTo(study));
        Assert.That(item.Text(DicomTag.SeriesInstanceUID), Is.Not.EqualTo("7.7"));
    }

    [Test]
    public void A_kept_sequence_keeps_what_is_in_it_where_the_request_names_it_and_follows_the_profile_deeper()
    {
        using var file = Sample.Create();
        DicomTag request = new(0x0040, 0x0275);
        file.Dataset.Item(request).With(Tags.PatientBirthDate, DicomVR.DA, "19500101").Item(Tags.ProcedureCodeSequence)
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(Tags.ProcedureCodeSequence).Item(request).With(Tags.PatientBirthDate, DicomVR.DA, "19500101");
        using var anonymized = TestHost.Anonymize(file, """{"Keep":["RequestAttributesSequence"]}""");
        Assert.That(anonymized.Dataset.At(request).Text(Tags.PatientBirthDate), Is.EqualTo("19500101"));
        Assert.That(anonymized.Dataset.At(request).At(Tags.ProcedureCodeSequence).Text(DicomTag.PatientName),
            Is.EqualTo("DOE^JOHN"));
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).At(request).Text(Tags.PatientBirthDate),
            Is.Empty);
    }

    [TestCase("Keep", Sample.Study)]
    [TestCase("Replace", "9.9")]
    public void References_follow_a_kept_or_given_identifier(string member, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence)
            .With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, Sample.Study)
            .With(DicomTag.StudyInstanceUID, DicomVR.UI, Sample.Study);
        var value = member == "Keep" ? """["StudyInstanceUID"]""" : """{"StudyInstanceUID":"9.9"}""";
        using var anonymized = TestHost.Anonymize(file, $"{{\"Force\":true,\"{member}\":{value}}}");
        Assert.That(anonymized.Dataset.Text(DicomTag.StudyInstanceUID), Is.EqualTo(expected));
        var item = anonymized.Dataset.At(Tags.ReferencedImageSequence);
        Assert.That(item.Text(Tags.ReferencedSOPInstanceUID), Is.EqualTo(expected));
        Assert.That(item.Text(DicomTag.StudyInstanceUID), Is.EqualTo(expected));
    }

    [Test]
    public void The_study_that_a_structure_set_names_is_mapped_as_that_study()
    {
        using var file = Sample.Create();
        file.Dataset.Item(new(0x3006, 0x0010)).Item(new(0x3006, 0x0012))
            .With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, Sample.Study);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(
            anonymized.Dataset.At(new(0x3006, 0x0010)).At(new(0x3006, 0x0012)).Text(Tags.ReferencedSOPInstanceUID),
            Is.EqualTo(anonymized.Dataset.Text(DicomTag.StudyInstanceUID)));
    }

    [Test]
    public void A_sequence_of_Replace_is_written_as_given()
    {
        using var anonymized = TestHost.Anonymize(
            Sample.Create(),
            """{"Replace":{"ProcedureCodeSequence":[{"PatientBirthDate":"19990101","PatientName":"N","""
                + "\"PatientID\":\"I\",\"SOPInstanceUID\":\"1.2.3\",\"PatientComments\":\"c\"}]}}");
        var item = anonymized.Dataset.At(Tags.ProcedureCodeSequence);
        Assert.That(item.Text(Tags.PatientBirthDate), Is.EqualTo("19990101"));
        Assert.That(item.Text(DicomTag.PatientName), Is.EqualTo("N"));
        Assert.That(item.Text(DicomTag.PatientID), Is.EqualTo("I"));
        Assert.That(item.Text(DicomTag.SOPInstanceUID), Is.EqualTo("1.2.3"));
        Assert.That(item.Text(Tags.PatientComments), Is.EqualTo("c"));
    }
}
