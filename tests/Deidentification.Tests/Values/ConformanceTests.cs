// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Objects that stay valid because they get dummy values instead of none.</summary>
internal sealed class ConformanceTests
{
    private const string Conformant = """{"Conformant":true}""";

    private static readonly DicomTag InstitutionName = new(0x0008, 0x0080);
    private static readonly DicomTag ContentSequence = new(0x0040, 0xA730);
    private static readonly DicomTag Annotations = new(0x0070, 0x0001);
    private static readonly DicomTag EncapsulatedDocumentLength = new(0x0042, 0x0015);
    private static readonly DicomTag VerifyingObservers = new(0x0040, 0xA073);

    [TestCase("{}", false)]
    [TestCase(Conformant, true)]
    [TestCase("""{"Options":[]}""", true)]
    [TestCase("""{"DicomVersion":"2024e"}""", true)]
    [TestCase("""{"DicomVersion":"2024e","Conformant":false}""", false)]
    public void A_file_stays_valid_if_asked_or_with_options(string json, bool expected) =>
        Assert.That(TestHost.Request(json, Operation.Anonymize).IsConformant, Is.EqualTo(expected));

    [Test]
    public void What_is_no_Boolean_is_refused() => Assert.That(
        TestHost.Fault("""{"Conformant":"yes"}""", Operation.Anonymize).Fault, Is.EqualTo(RequestFault.BadFormat));

    [Test]
    public void Values_that_objects_need_become_others_that_fit()
    {
        using var file = Sample.Create();
        file.Dataset
            .With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.3.4")
            .With(InstitutionName, DicomVR.LO, "General Hospital")
            .With(new(0x0018, 0x1000), DicomVR.LO, string.Empty)
            .With(new(0x0018, 0x1012), DicomVR.DA, "20200202")
            .With(new(0x0040, 0xA123), DicomVR.PN, "DOE^JIM")
            .With(new(0x0040, 0xA121), DicomVR.DA, "20200203")
            .With(new(0x0040, 0xA122), DicomVR.TM, "101112")
            .With(new(0x0040, 0xA120), DicomVR.DT, "20200203101112")
            .With(new(0x0400, 0x0565), DicomVR.CS, "COERCE")
            .With(new(0x0042, 0x0012), DicomVR.LO, "application/pdf")
            .With(new(0x006A, 0x0003), DicomVR.UI, "1.2.77");
        file.Dataset.Item(new(0x0008, 0x0082)).With(new(0x0008, 0x0104), DicomVR.LO, "General Hospital");
        var observer = file.Dataset.Item(VerifyingObservers);
        observer.With(new(0x0040, 0xA075), DicomVR.PN, "MEIER^EVA").With(new(0x0040, 0xA030), DicomVR.DT, "20200204");
        using var result = TestHost.Anonymize(file, """{"Conformant":true,"DicomVersion":"2024e"}""");
        var dataset = result.Dataset;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dataset.Text(InstitutionName), Is.EqualTo("Anonymized"));
            Assert.That(dataset.Text(new(0x0018, 0x1000)), Is.Empty, "what had no value gets none");
            Assert.That(dataset.Text(new(0x0040, 0xA123)), Is.EqualTo("Anonymized"));
            Assert.That(dataset.Text(new(0x0040, 0xA121)), Is.EqualTo("19000101"));
            Assert.That(dataset.Text(new(0x0040, 0xA122)), Is.EqualTo("000000"));
            Assert.That(dataset.Text(new(0x0040, 0xA120)), Is.EqualTo("19000101000000"));
            Assert.That(dataset.Text(new(0x0400, 0x0565)), Is.EqualTo("CORRECT"));
            Assert.That(dataset.Text(new(0x006A, 0x0003)), Does.StartWith("2.25."));
            Assert.That(dataset.At(new(0x0008, 0x0082)).Text(new(0x0008, 0x0102)), Is.EqualTo("99DEID"));
            Assert.That(dataset.At(VerifyingObservers).Text(new(0x0040, 0xA075)), Is.EqualTo("Anonymized"));
            Assert.That(dataset.At(VerifyingObservers).Text(new(0x0040, 0xA030)), Is.EqualTo("19000101000000"));
            Assert.That(dataset.Text(Tags.PatientBirthDate), Is.Empty, "Z may be empty");
        }
    }

    [TestCase("application/pdf", "%PDF-1.4")]
    [TestCase("text/XML", "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>")]
    [TestCase("text/plain", "Anonymized")]
    [TestCase("model/obj", "# Anonymized\n")]
    [TestCase("model/stl", "\0\0")]
    [TestCase("image/png", "\0\0")]
    public void A_document_becomes_one_of_its_kind_with_its_length(string mimeType, string start)
    {
        TransferSyntax[] syntaxes = [TransferSyntax.ExplicitLittleEndian, TransferSyntax.ExplicitBigEndian];
        foreach (var syntax in syntaxes)
        {
            using var file = Sample.Create(syntax);
            file.Dataset
                .With(DicomTag.EncapsulatedDocument, DicomVR.OB, new string('x', 5000))
                .With(new(0x0042, 0x0012), DicomVR.LO, mimeType)
                .With(EncapsulatedDocumentLength, DicomVR.UL, "\x88\x13\0\0");
            using var result = TestHost.Anonymize(file, Conformant);
            var document = Encoding.ASCII.GetString(result.Dataset.Bytes(DicomTag.EncapsulatedDocument));
            var length = result.Dataset.Bytes(EncapsulatedDocumentLength);
            var said = syntax == TransferSyntax.ExplicitBigEndian
                ? BinaryPrimitives.ReadInt32BigEndian(length) : BinaryPrimitives.ReadInt32LittleEndian(length);
            Assert.That(document, Does.StartWith(start));
            Assert.That(said, Is.EqualTo(document.Length).Or.EqualTo(document.Length - 1), "without the padding");
            Assert.That(document[said..], Is.Empty.Or.EqualTo("\0"));
        }
    }

    [Test]
    public void A_length_that_was_not_told_is_not_told()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.EncapsulatedDocument, DicomVR.OB, "xx");
        using var result = TestHost.Anonymize(file, Conformant);
        Assert.That(result.Dataset.Contains(EncapsulatedDocumentLength), Is.False);
    }

    [Test]
    public void An_edition_that_does_not_say_what_objects_need_is_refused()
    {
        var fault = TestHost.Fault("""{"Conformant":true,"DicomVersion":"2008"}""", Operation.Anonymize);
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.Refused));
        Assert.That(fault.Message, Does.Contain("Conformant").And.Contain("2008"));
        Assert.That(TestHost.Request("""{"DicomVersion":"2008"}""", Operation.Anonymize).IsConformant, Is.False);
    }

    [TestCase("2017c", 0x0040_A027u, ProfileAction.Dummy)]
    [TestCase("2017c", 0x0040_0555u, ProfileAction.Clear)]
    [TestCase("2017c", 0x0040_A730u, ProfileAction.Dummy)]
    [TestCase("2017c", 0x0400_0100u, ProfileAction.Remove)]
    [TestCase("2023b", 0x0010_1040u, ProfileAction.Remove)]
    public void What_a_later_edition_found_objects_to_need_is_replaced(string edition, uint tag, ProfileAction action)
    {
        Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
        Assert.That(profile!.ConformantActionFor(new DicomTag(tag)), Is.EqualTo(action));
        Assert.That(profile.ActionFor(new DicomTag(tag)), Is.EqualTo(ProfileAction.Remove));
    }

    [Test]
    public void What_an_edition_deletes_and_a_later_one_no_longer_names_is_deleted_still()
    {
        var newest = PublishedTables.Profile("2024e").Select(row => row.Pattern).ToHashSet();
        var dropped = 0;
        foreach (var edition in (string[])["2017c", "2021b", "2023b"])
        {
            Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
            foreach (var row in PublishedTables.Profile(edition).Where(row => row.IsExact && row.Action == "X"))
            {
                var isInNewest = newest.Contains(row.Pattern);
                dropped += isInNewest ? 0 : 1;
                var action = profile!.ConformantActionFor(row.Tag);
                Assert.That(action, isInNewest
                    ? Is.AnyOf(ProfileAction.Remove, ProfileAction.Clear, ProfileAction.Dummy)
                    : Is.EqualTo(ProfileAction.Remove), $"{edition} {row.Pattern}");
            }
        }

        TestContext.Out.WriteLine($"{dropped} rows are not in the newest edition");
    }

    [Test]
    public void A_report_says_nothing_instead_of_having_no_content()
    {
        using var file = Sample.Create();
        file.Dataset.Item(ContentSequence).With(new(0x0040, 0xA160), DicomVR.UT, "DOE is ill");
        file.Dataset.Item(ContentSequence).With(new(0x0040, 0xA160), DicomVR.UT, "and more");
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        var items = result.Dataset.TryGet(ContentSequence, out var element) ? element.Sequence! : null;
        Assert.That(items, Has.Count.EqualTo(1));
        Assert.That(items![0].Text(new(0x0040, 0xA160)), Is.EqualTo("Anonymized"));
    }

    [TestCase("SQ", "SQ")]
    [TestCase("SQ", "UT")]
    [TestCase("UT", "SQ")]
    public void A_second_content_is_none_of_the_report(string first, string second)
    {
        byte[] Content(string vr) => vr == "SQ"
            ? RawElements.Sequence(0x0040, 0xA730, "SQ", RawElements.Text(0x0040, 0xA123, "PN", "DOE"))
            : [0x40, 0, 0x30, 0xA7, .. "UT\0\0\u0004\0\0\0DOE "u8];
        using var written = Sample.Create().Write(new Implementation("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse([.. written.AsSpan(), .. Content(first), .. Content(second)]);
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        using var bytes = result.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(bytes.AsSpan().IndexOf("DOE"u8), Is.Negative);
        Assert.That(result.Dataset.At(ContentSequence).Text(new(0x0040, 0xA160)), Is.EqualTo("Anonymized"));
    }

    [Test]
    public void Every_length_of_a_document_follows_and_moves_nothing_else()
    {
        byte[] length = [0x42, 0, 0x15, 0, (byte)'U', (byte)'L', 4, 0, 0x88, 0x13, 0, 0];
        using var written = Sample.Create().Write(new Implementation("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse(
        [
            .. written.AsSpan(), .. length, .. RawElements.Text(0x0010, 0x2154, "SH", "tel 555-1234"),
            .. RawElements.LongText(0x0042, 0x0011, "OB", "secret letter"), .. length,
            .. RawElements.Text(0x0042, 0x0012, "LO", "text/plain"), .. RawElements.Text(0x0010, 0x1040, "LO", "Secret Street"),
            .. RawElements.LongText(0x0042, 0x0011, "OB", "another secret"),
        ]);
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        using var bytes = result.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(Encoding.Latin1.GetString(bytes.AsSpan()), Does.Not.Contain("ecret").And.Not.Contain("tel 555"));
        var lengths = new List<int>();
        foreach (var element in result.Dataset)
        {
            if (element.Tag == EncapsulatedDocumentLength)
            {
                lengths.Add(BinaryPrimitives.ReadInt32LittleEndian(element.Value));
            }
        }

        Assert.That(lengths, Is.EqualTo(new[] { "Anonymized".Length, "Anonymized".Length }));
    }

    [Test]
    public void An_annotation_keeps_its_image_and_says_nothing()
    {
        using var file = Sample.Create();
        var item = file.Dataset.Item(Annotations).With(new(0x0070, 0x0002), DicomVR.CS, "LAYER");
        item.Item(Tags.ReferencedImageSequence).With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, Sample.Instance);
        item.Item(new(0x0070, 0x0009)).With(new(0x0070, 0x0023), DicomVR.CS, "POLYLINE");
        item.Item(new(0x0070, 0x0008)).With(new(0x0070, 0x0006), DicomVR.ST, "DOE left");
        using var result = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        var made = result.Dataset.At(Annotations);
        Assert.That(made.Text(new(0x0070, 0x0002)), Is.EqualTo("LAYER"));
        Assert.That(
            made.At(Tags.ReferencedImageSequence).Text(Tags.ReferencedSOPInstanceUID),
            Is.EqualTo(result.Dataset.Text(DicomTag.SOPInstanceUID)));
        Assert.That(made.Contains(new(0x0070, 0x0009)), Is.False);
        Assert.That(made.At(new(0x0070, 0x0008)).Text(new(0x0070, 0x0006)), Is.EqualTo("Anonymized"));
    }
}
