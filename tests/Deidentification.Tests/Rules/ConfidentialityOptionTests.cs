// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>The options of PS3.15 E.3.</summary>
public class ConfidentialityOptionTests
{
    private static readonly string[] Editions = ["2017c", "2021b", "2023b", "2024e"];

    /// <summary>The options with the names of their columns, without RetainLongitudinalModifiedDates, which needs a key and
    /// has tests of its own.</summary>
    private static readonly (ConfidentialityOptions Option, string Column)[] Columns =
    [
        (ConfidentialityOptions.RetainSafePrivate, "safe_private"),
        (ConfidentialityOptions.RetainUIDs, "uids"),
        (ConfidentialityOptions.RetainDeviceIdentity, "device_identity"),
        (ConfidentialityOptions.RetainInstitutionIdentity, "institution_identity"),
        (ConfidentialityOptions.RetainPatientCharacteristics, "patient_characteristics"),
        (ConfidentialityOptions.RetainLongitudinalFullDates, "full_dates"),
        (ConfidentialityOptions.CleanDescriptors, "descriptors"),
        (ConfidentialityOptions.CleanStructuredContent, "structured_content"),
        (ConfidentialityOptions.CleanGraphics, "graphics"),
    ];

    private static readonly DicomTag ContentSequence = new(0x0040, 0xA730);
    private static readonly DicomTag TextValue = new(0x0040, 0xA160);

    [TestCaseSource(nameof(Editions))]
    public void Every_option_of_every_row_of_the_published_table_is_followed_at_every_depth(string edition)
    {
        var (retained, cleaned) = (0, 0);
        var rows = PublishedTables.Profile(edition).Where(row => row.IsExact).ToArray();
        foreach (var (option, column) in Columns)
        {
            var plan = TestHost.Plan($$"""{"DicomVersion":"{{edition}}","Options":["{{option}}"]}""", Operation.Anonymize);
            foreach (var row in rows)
            {
                var tag = row.Tag;
                if (tag.Group is 0x0000 or 0x0002)
                {
                    continue;
                }

                var expected = row.Options.Contains($"{column}=C") ? ElementAction.Clean : ElementAction.Leave;
                var isNamed = expected == ElementAction.Clean || row.Options.Contains($"{column}=K");
                foreach (var isInSequence in new[] { false, true })
                {
                    var rule = plan.RuleFor(tag, isInSequence);
                    var isKept = rule is { Action: ElementAction.Keep, Reason: RuleReason.Request };
                    Assert.That(rule.Reason == RuleReason.Option || (isKept && !isInSequence), Is.EqualTo(isNamed), $"{option} {tag}");
                    if (isNamed && !isKept)
                    {
                        Assert.That(rule.Action, Is.EqualTo(expected), $"{option} {tag}");
                    }
                }

                retained += isNamed && expected == ElementAction.Leave ? 1 : 0;
                cleaned += isNamed && expected == ElementAction.Clean ? 1 : 0;
            }
        }

        Assert.That((retained, cleaned), Is.GreaterThan((90, 40)));
    }

    [TestCase("""{"Options":"RetainUIDs"}""", RequestFault.BadFormat)]
    [TestCase("""{"Options":null}""", RequestFault.BadFormat)]
    [TestCase("""{"Options":[1]}""", RequestFault.BadFormat)]
    [TestCase("""{"Options":["retainuids"]}""", RequestFault.OutOfRange)]
    [TestCase("""{"Options":["None"]}""", RequestFault.OutOfRange)]
    [TestCase("""{"Options":["RetainLongitudinalModifiedDates"]}""", RequestFault.Refused)]
    [TestCase("""{"Options":["RetainUIDs"],"DicomVersion":"2008"}""", RequestFault.Refused)]
    public void What_is_no_list_of_options_is_refused(string json, RequestFault fault)
    {
        var exception = TestHost.Fault(json, Operation.Anonymize);
        Assert.That(exception.Fault, Is.EqualTo(fault));
        Assert.That(exception.Message, Does.Contain("\"Options\""));
    }

    [Test]
    public void A_modification_ignores_the_member() =>
        Assert.That(TestHost.Request("""{"Options":7}""", Operation.Modify).Options, Is.EqualTo(ConfidentialityOptions.None));

    [TestCase("HEAD OF DOE", "HEAD OF")]
    [TestCase("Head, Mr. john doe, supine", "Head, Mr. , supine")]
    [TestCase("follow-up JohnDoe", "follow-up")]
    [TestCase("CT_DOE_JOHN_1", "CT_ _1")]
    [TestCase("does the knee", "does the knee")]
    [TestCase("DOE1 and DÖE's", "1 and 's")]
    [TestCase("ID P-I-D 12.34 seen", "ID seen")]
    [TestCase("pid1234/7", "/7")]
    [TestCase("born 01.02.1950, male", "born , male")]
    [TestCase("DOB: 1950-02-01", "DOB:")]
    [TestCase("b. 1 Feb 1950", "b.")]
    [TestCase("by Dr. M\u00fcller-L\u00fcdenscheid", "by Dr.")]
    [TestCase("by MUELLER, Mullers clinic", "by , clinic")]
    [TestCase("acc A77001", "acc")]
    [TestCase("call 044 555 12 34", "call 044")]
    [TestCase("5 mm axial, 3 of 12", "5 mm axial, 3 of 12")]
    public void Descriptions_lose_what_identifies_somebody_and_nothing_else(string text, string expected)
    {
        using var file = Sample.Create();
        file.Dataset
            .With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100")
            .With(DicomTag.PatientID, DicomVR.LO, "PID-1234")
            .With(Tags.PatientBirthDate, DicomVR.DA, "19500201")
            .With(new(0x0008, 0x0050), DicomVR.SH, "A77001")
            .With(new(0x0020, 0x0010), DicomVR.SH, "12")
            .With(new(0x0010, 0x2154), DicomVR.SH, "+41 44 555 12 34")
            .With(new(0x0008, 0x1050), DicomVR.PN, "M\u00fcller-L\u00fcdenscheid^Erwin^^Dr")
            .With(Tags.StudyDescription, DicomVR.LO, text);
        using var anonymized = TestHost.Anonymize(file, """{"Options":["CleanDescriptors"]}""");
        Assert.That(anonymized.Dataset.Text(Tags.StudyDescription), Is.EqualTo(expected));
        Assert.That(anonymized.Dataset.Contains(new(0x0008, 0x1050)), Is.False);
    }

    [TestCase(0x0040_0400u)]
    [TestCase(0x3004_0006u)]
    [TestCase(0x3002_0004u)]
    [TestCase(0x3008_0202u)]
    [TestCase(0x300A_0402u)]
    [TestCase(0x0024_0044u)]
    [TestCase(0x0044_0106u)]
    [TestCase(0x0074_1006u)]
    [TestCase(0x0074_1238u)]
    [TestCase(0x0018_991Au)]
    [TestCase(0x0070_0081u)]
    [TestCase(0x0022_112Cu)]
    public void A_comment_that_no_row_names_is_cleaned_as_those_that_a_row_names(uint value)
    {
        var tag = new DicomTag(value);
        string?[] Texts(string json)
        {
            using var file = Sample.Create();
            file.Dataset.With(tag, DicomVR.LT, "knee of DOE");
            file.Dataset.Item(Tags.ReferencedImageSequence).With(tag, DicomVR.LT, "knee of DOE");
            using var anonymized = TestHost.Anonymize(file, json);
            return [anonymized.Dataset.Text(tag), anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(tag)];
        }

        Assert.That(Texts("{}"), Has.All.Null.Or.All.Empty);
        Assert.That(Texts("""{"DicomVersion":"2008"}"""), Has.All.Null.Or.All.Empty);
        Assert.That(Texts("""{"Options":[]}"""), Has.All.Null.Or.All.EqualTo("Anonymized"));
        Assert.That(Texts("""{"Options":["CleanDescriptors"]}"""), Has.All.EqualTo("knee of"));
        Assert.That(Texts($$"""{"Keep":["{{tag}}"]}"""), Has.All.EqualTo("knee of DOE"));
    }

    [TestCase(0x0040_1006u)]
    [TestCase(0x0040_1007u)]
    [TestCase(0x0040_2006u)]
    [TestCase(0x0040_2007u)]
    [TestCase(0x2100_0160u)]
    [TestCase(0x6000_0022u)]
    [TestCase(0x601E_1500u)]
    public void Numbers_of_orders_and_words_of_overlays_that_no_row_names_go(uint value)
    {
        var tag = new DicomTag(value);
        foreach (var json in (string[])
            ["{}", """{"DicomVersion":"2017c"}""", """{"Options":["CleanGraphics","CleanDescriptors"]}"""])
        {
            using var file = Sample.Create();
            file.Dataset.With(tag, DicomVR.LO, "4711 of DOE");
            file.Dataset.Item(Tags.ReferencedImageSequence).With(tag, DicomVR.LO, "4711");
            using var anonymized = TestHost.Anonymize(file, json);
            Assert.That(anonymized.Dataset.Contains(tag), Is.False);
            Assert.That(anonymized.Dataset.At(Tags.ReferencedImageSequence).Contains(tag), Is.False);
        }
    }

    [Test]
    public void Names_from_every_item_are_found_in_text_of_every_item()
    {
        using var file = Sample.Create();
        file.Dataset.Item(new(0x0040, 0xA073)).With(new(0x0040, 0xA075), DicomVR.PN, "ROSSI^CARLA");
        var request = file.Dataset.Item(new(0x0040, 0x0275));
        request.With(new(0x0040, 0x0007), DicomVR.LO, "head for rossi");
        request.Item(new(0x0040, 0x0008)).With(Tags.CodeMeaning, DicomVR.LO, "scan by C. Rossi").With(Tags.CodeValue, DicomVR.SH, "X1");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["CleanDescriptors"]}""");
        var item = anonymized.Dataset.At(new(0x0040, 0x0275));
        Assert.That(item.Text(new(0x0040, 0x0007)), Is.EqualTo("head for"));
        Assert.That(item.At(new(0x0040, 0x0008)).Text(Tags.CodeMeaning), Is.EqualTo("scan by"));
        Assert.That(item.At(new(0x0040, 0x0008)).Text(Tags.CodeValue), Is.EqualTo("X1"));
    }

    [Test]
    public void Text_that_cannot_be_read_is_not_passed_on()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192").With(Tags.StudyDescription, DicomVR.LO, "a\u00ffb");
        var fault = Assert.Throws<RequestException>(() => TestHost.Anonymize(file, """{"Options":["CleanDescriptors"]}"""));
        Assert.That(fault!.Message, Does.Contain("0008,1030").And.Not.Contain("\u00ff"));
    }

    [Test]
    public void The_content_of_a_report_stays_without_names()
    {
        using var file = Sample.Create();
        var container = file.Dataset.Item(ContentSequence);
        container.Item(ContentSequence).With(TextValue, DicomVR.UT, "Mr. Doe has no fracture")
            .With(new(0x0040, 0xA123), DicomVR.PN, "DOE^JOHN");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["CleanStructuredContent"]}""");
        var item = anonymized.Dataset.At(ContentSequence).At(ContentSequence);
        Assert.That(item.Text(TextValue), Is.EqualTo("Mr. has no fracture"));
        Assert.That(item.Text(new(0x0040, 0xA123)), Is.EqualTo("Anonymized"));
    }

    [Test]
    public void Annotations_stay_without_names_and_overlays_go()
    {
        using var file = Sample.Create();
        file.Dataset.Item(new(0x0070, 0x0001)).Item(new(0x0070, 0x0008)).With(new(0x0070, 0x0006), DicomVR.ST, "DOE left");
        file.Dataset.With(Tags.OverlayData, DicomVR.OW, "ab").With(new(0x6000, 0x4000), DicomVR.LT, "knee of DOE")
            .With(new(0x5000, 0x3000), DicomVR.OW, "ab");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["CleanGraphics"]}""");
        Assert.That(anonymized.Dataset.At(new(0x0070, 0x0001)).At(new(0x0070, 0x0008)).Text(new(0x0070, 0x0006)), Is.EqualTo("left"));
        Assert.That(anonymized.Dataset.Contains(Tags.OverlayData), Is.False);
        Assert.That(anonymized.Dataset.Contains(new(0x5000, 0x3000)), Is.False);
        Assert.That(anonymized.Dataset.Text(new(0x6000, 0x4000)), Is.EqualTo("knee of"));
    }

    [Test]
    public void Uids_stay_wherever_they_stand()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.FrameOfReferenceUID, DicomVR.UI, "1.2.9").With(new(0x0020, 0x9312), DicomVR.UI, "1.2.6");
        file.Dataset.Item(Tags.ReferencedStudySequence).With(DicomTag.StudyInstanceUID, DicomVR.UI, "1.2.7");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, "1.2.8");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["RetainUIDs"]}""");
        var dataset = anonymized.Dataset;
        Assert.That(dataset.Text(DicomTag.StudyInstanceUID), Is.EqualTo(Sample.Study));
        Assert.That(dataset.Text(DicomTag.SeriesInstanceUID), Is.EqualTo(Sample.Series));
        Assert.That(dataset.Text(DicomTag.SOPInstanceUID), Is.EqualTo(Sample.Instance));
        Assert.That(dataset.Text(Tags.FrameOfReferenceUID), Is.EqualTo("1.2.9"));
        Assert.That(dataset.Text(new(0x0020, 0x9312)), Is.EqualTo("1.2.6"), "a UID that no edition of the table names");
        Assert.That(dataset.At(Tags.ReferencedImageSequence).Text(Tags.ReferencedSOPInstanceUID), Is.EqualTo("1.2.8"));
        Assert.That(dataset.Text(DicomTag.PatientID), Is.Not.EqualTo("PID1"));
        Assert.That(dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
    }

    [Test]
    public void A_request_wins_over_an_option()
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(
            file,
            """{"Options":["RetainUIDs","RetainLongitudinalFullDates"],"""
            + "\"Replace\":{\"StudyInstanceUID\":\"1.9\"},\"Remove\":[\"StudyDate\"],\"Force\":true}");
        Assert.That(anonymized.Dataset.Text(DicomTag.StudyInstanceUID), Is.EqualTo("1.9"));
        Assert.That(anonymized.Dataset.Contains(Tags.StudyDate), Is.False);
    }

    [Test]
    public void Dates_characteristics_devices_and_institutions_stay_as_asked()
    {
        static string? After(DicomTag tag, DicomVR vr, string value, string option)
        {
            using var file = Sample.Create();
            file.Dataset.With(tag, vr, value);
            using var anonymized = TestHost.Anonymize(file, $$"""{"Options":[{{option}}]}""");
            return anonymized.Dataset.Text(tag);
        }

        Assert.That(After(Tags.StudyDate, DicomVR.DA, "20200101", "\"RetainLongitudinalFullDates\""), Is.EqualTo("20200101"));
        Assert.That(After(Tags.StudyDate, DicomVR.DA, "20200101", ""), Is.Empty);
        Assert.That(After(Tags.PatientBirthDate, DicomVR.DA, "19500101", "\"RetainLongitudinalFullDates\""), Is.Empty);
        Assert.That(After(new(0x0010, 0x1030), DicomVR.DS, "70", "\"RetainPatientCharacteristics\""), Is.EqualTo("70"));
        Assert.That(After(new(0x0010, 0x2110), DicomVR.LO, "nuts, says Doe", "\"RetainPatientCharacteristics\""), Is.EqualTo("nuts, says"));
        Assert.That(After(new(0x0018, 0x1000), DicomVR.LO, "SN1", "\"RetainDeviceIdentity\""), Is.EqualTo("SN1"));
        Assert.That(After(new(0x0008, 0x0080), DicomVR.LO, "Clinic", "\"RetainInstitutionIdentity\""), Is.EqualTo("Clinic"));
        Assert.That(After(new(0x0008, 0x0080), DicomVR.LO, "Clinic", "\"CleanDescriptors\""), Is.Null);
    }
}
