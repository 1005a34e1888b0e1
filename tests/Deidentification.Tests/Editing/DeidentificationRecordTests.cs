// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>The record in the new file of how it was made (PS3.15 E.1.1).</summary>
public class DeidentificationRecordTests
{
    private static readonly DicomTag MethodCodes = new(0x0012, 0x0064);
    private static readonly DicomTag DatesModified = new(0x0028, 0x0303);

    [Test]
    public void The_file_tells_what_was_done()
    {
        using var file = Sample.Create();
        file.Dataset.With(new(0x0028, 0x0301), DicomVR.CS, "NO");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["RetainUIDs","CleanDescriptors"],"DicomVersion":"2024e"}""");
        var dataset = anonymized.Dataset;
        Assert.That(dataset.Text(DicomTag.PatientIdentityRemoved), Is.EqualTo("YES"));
        Assert.That(dataset.Text(DicomTag.DeidentificationMethod), Is.EqualTo(
            "Orthanc 1.13.0 - PS 3.15-2024e Table E.1-1 Basic Profile\\Clean Descriptors Option\\Retain UIDs Option\\OrthancDeid"));
        Assert.That(CodesOf(dataset), Is.EqualTo(new[] { "113100", "113105", "113110" }));
        Assert.That(dataset.At(MethodCodes).Text(new(0x0008, 0x0102)), Is.EqualTo("DCM"));
        Assert.That(dataset.Text(DatesModified), Is.EqualTo("REMOVED"));
        Assert.That(dataset.Text(new(0x0028, 0x0301)), Is.EqualTo("NO"));
    }

    [TestCase("""{"Options":[]}""", new[] { "113100" }, "REMOVED")]
    [TestCase("""{"DicomVersion":"2024e"}""", new[] { "113100" }, "REMOVED")]
    [TestCase("""{"Options":["RetainLongitudinalFullDates"]}""", new[] { "113100", "113106" }, "UNMODIFIED")]
    [TestCase("""{"Options":["RetainSafePrivate"],"KeepPrivateTags":true}""", new string[0], null)]
    [TestCase("""{"Options":["CleanGraphics"],"Keep":["StudyDate"]}""", new[] { "113103" }, null)]
    [TestCase("""{"Options":[],"Keep":["0002,0016"]}""", new[] { "113100" }, "REMOVED")]
    [TestCase("""{"Options":[],"Remove":["PatientSex","StudyDate"]}""", new[] { "113100" }, "REMOVED")]
    [TestCase("""{"Options":[],"Remove":["ReferencedImageSequence[0].PatientSex"]}""", new[] { "113100" }, "REMOVED")]
    [TestCase(
        """{"Options":[],"Replace":{"PatientName":"A","ClinicalTrialSubjectID":"B"}}""",
        new[] { "113100" }, "REMOVED")]
    [TestCase("""{"Options":[],"Replace":{"PatientID":"A"},"Force":true}""", new[] { "113100" }, "REMOVED")]
    [TestCase("""{"Options":[],"Replace":{"StudyDate":"20010101"}}""", new[] { "113100" }, null)]
    [TestCase("""{"Options":[],"Replace":{"Modality":"MR"}}""", new string[0], "REMOVED")]
    [TestCase("""{"Options":[],"Replace":{"0009,1001":"A"}}""", new string[0], null)]
    [TestCase(
        """{"Options":[],"Replace":{"ReferencedImageSequence[0].PatientSex":"O"}}""",
        new string[0], "REMOVED")]
    [TestCase("""{"Options":["CleanDescriptors"],"Keep":["PatientSex"]}""", new[] { "113105" }, "REMOVED")]
    [TestCase(
        """{"Options":["CleanDescriptors"],"Keep":["StudyDescription"]}""", new[] { "113100", "113105" }, "REMOVED")]
    [TestCase("""{"Options":["CleanDescriptors"],"Keep":["DoseComment"]}""", new[] { "113100", "113105" }, "REMOVED")]
    [TestCase(
        """{"Options":["CleanDescriptors"],"Keep":["ReferencedImageSequence[*].ImageComments"]}""",
        new[] { "113100", "113105" }, "REMOVED")]
    [TestCase("""{"Options":["CleanDescriptors"],"Keep":["ReferencedImageSequence"]}""", new[] { "113105" }, null)]
    [TestCase(
        """{"Options":["CleanDescriptors","RetainUIDs"],"Keep":["ReferencedImageSequence"]}""",
        new[] { "113100", "113105", "113110" }, "REMOVED")]
    [TestCase(
        """{"Options":["RetainPatientCharacteristics"],"Keep":["PatientSex"]}""",
        new[] { "113100", "113108" }, "REMOVED")]
    [TestCase(
        """{"Options":["RetainLongitudinalFullDates"],"Keep":["PatientSex"]}""",
        new[] { "113106" }, "UNMODIFIED")]
    [TestCase(
        """{"Options":["RetainLongitudinalFullDates"],"Replace":{"StudyDate":"20010101"}}""",
        new[] { "113100", "113106" }, null)]
    [TestCase("""{"Options":["RetainDeviceIdentity"]}""", new[] { "113100", "113109" }, null)]
    [TestCase("""{"Options":["RetainSafePrivate"]}""", new[] { "113100", "113111" }, "REMOVED")]
    [TestCase("""{"Options":["RetainSafePrivate"],"Keep":["0009,1001"]}""", new string[0], null)]
    public void Codes_are_those_of_what_was_done(string json, string[] codes, string? dates)
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(CodesOf(anonymized.Dataset), Is.EqualTo(codes));
        Assert.That(
            anonymized.Dataset.Contains(MethodCodes), Is.EqualTo(codes.Length > 0), "no empty sequence of type 1C");
        Assert.That(anonymized.Dataset.Text(DatesModified), Is.EqualTo(dates));
    }

    [TestCase("""{"Options":[]}""", "Orthanc 1.13.0 - PS 3.15-2023b Table E.1-1 Basic Profile\\OrthancDeid")]
    [TestCase("""{"Options":[],"Keep":["PatientSex"]}""", "Orthanc 1.13.0\\OrthancDeid")]
    [TestCase("""{"Remove":["PatientSex"]}""", "Orthanc 1.13.0")]
    [TestCase("{}", "Orthanc 1.13.0 - PS 3.15-2023b Table E.1-1 Basic Profile")]
    public void The_method_is_what_clients_of_Orthanc_look_for(string json, string method)
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(anonymized.Dataset.Text(DicomTag.DeidentificationMethod), Is.EqualTo(method));
    }

    [TestCaseSource(nameof(RecordedRequests))]
    public void The_method_names_the_profile_where_there_is_its_code_and_nowhere_else(string json)
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(file, json);
        var method = anonymized.Dataset.Text(DicomTag.DeidentificationMethod)!.Split('\\');
        Assert.That(
            method[0].EndsWith("Table E.1-1 Basic Profile", StringComparison.Ordinal),
            Is.EqualTo(CodesOf(anonymized.Dataset).Contains("113100")), method[0]);
        Assert.That(method, Has.Length.EqualTo(2 + CodesOf(anonymized.Dataset).Count(code => code != "113100")));
    }

    private static IEnumerable<string> RecordedRequests() =>
        from options in (string[])["[]", """["CleanDescriptors"]""", """["RetainSafePrivate", "RetainUIDs"]"""]
        from named in (string[])[
            "", """, "Replace": {"PatientName": "A"}""", """, "Replace": {"Modality": "MR"}""",
            """, "Replace": {"ReferencedImageSequence[0].PatientSex": "O"}""", """, "Remove": ["Modality"]""",
            """, "Keep": ["PatientSex"]""", """, "Keep": ["StudyDescription"]""", """, "Keep": ["0009,1001"]""",
            """, "Keep": ["0002,0016"]""", """, "KeepPrivateTags": true"""]
        select $"{{\"Options\": {options}{named}}}";

    [Test]
    public void Codes_of_an_earlier_time_stay()
    {
        using var file = Sample.Create();
        file.Dataset.Item(MethodCodes).With(Tags.CodeValue, DicomVR.SH, "113101");
        using var anonymized = TestHost.Anonymize(file, """{"Options":[]}""");
        Assert.That(CodesOf(anonymized.Dataset), Is.EqualTo(new[] { "113101", "113100" }));
    }

    // Basic Profile, Clean Pixel Data, Clean Descriptors, full dates, patient characteristics; one of another scheme.
    [TestCase("""{"DicomVersion":"2024e"}""", new[] { "113100", "113101", "113105 of ours" }, "REMOVED")]
    [TestCase(
        """{"Options":["RetainPatientCharacteristics"]}""", new[] { "113100", "113101", "113108", "113105 of ours" }, "REMOVED")]
    [TestCase(
        """{"DicomVersion":"2024e","Keep":["PatientSex"]}""", new[] { "113100", "113101", "113105 of ours" }, "REMOVED")]
    [TestCase(
        """{"DicomVersion":"2024e","Replace":{"Modality":"MR"}}""", new[] { "113101", "113105 of ours" }, "REMOVED")]
    [TestCase("{}", new[] { "113100", "113101", "113105", "113106", "113108", "113105 of ours" }, null)]
    public void Codes_that_are_no_longer_true_go(string json, string[] left, string? dates)
    {
        using var file = Sample.Create();
        foreach (var code in (string[])["113100", "113101", "113105", "113106", "113108"])
        {
            file.Dataset.Item(MethodCodes).With(Tags.CodeValue, DicomVR.SH, code).With(new(0x0008, 0x0102), DicomVR.SH, "DCM");
        }

        file.Dataset.Item(MethodCodes).With(Tags.CodeValue, DicomVR.SH, "113105 of ours").With(new(0x0008, 0x0102), DicomVR.SH, "99X");
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(CodesOf(anonymized.Dataset), Is.EqualTo(left));
        Assert.That(anonymized.Dataset.Text(DatesModified), Is.EqualTo(dates));
    }

    [Test]
    public void Dates_that_were_shifted_before_are_not_full()
    {
        using var file = Sample.Create();
        file.Dataset.Item(MethodCodes).With(Tags.CodeValue, DicomVR.SH, "113107").With(new(0x0008, 0x0102), DicomVR.SH, "DCM");
        using var anonymized = TestHost.Anonymize(file, """{"Options":["RetainLongitudinalFullDates"]}""");
        Assert.That(CodesOf(anonymized.Dataset), Is.EqualTo(new[] { "113107", "113100" }));
        Assert.That(anonymized.Dataset.Text(DatesModified), Is.EqualTo("MODIFIED"));
    }

    [TestCase("By hand", "By hand")]
    [TestCase("By hand\\CTP", "By hand\\CTP")]
    [TestCase("By hand\\Names of Doe taken out\\CTP", "By hand\\CTP")]
    [TestCase("OrthancDeid\\CTP", "CTP")]
    [TestCase("\\", null)]
    [TestCase(
        "A method with a name of its own that somebody wrote in seventy characters",
        "A method with a name of its own that somebody wrote in seventy c")]
    public void What_it_said_of_earlier_methods_stays(string earlier, string? left)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.DeidentificationMethod, DicomVR.LO, earlier);
        using var anonymized = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        const string Own = "Orthanc 1.13.0 - PS 3.15-2024e Table E.1-1 Basic Profile\\OrthancDeid";
        Assert.That(
            anonymized.Dataset.Text(DicomTag.DeidentificationMethod), Is.EqualTo(left is null ? Own : $"{Own}\\{left}"));
    }

    [Test]
    public void A_second_time_says_no_more()
    {
        using var file = Sample.Create();
        using var once = TestHost.Anonymize(file, """{"DicomVersion":"2024e"}""");
        var method = once.Dataset.Text(DicomTag.DeidentificationMethod);
        using var twice = TestHost.Anonymize(once, """{"DicomVersion":"2024e"}""");
        Assert.That(twice.Dataset.Text(DicomTag.DeidentificationMethod), Is.EqualTo(method));
        Assert.That(CodesOf(twice.Dataset), Is.EqualTo(new[] { "113100" }));
    }

    [Test]
    public void An_empty_sequence_of_codes_goes()
    {
        using var file = Sample.Create();
        file.Dataset.SetSequence(MethodCodes);
        using var anonymized = TestHost.Anonymize(file, """{"DicomVersion":"2024e","KeepPrivateTags":true}""");
        Assert.That(anonymized.Dataset.Contains(MethodCodes), Is.False);
    }

    [Test]
    public void A_plain_request_writes_no_record()
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(file, "{}");
        Assert.That(anonymized.Dataset.Contains(MethodCodes), Is.False);
        Assert.That(anonymized.Dataset.Contains(DatesModified), Is.False);
    }

    private static string?[] CodesOf(DicomDataset dataset) => dataset.TryGet(MethodCodes, out var element) && element.Sequence is { } codes
        ? [.. Enumerable.Range(0, codes.Count).Select(i => codes[i].Text(Tags.CodeValue))]
        : [];
}
