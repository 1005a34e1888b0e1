// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>Files that break the standard: nothing in them may slip through.</summary>
public class BrokenFileTests
{
    [TestCase(DicomVR.UN)]
    [TestCase(DicomVR.OB)]
    [TestCase(DicomVR.ST)]
    public void A_tag_decides_whatever_VR_the_file_claims(DicomVR claimed)
    {
        using var file = Sample.Create();
        var item = file.Dataset.Item(Tags.ReferencedImageSequence);
        foreach (var dataset in new[] { file.Dataset, item })
        {
            dataset
                .With(DicomTag.PatientID, claimed, "PID1")
                .With(DicomTag.PatientName, claimed, "DOE^JOHN")
                .With(Tags.PatientBirthDate, claimed, "19500101")
                .With(Tags.FrameOfReferenceUID, claimed, "4.4")
                .With(DicomTag.StudyInstanceUID, claimed, Sample.Study)
                .With(Tags.PatientComments, claimed, "secret");
        }

        using var anonymized = TestHost.Anonymize(file);
        item = anonymized.Dataset.At(Tags.ReferencedImageSequence);
        foreach (var dataset in new[] { anonymized.Dataset, item })
        {
            Assert.That(Guid.TryParse(dataset.Text(DicomTag.PatientID), out _), Is.True);
            Assert.That(dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
            Assert.That(dataset.Text(Tags.PatientBirthDate), Is.Empty);
            Assert.That(dataset.Text(Tags.FrameOfReferenceUID), Does.StartWith("2.25."));
            Assert.That(dataset.Text(DicomTag.StudyInstanceUID), Does.StartWith("2.25."));
            Assert.That(dataset.Contains(Tags.PatientComments), Is.False);
            Assert.That(dataset.TryGet(DicomTag.PatientID, out var id), Is.True);
            Assert.That(id.VR, Is.EqualTo(DicomVR.LO));
        }

        Assert.That(item.Text(DicomTag.PatientID), Is.EqualTo(anonymized.Dataset.Text(DicomTag.PatientID)));
    }

    [TestCase(DicomVR.UN)]
    [TestCase(DicomVR.OB)]
    [TestCase(DicomVR.LO)]
    public void A_sequence_that_cannot_be_read_is_removed(DicomVR claimed)
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.ReferencedImageSequence, claimed, "DOE^JOHN");
        file.Dataset.With(new(0x0040, 0xA730), claimed, "DOE^JOHN");
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(Tags.ProcedureCodeSequence, claimed, "DOE^JOHN");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Contains(Tags.ReferencedImageSequence), Is.False);
        Assert.That(anonymized.Dataset.Bytes(new(0x0040, 0xA730)), Is.Empty, "the table empties it");
        Assert.That(anonymized.Dataset.At(Tags.ProcedureCodeSequence).Count, Is.Zero);
        Assert.That(Encoding.Latin1.GetString(BytesOf(anonymized)), Does.Not.Contain("DOE"));
    }

    [Test]
    public void A_sequence_that_cannot_be_read_is_left_by_a_modification_and_by_Keep()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.ReferencedImageSequence, DicomVR.UN, "12345678");
        using var modified = TestHost.Modify(file, """{"RemovePrivateTags":true,"Replace":{"Modality":"MR"}}""");
        Assert.That(modified.Dataset.Bytes(Tags.ReferencedImageSequence), Is.EqualTo("12345678"u8.ToArray()));
        modified.Dataset.Item(Tags.ProcedureCodeSequence).With(Tags.ReferencedImageSequence, DicomVR.UN, "12345678");
        using var kept = TestHost.Anonymize(modified, """{"Keep":["ReferencedImageSequence"]}""");
        Assert.That(kept.Dataset.Bytes(Tags.ReferencedImageSequence), Is.EqualTo("12345678"u8.ToArray()));
        Assert.That(kept.Dataset.At(Tags.ProcedureCodeSequence).Bytes(Tags.ReferencedImageSequence),
            Is.EqualTo("12345678"u8.ToArray()));
    }

    [Test]
    public void Items_where_text_should_be_do_not_slip_through()
    {
        using var file = Sample.Create();
        file.Dataset.Item(DicomTag.PatientName).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(DicomTag.PatientID).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(DicomTag.StudyInstanceUID).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(Tags.FrameOfReferenceUID).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(Tags.PatientBirthDate).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(Tags.Modality).With(DicomTag.PatientName, DicomVR.PN, "DOE^JANE");
        file.Dataset.Item(Tags.ProcedureCodeSequence).Item(DicomTag.PatientID)
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(Encoding.Latin1.GetString(BytesOf(anonymized)), Does.Not.Contain("DOE"));
        Assert.That(Guid.TryParse(anonymized.Dataset.Text(DicomTag.PatientID), out _), Is.True);
        Assert.That(anonymized.Dataset.Text(DicomTag.StudyInstanceUID), Does.StartWith("2.25."));
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
    }

    [Test]
    public void Repeated_and_unordered_elements_are_each_edited()
    {
        byte[] bytes =
        [
            .. RawElements.Text(0x0010, 0x4000, "LT", "comment "), .. RawElements.Text(0x0010, 0x0020, "LO", "PID1"),
            .. RawElements.Text(0x0010, 0x0010, "PN", "DOE^JOHN"), .. RawElements.Text(0x0008, 0x0018, "UI", "7.8.9.0"),
            .. RawElements.Text(0x0010, 0x0020, "LO", "PID2"), .. RawElements.Text(0x0010, 0x0010, "PN", "DOE^JANE"),
            .. RawElements.Text(0x0010, 0x0030, "DA", "19500101"),
            .. RawElements.Text(0x0010, 0x4000, "LT", "comment "),
            .. RawElements.Text(0x0010, 0x0030, "DA", "19500101"), .. RawElements.Text(0x0009, 0x1001, "LO", "secret"),
            .. RawElements.Text(0x0008, 0x0018, "UI", "7.8.9.0"),
        ];
        using var file = DicomFile.Parse(bytes);
        TestHost.Plan("{}", Operation.Anonymize).Apply(file, TestHost.Identifiers());
        var output = Encoding.Latin1.GetString(BytesOf(file));
        foreach (var original in new[] { "comment", "PID1", "PID2", "DOE", "19500101", "7.8.9.0", "secret" })
        {
            Assert.That(output, Does.Not.Contain(original));
        }
    }

    // With work that grows with the square of the size, this would not end within minutes.
    [TestCase("{}")]
    [TestCase("""{"Options":["CleanDescriptors"],"DicomVersion":"2024e"}""")]
    public void Many_repeated_and_unordered_elements_are_edited_in_one_go(string request)
    {
        const int Count = 200_000;
        static byte[] Many(byte[] element) => [.. Enumerable.Repeat(element, Count).SelectMany(bytes => bytes)];
        byte[] bytes =
        [
            .. RawElements.Text(0x0054, 0x0220, "LO", "AB"), .. Many(RawElements.Text(0x0040, 0xA730, "LO", "AB")),
            .. RawElements.Text(0x0010, 0x0010, "PN", "DOE^JOHN"),
            .. Many(RawElements.Text(0x0008, 0x1030, "LO", "DOE \u00E9")),
            .. Many(RawElements.Text(0x0008, 0x0060, "CS", "CT")), .. RawElements.Text(0x0008, 0x0018, "UI", "1.2.3.4"),
        ];
        using var file = DicomFile.Parse(bytes);
        using var anonymized = TestHost.Anonymize(file, request);
        Assert.That(anonymized.Dataset.Count, Is.GreaterThan(Count).And.LessThan((3 * Count) - 1));
        Assert.That(Encoding.Latin1.GetString(BytesOf(anonymized)), Does.Not.Contain("AB").And.Not.Contain("DOE"));
    }

    [Test]
    public void Fragments_where_an_identifier_should_be_do_not_slip_through()
    {
        byte[] bytes =
        [
            .. RawElements.Text(0x0008, 0x0018, "UI", "1.2.3.4"),
            .. RawElements.Sequence(0x0010, 0x0010, "OB", [.. "DOE^JOHN"u8]),
            .. RawElements.Sequence(0x0010, 0x0020, "OB", [.. "PID^DOE1"u8]),
            .. RawElements.Sequence(0x0020, 0x0052, "OB", [.. "9.DOE.99"u8]),
            .. RawElements.Sequence(0x0008, 0x1140, "OB", [.. "DOE^JOHN"u8]),
        ];
        using var file = DicomFile.Parse(bytes);
        TestHost.Plan("{}", Operation.Anonymize).Apply(file, TestHost.Identifiers());
        Assert.That(Encoding.Latin1.GetString(BytesOf(file)), Does.Not.Contain("DOE"));
        Assert.That(file.Dataset.Bytes(Tags.FrameOfReferenceUID), Is.Empty);
    }

    [Test]
    public void A_path_leads_into_each_of_repeated_sequences()
    {
        var item = RawElements.Text(0x0008, 0x0060, "CS", "CT");
        byte[] bytes =
        [
            .. RawElements.Text(0x0008, 0x0018, "UI", "1.2.3.4"), .. RawElements.Sequence(0x0008, 0x1140, "SQ", item),
            .. RawElements.Sequence(0x0008, 0x1140, "SQ", item),
        ];
        using var file = DicomFile.Parse(bytes);
        TestHost.Plan("""{"Remove":["ReferencedImageSequence[0].Modality"]}""", Operation.Modify)
            .Apply(file, TestHost.Identifiers());
        Assert.That(file.Dataset.SelfAndDescendants().Any(dataset => dataset.Contains(Tags.Modality)), Is.False);
    }

    [Test]
    public void Elements_of_group_0002_inside_the_data_set_are_removed()
    {
        byte[] bytes = [.. RawElements.Text(0x0008, 0x0018, "UI", "1.2.3.4"),
            .. RawElements.Text(0x0002, 0x0016, "AE", "HOSPITAL")];
        using var file = DicomFile.Parse(bytes);
        TestHost.Plan("{}", Operation.Anonymize).Apply(file, TestHost.Identifiers());
        Assert.That(Encoding.Latin1.GetString(BytesOf(file)), Does.Not.Contain("HOSPITAL"));
    }

    [Test]
    public void Sequences_inside_UN_elements_are_anonymized()
    {
        // PS3.5 6.2.2: the items of a UN element of undefined length are implicit.
        byte[] item = [0x10, 0, 0x10, 0, 8, 0, 0, 0, .. "DOE^JOHN"u8];
        byte[] bytes = [.. RawElements.Text(0x0008, 0x0018, "UI", "1.2.3.4"),
            .. RawElements.Sequence(0x0008, 0x1140, "UN", item)];
        using var file = DicomFile.Parse(bytes);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientName), Is.Empty);
        Assert.That(Encoding.Latin1.GetString(BytesOf(anonymized)), Does.Not.Contain("DOE"));
    }

    [Test]
    public void Data_sets_may_be_nested_100_000_deep()
    {
        const int Depth = 100_000;
        using var file = Sample.Create();
        var dataset = file.Dataset;
        for (var i = 0; i < Depth; i++)
        {
            dataset = dataset.Item(Tags.ProcedureCodeSequence);
        }

        dataset.With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        TestHost.Plan("""{"Remove":["SpecificCharacterSet"]}""", Operation.Anonymize)
            .Apply(file, TestHost.Identifiers());
        Assert.That(dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
    }

    private static byte[] BytesOf(DicomFile file)
    {
        using var output = file.Write(new Implementation("1.2.3.4.5.6", "TEST"));
        return output.AsSpan().ToArray();
    }
}
